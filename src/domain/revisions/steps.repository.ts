import { Prisma } from '../../../prisma/generated/client.ts'
import type { OutgoingMessage } from '../../channels/outgoing-message.ts'
import type { Db } from '../../platform/postgres.ts'
import type { DeliveryState } from '../deliveries/delivery.ts'
import { earlierPartsFrom } from '../deliveries/earlier-parts.ts'
import type { MessageTrace, Revision, StepReason, StepState } from './revision.ts'

/** A step with all that its messages are changed by, as it is at this moment. */
export type Step = {
  readonly id: string
  readonly revision: Revision
  readonly accountId: string
  readonly contactId: string
  readonly state: StepState
  readonly attempt: number
  /** How many messages had their turn; what became of each stands in `traces`. */
  readonly done: number
  readonly traces: readonly MessageTrace[]
  /** Null when the chat was erased since. */
  readonly address: string | null
  readonly contactState: 'reachable' | 'blocked' | 'gone' | null
  readonly accountState: 'off' | 'on' | 'alarm' | null
  readonly carrier: CarrierRow | undefined
}

export type CarrierRow = {
  readonly state: DeliveryState
  readonly messageIds: readonly string[]
  readonly sentAt: Date
  readonly reporterId: string | null
} & (
  | { readonly kind: 'reply'; readonly message: OutgoingMessage }
  | {
      readonly kind: 'delivery'
      readonly messageKind: string | null
      readonly publicationId: string | null
      readonly conferenceId: string | null
      readonly reminderKind: string | null
    }
)

export async function findStep(db: Db, id: string): Promise<Step | undefined> {
  const row = await db.revisionStep.findUnique({
    where: { id },
    include: { revision: true, delivery: { include: { broadcast: true } } },
  })
  if (!row) return undefined
  const { accountId, contactId, replyId, delivery } = row
  const [contact, account, reply] = await Promise.all([
    db.contact.findUnique({ where: { id: contactId }, select: { address: true, state: true, reporterId: true } }),
    db.channelAccount.findUnique({ where: { id: accountId }, select: { state: true } }),
    replyId ? db.reply.findUnique({ where: { id: replyId } }) : null,
  ])
  const { id: revisionId, organisationId, kind, publicationId, conferenceId, createdBy, createdAt } = row.revision
  const sentAt = (sent: { sendingAt: Date | null; settledAt: Date | null; createdAt: Date }) =>
    sent.sendingAt ?? sent.settledAt ?? sent.createdAt
  const carrier: CarrierRow | undefined = delivery
    ? {
        kind: 'delivery',
        state: delivery.state,
        messageIds: delivery.messageIds,
        sentAt: sentAt(delivery),
        reporterId: delivery.reporterId,
        messageKind: delivery.messageKind,
        ...(delivery.contactId === contactId ? {} : leftBehind(delivery, contactId)),
        publicationId: delivery.broadcast.publicationId,
        conferenceId: delivery.broadcast.conferenceId,
        reminderKind: delivery.broadcast.reminderKind,
      }
    : reply
      ? {
          kind: 'reply',
          state: reply.state,
          messageIds: reply.messageIds,
          sentAt: sentAt(reply),
          reporterId: contact?.reporterId ?? null,
          // Written by the conversation only, from the type itself.
          message: reply.message as unknown as OutgoingMessage,
        }
      : undefined
  return {
    id,
    revision: { id: revisionId, organisationId, kind, publicationId, conferenceId, createdBy, createdAt },
    accountId,
    contactId,
    state: row.state,
    attempt: row.attempt,
    done: row.done,
    traces: (row.trace ?? []) as unknown as readonly MessageTrace[],
    address: contact?.address ?? null,
    contactState: contact?.state ?? null,
    accountState: account?.state ?? null,
    carrier,
  }
}

/** What the delivery left in a chat before it went on elsewhere; it was broken off there. */
function leftBehind(delivery: { readonly earlierParts: unknown }, contactId: string) {
  const parts = earlierPartsFrom(delivery.earlierParts).find((each) => each.contactId === contactId)
  if (!parts) return {}
  const { messageIds, messageKind, sentAt } = parts
  return { state: 'failed' as const, messageIds, messageKind, sentAt }
}

export type QueuedStep = { readonly id: string; readonly attempt: number }

/** Turns up to `room` planned steps of an account into queued ones; what is still being sent waits until it is known. */
export function queueSteps(db: Db, accountId: string, room: number, at: Date): Promise<readonly QueuedStep[]> {
  return db.$queryRaw<QueuedStep[]>(Prisma.sql`
    WITH next AS (
      SELECT s.id FROM "RevisionStep" s LEFT JOIN "Delivery" d ON d.id = s."deliveryId" LEFT JOIN "Reply" r ON r.id = s."replyId"
      WHERE s.state = 'planned' AND s."accountId" = ${accountId}::uuid AND (s."notBefore" IS NULL OR s."notBefore" <= ${at})
        AND COALESCE(d.state, r.state, 'sent') NOT IN ('planned', 'queued', 'sending')
        AND EXISTS (SELECT 1 FROM "ChannelAccount" a WHERE a.id = ${accountId}::uuid AND a.state = 'on')
      ORDER BY s.id LIMIT ${room})
    UPDATE "RevisionStep" s SET state = 'queued', "queuedAt" = ${at} FROM next
    WHERE s.id = next.id AND s.state = 'planned' RETURNING s.id, s.attempt`)
}

export const countQueuedSteps = (db: Db, accountId: string): Promise<number> =>
  db.revisionStep.count({ where: { accountId, state: 'queued' } })

export const findQueuedSteps = (db: Db, accountId: string): Promise<readonly QueuedStep[]> =>
  db.revisionStep.findMany({ where: { accountId, state: 'queued' }, select: { id: true, attempt: true } })

type Attempt = Pick<Step, 'id' | 'attempt'>

/** One more message had its turn; kept before the next one. */
export async function keepDone(db: Db, { id, attempt }: Attempt, traces: readonly MessageTrace[]): Promise<void> {
  await db.revisionStep.updateMany({
    where: { id, attempt, state: 'queued' },
    data: { done: traces.length, trace: [...traces] },
  })
}

/** Back to the sweep, as a new attempt when the last one was used up; nothing changes when it is not queued any more. */
export async function planAgain(
  db: Db,
  { id, attempt }: Attempt,
  again: { readonly attempt: number; readonly notBefore: Date | null; readonly reason: StepReason | null },
): Promise<void> {
  await db.revisionStep.updateMany({ where: { id, attempt, state: 'queued' }, data: { ...again, state: 'planned' } })
}

/** False when somebody else settled it. */
export async function settleStep(
  db: Db,
  { id, attempt }: Attempt,
  end: { readonly state: 'revised' | 'cannot'; readonly reason: StepReason | null; readonly at: Date },
): Promise<boolean> {
  const { state, reason, at } = end
  const where = { id, attempt, state: { in: ['queued' as const] } }
  return (await db.revisionStep.updateMany({ where, data: { state, reason, settledAt: at } })).count === 1
}
