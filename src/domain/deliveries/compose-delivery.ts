import type { Outgoing } from '../../channels/outgoing-message.ts'
import type { Database } from '../../platform/postgres.ts'
import { loadInvitation } from '../conferences/compose-invitation.ts'
import { composeReminderNotice, reminderMessage } from '../conferences/compose-reminder.ts'
import { concerns, type ReminderKind } from '../conferences/reminder.ts'
import type { ComposeDeps } from '../publications/compose-deps.ts'
import { publicationNotice } from '../publications/compose-notice.ts'
import { loadPublicationContent, publicationMessages } from '../publications/compose-publication.ts'
import type { Publication } from '../publications/publication.ts'
import { recipientNotFound } from '../publications/publications.errors.ts'
import type { Recipient } from '../publications/recipients.repository.ts'
import { recalledMessage, recallNotice } from '../publications/standing-message.ts'
import type { SendableDelivery } from './deliveries.repository.ts'
import type { Compose, ComposedKind } from './send-delivery.ts'
import { sendingLedger } from './sending-ledger.ts'

type Deps = ComposeDeps & { readonly db: Database }
type Ids = { readonly reporterId: string; readonly contactId: string }

/** Writes what a delivery carries, the same content for everybody of a broadcast being loaded once for many of them. */
export function createCompose(deps: Deps): Compose {
  const contentOf = shareLoading(({ organisationId }, publicationId) =>
    loadPublicationContent(deps.db, organisationId, publicationId),
  )
  return async (delivery, as) => {
    const { reporterId, contactId, publicationId, conferenceId } = delivery
    if (contactId === null) throw new Error('a delivery without a chat has nothing to compose')
    if (publicationId !== null) {
      const recipient = recipientOf(delivery, contactId)
      return composePublicationFor(deps, await contentOf(delivery, publicationId), delivery, recipient, as)
    }
    if (conferenceId === null) throw new Error('a delivery of nothing')
    return composeReminderFor(deps, delivery, { reporterId, contactId, conferenceId }, as)
  }
}

/** Throws when the chat is somebody else's by now. */
function recipientOf(delivery: SendableDelivery, contactId: string): Recipient {
  const { reporterId, boundTo, organisationId, fullName, locale, keyVersion } = delivery
  if (boundTo !== reporterId) throw recipientNotFound()
  return { reporterId, organisationId, contactId, fullName, locale, keyVersion }
}

async function composePublicationFor(
  deps: Deps,
  publication: Publication,
  delivery: SendableDelivery,
  recipient: Recipient,
  as: ComposedKind,
): Promise<readonly Outgoing[]> {
  if (delivery.broadcastKind === 'recall') {
    if (as === 'message') return [recalledMessage(deps, publication, recipient)]
    return [recallNotice(deps, publication, recipient, { deliveryId: delivery.id, as })]
  }
  // Staff may have a doubtful one sent again after it was taken back.
  if (publication.recalledAt) return []
  // Nor after what puts it right; what is only looked for in the chat is still the old one.
  if (publication.replacedBy && delivery.state !== 'unknown') return []
  if (as !== 'message') return [publicationNotice(deps, publication, recipient, { deliveryId: delivery.id, as })]
  const conferenceIds = publication.conferences.map(({ id }) => id)
  const answers = await sendingLedger(deps.db).answers({ reporterId: recipient.reporterId, conferenceIds })
  return publicationMessages(deps, publication, recipient, answers)
}

/** Nothing when the person has answered, or the conference has begun or was called off, since the reminder was fired. */
async function composeReminderFor(
  deps: Deps,
  delivery: SendableDelivery,
  ids: Ids & { readonly conferenceId: string },
  as: ComposedKind,
): Promise<readonly Outgoing[]> {
  const kind = delivery.reminderKind as ReminderKind
  const { announced, answer, recipient } = await loadInvitation(deps, ids)
  const { startsAt, cancelledAt } = announced.conference
  if (cancelledAt || startsAt <= deps.clock.now() || !concerns(kind, answer.answer)) return []
  if (as !== 'message') return [await composeReminderNotice(deps, { ...ids, deliveryId: delivery.id })]
  return [reminderMessage(deps, kind, announced, answer, recipient)]
}

/** Released content never changes, but the time of a conference in it may: so it is shared for a moment only. */
const sharedMs = 2_000

type Whose = Pick<SendableDelivery, 'organisationId' | 'broadcastKind'>

function shareLoading(load: (whose: Whose, publicationId: string) => Promise<Publication>) {
  let shared: { readonly key: string; readonly untilMs: number; readonly content: Promise<Publication> }[] = []
  return (whose: Whose, publicationId: string): Promise<Publication> => {
    const nowMs = performance.now()
    // A recall speaks of what the publication has become since it was sent.
    const key = `${whose.organisationId} ${publicationId} ${whose.broadcastKind}`
    shared = shared.filter(({ untilMs }) => untilMs > nowMs)
    const known = shared.find((each) => each.key === key)
    if (known) return known.content
    const content = load(whose, publicationId)
    const entry = { key, untilMs: nowMs + sharedMs, content }
    shared.push(entry)
    content.catch(() => {
      shared = shared.filter((each) => each !== entry)
    })
    return content
  }
}
