import { Prisma } from '../../../prisma/generated/client.ts'
import type { Outgoing } from '../../channels/outgoing-message.ts'
import type { SendTrace } from '../../channels/send-outcome.ts'
import type { Db } from '../../platform/postgres.ts'
import type { DeliveryReason, DeliveryState } from './delivery.ts'

/** A stored answer with what sending it depends on. */
export type SendableReply = {
  readonly id: string
  readonly contactId: string
  readonly accountId: string
  readonly state: DeliveryState
  readonly attempt: number
  readonly messageIds: readonly string[]
  readonly message: Outgoing
  readonly address: string
  readonly accountState: 'off' | 'on' | 'alarm'
}

export async function findReply(db: Db, id: string): Promise<SendableReply | undefined> {
  const rows = await db.$queryRaw<SendableReply[]>(Prisma.sql`
    SELECT p.id, p."contactId", p."accountId", p.state::text AS state, p.attempt, COALESCE(p."messageIds", '{}') AS "messageIds", p.message,
      c.address, a.state::text AS "accountState"
    FROM "Reply" p JOIN "Contact" c ON c.id = p."contactId" JOIN "ChannelAccount" a ON a.id = p."accountId"
    WHERE p.id = ${id}::uuid`)
  return rows[0]
}

export type ReplyJob = { readonly id: string; readonly accountId: string; readonly attempt: number }

/**
 * Queues the answer whose turn it is in each of these chats (all chats when none are named): answers to one person go one after
 * the other, in the order they were written, so one that waits or is under way holds back those behind it.
 */
export function queueNextReplies(
  db: Db,
  at: Date,
  only: { readonly contactIds?: readonly string[]; readonly accountIds?: readonly string[] },
): Promise<readonly ReplyJob[]> {
  const chats = only.contactIds ? Prisma.sql`AND p."contactId" = ANY(${only.contactIds}::uuid[])` : Prisma.empty
  const accounts = only.accountIds ? Prisma.sql`AND p."accountId" = ANY(${only.accountIds}::uuid[])` : Prisma.empty
  return db.$queryRaw<ReplyJob[]>(Prisma.sql`
    WITH head AS (
      SELECT DISTINCT ON (p."contactId") p.id, p.state, p."notBefore", p."accountId" FROM "Reply" p
      WHERE p.state IN ('planned', 'queued', 'sending') ${chats} ${accounts}
      ORDER BY p."contactId", p.state = 'planned', p."createdAt", p.id)
    UPDATE "Reply" r SET state = 'queued' FROM head, "ChannelAccount" a
    WHERE r.id = head.id AND r.state = 'planned' AND a.id = head."accountId" AND a.state = 'on'
      AND (head."notBefore" IS NULL OR head."notBefore" <= ${at})
    RETURNING r.id, r."accountId", r.attempt`)
}

export async function claimReply(db: Db, reply: Pick<SendableReply, 'id' | 'attempt'>, at: Date): Promise<boolean> {
  const { id, attempt } = reply
  const { count } = await db.reply.updateMany({
    where: { id, attempt, state: 'queued' },
    data: { state: 'sending', attempt: attempt + 1, sendingAt: at, reason: null, notBefore: null },
  })
  return count === 1
}

/** Undoes a claim for which nothing was sent; nothing changes where it never stood, or somebody else holds the row since. */
export async function giveReplyBack(db: Db, reply: Pick<SendableReply, 'id' | 'attempt'>, at: Date): Promise<void> {
  const { id, attempt } = reply
  await db.reply.updateMany({
    where: { id, attempt: attempt + 1, state: 'sending', sendingAt: at },
    data: { state: 'queued', attempt, sendingAt: null },
  })
}

export async function keepReplyParts(
  db: Db,
  id: string,
  parts: { readonly messageIds: readonly string[]; readonly at: Date },
): Promise<void> {
  await db.reply.update({ where: { id }, data: { messageIds: [...parts.messageIds], sendingAt: parts.at } })
}

/** This attempt is still being sent; nothing changes when it was given up meanwhile. */
export async function keepReplySending(
  db: Db,
  { id, attempt, at }: { readonly id: string; readonly attempt: number; readonly at: Date },
): Promise<void> {
  await db.reply.updateMany({ where: { id, attempt, state: 'sending' }, data: { sendingAt: at } })
}

/** Moves a reply of this very attempt; a late answer also moves one that a sweep gave up. */
export async function moveReply(
  db: Db,
  move: {
    readonly id: string
    readonly attempt: number
    readonly from: readonly DeliveryState[]
    readonly to: DeliveryState
    readonly at: Date
    readonly reason?: DeliveryReason
    readonly attemptAfter?: number
    readonly notBefore?: Date
    readonly messageIds?: readonly string[]
    readonly traces?: readonly SendTrace[]
  },
): Promise<void> {
  const {
    id,
    attempt,
    from,
    to,
    at,
    reason = null,
    attemptAfter = attempt,
    notBefore = null,
    messageIds,
    traces,
  } = move
  const settled = to === 'sent' || to === 'failed' || to === 'skipped' || to === 'unknown'
  await db.reply.updateMany({
    where: { id, attempt, state: { in: [...from] } },
    data: {
      state: to,
      reason,
      attempt: attemptAfter,
      notBefore,
      settledAt: settled ? at : null,
      ...(messageIds && { messageIds: [...messageIds] }),
      ...(traces && { trace: [...traces] }),
    },
  })
}
