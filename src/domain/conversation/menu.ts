import type { Button } from '../../channels/outgoing-message.ts'
import { findReadable } from '../reporters/reading.repository.ts'
import { contactLine } from './contact-line.ts'
import { currentInvitation, takesAnswer } from './rsvp.ts'
import { type Answer, answer, type MemberTurn, plainMessage } from './turn.ts'

/** What can be done here, behind a first sentence that says why it is shown. */
export async function menu(turn: MemberTurn, ...first: readonly string[]): Promise<Answer> {
  const { t, deps, reporter, organisation } = turn
  const paragraphs = [...first, contactLine(deps.say, reporter.locale, organisation.settings.deskContact)]
  const message = plainMessage({ paragraphs, hint: t('conversation-typed-forms'), buttons: await menuButtons(turn) })
  return answer(turn, [message])
}

async function menuButtons(turn: MemberTurn): Promise<readonly Button[]> {
  const { tx, deps, contactId, reporter, now, t } = turn
  const buttons: Button[] = []
  const [newest] = await findReadable(tx, reporter.id, now)
  const button = (key: string, verb: 'open-publication' | 'open-invitation', id: string) =>
    buttons.push({ label: t(key), reference: deps.references.make(contactId, { verb, id }) })
  if (newest) button('conversation-button-newest', 'open-publication', newest.publicationId)
  const invitation = await currentInvitation(turn)
  if (invitation && takesAnswer(invitation, now))
    button('conversation-button-invitation', 'open-invitation', invitation.conferenceId)
  return buttons
}
