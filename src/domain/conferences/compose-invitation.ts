import type { Block, Button, OutgoingMessage } from '../../channels/outgoing-message.ts'
import type { Db } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { sayMoment } from '../organisations/office-time.ts'
import type { ComposeDeps } from '../publications/compose-deps.ts'
import { personalLinks } from '../publications/personal-links.ts'
import { recipientNotFound } from '../publications/publications.errors.ts'
import { findRecipient, type Recipient } from '../publications/recipients.repository.ts'
import { sharedBlocks } from '../publications/shared-blocks.ts'
import { sourceLine } from '../publications/source-line.ts'
import { answerButtons, answerHint, answerLine } from './answer-parts.ts'
import { type CurrentAnswer, notAnswered, takesAnswers } from './conference.ts'
import { conferenceNotFound } from './conferences.errors.ts'
import { type AnnouncedConference, findAnnounced } from './conferences.repository.ts'
import { findAnswers } from './invitations.repository.ts'

export type InvitationIds = { readonly conferenceId: string; readonly reporterId: string; readonly contactId: string }

/** The invitation for one chat, with the answer given so far. */
export async function composeInvitation(
  deps: ComposeDeps & { readonly db: Db },
  ids: InvitationIds,
): Promise<OutgoingMessage> {
  const { announced, answer, recipient } = await loadInvitation(deps, ids)
  return invitationMessage(deps, announced, answer, recipient)
}

/** What the messages about a conference are made of, for a chat that is this reporter's. */
export async function loadInvitation(
  deps: { readonly db: Db },
  { conferenceId, reporterId, contactId }: InvitationIds,
): Promise<{ readonly announced: AnnouncedConference; readonly answer: CurrentAnswer; readonly recipient: Recipient }> {
  const recipient = await findRecipient(deps.db, { reporterId, contactId })
  if (!recipient) throw recipientNotFound()
  const announced = await findAnnounced(deps.db, recipient.organisationId, conferenceId)
  if (!announced) throw conferenceNotFound()
  const answers = await findAnswers(deps.db, reporterId, [conferenceId])
  return { announced, recipient, answer: answers.get(conferenceId) ?? notAnswered }
}

/** The same from what is loaded already. Pure. */
export function invitationMessage(
  deps: ComposeDeps,
  announced: AnnouncedConference,
  current: CurrentAnswer,
  recipient: Recipient,
  open: boolean = takesAnswers(announced.conference, deps.clock.now()),
): OutgoingMessage {
  const { conference, issuer } = announced
  const { locale } = recipient
  const say = (key: string, args?: Record<string, string>) => deps.say(locale, `conferences-${key}`, args)
  const agenda: Block[] = conference.agenda.trim() === '' ? [] : [{ kind: 'quote', text: conference.agenda.trim() }]
  const write = (): readonly Block[] => [
    { kind: 'heading', text: say('invitation-heading', { kind: conference.kind }) },
    { kind: 'paragraph', text: [issuer, sourceLine(deps.say, locale, announced)].filter(Boolean).join('\n') },
    { kind: 'paragraph', text: conference.title },
    ...factBlocks(deps, announced, recipient),
    ...agenda,
    deadlineBlock(deps, announced, recipient),
    { kind: 'paragraph', text: answerLine(deps.say, locale, current) },
    { kind: 'hint', text: open ? answerHint(deps.say, locale) : say(conference.cancelledAt ? 'cancelled' : 'closed') },
  ]
  // Whoever sends somebody else reads that person's name.
  const blocks = current.named ? write() : sharedBlocks(conference, `${locale} ${current.answer} ${open}`, write)
  const page: Button = { label: say('open-page'), url: personalLinks(deps, recipient).conference(conference.id) }
  const buttons = open ? [...answerButtons(deps, recipient, conference.id), page] : [page]
  return { kind: 'message', blocks, buttons, files: [] }
}

/** When, where and whom to ask. */
export function factBlocks(
  deps: Pick<Deps, 'say' | 'timeZone'>,
  { conference }: AnnouncedConference,
  { locale }: Pick<Recipient, 'locale'>,
): readonly Block[] {
  const { startsAt, place, contact } = conference
  const time = sayMoment(deps.say, locale, startsAt, deps.timeZone)
  const label = deps.say(locale, 'conferences-time-label')
  const lines = [deps.say(locale, 'conferences-place', { place })]
  if (contact) lines.push(deps.say(locale, 'conferences-contact', { contact }))
  return [
    { kind: 'time', at: startsAt.toISOString(), label, text: time },
    { kind: 'paragraph', text: lines.join('\n') },
  ]
}

/** Until when an answer is taken. */
export function deadlineBlock(
  deps: Pick<Deps, 'say' | 'timeZone'>,
  { conference }: AnnouncedConference,
  { locale }: Pick<Recipient, 'locale'>,
): Block {
  const { answerBy } = conference
  const text = sayMoment(deps.say, locale, answerBy, deps.timeZone)
  return { kind: 'time', at: answerBy.toISOString(), label: deps.say(locale, 'conferences-answer-by-label'), text }
}
