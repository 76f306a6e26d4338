import type { Block, Button, OutgoingMessage, OutgoingNotice } from '../../channels/outgoing-message.ts'
import type { Deps } from '../deps.ts'
import { sayMoment } from '../organisations/office-time.ts'
import type { ComposeDeps } from '../publications/compose-deps.ts'
import { noticeField } from '../publications/notice-field.ts'
import { personalLinks } from '../publications/personal-links.ts'
import type { Recipient } from '../publications/recipients.repository.ts'
import { sourceLine } from '../publications/source-line.ts'
import { answerButtons, answerHint, answerLine } from './answer-parts.ts'
import { deadlineBlock, factBlocks, type InvitationIds, loadInvitation } from './compose-invitation.ts'
import { type CurrentAnswer, takesAnswers } from './conference.ts'
import type { AnnouncedConference } from './conferences.repository.ts'
import type { ReminderKind } from './reminder.ts'

type ReminderIds = InvitationIds & { readonly reminderKind: ReminderKind }

/** The reminder for one chat: to answer, or of the day and the hour. */
export async function composeReminder(
  deps: ComposeDeps & Pick<Deps, 'db'>,
  ids: ReminderIds,
): Promise<OutgoingMessage> {
  const { announced, answer, recipient } = await loadInvitation(deps, ids)
  return reminderMessage(deps, ids.reminderKind, announced, answer, recipient)
}

/** The same from what is loaded already. Pure. */
export function reminderMessage(
  deps: ComposeDeps,
  kind: ReminderKind,
  announced: AnnouncedConference,
  current: CurrentAnswer,
  recipient: Recipient,
  open: boolean = takesAnswers(announced.conference, deps.clock.now()),
): OutgoingMessage {
  const { conference, issuer } = announced
  const { locale } = recipient
  const say = (key: string, args?: Record<string, string>) => deps.say(locale, `conferences-${key}`, args)
  const asks = kind === 'answer-by' && open
  const deadline: readonly Block[] = asks ? [deadlineBlock(deps, announced, recipient)] : []
  const blocks: readonly Block[] = [
    { kind: 'heading', text: say(`reminder-${kind}`, { kind: conference.kind }) },
    { kind: 'paragraph', text: [issuer, sourceLine(deps.say, locale, announced)].filter(Boolean).join('\n') },
    { kind: 'paragraph', text: conference.title },
    ...factBlocks(deps, announced, recipient),
    ...deadline,
    { kind: 'paragraph', text: answerLine(deps.say, locale, current) },
    { kind: 'hint', text: asks ? answerHint(deps.say, locale) : say('reminder-hint') },
  ]
  const page: Button = { label: say('open-page'), url: personalLinks(deps, recipient).conference(conference.id) }
  const buttons = asks ? [...answerButtons(deps, recipient, conference.id), page] : [page]
  return { kind: 'message', blocks, buttons, files: [] }
}

/** The approved notice in place of a reminder, for a chat that takes no free text now. */
export async function composeReminderNotice(
  deps: ComposeDeps & Pick<Deps, 'db'>,
  ids: InvitationIds & { readonly deliveryId: string },
): Promise<OutgoingNotice> {
  const { announced, recipient } = await loadInvitation(deps, ids)
  const { conference, issuer, documentNumber } = announced
  return {
    kind: 'notice',
    about: 'reminder',
    fields: {
      recipient: noticeField(recipient.fullName),
      issuer: noticeField(issuer),
      documentNumber: noticeField(documentNumber),
      subject: noticeField(conference.title),
      when: noticeField(sayMoment(deps.say, recipient.locale, conference.startsAt, deps.timeZone)),
    },
    reference: deps.references.make(recipient.contactId, { verb: 'open-notice', id: ids.deliveryId }),
    url: personalLinks(deps, recipient).conference(conference.id),
  }
}
