import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db, Transaction } from '../../platform/postgres.ts'

export type QueuedRow = {
  readonly id: string
  readonly attempt: number
  readonly kind: 'publication' | 'reminder' | 'recall'
}

/** How many deliveries of an account say that they wait in its lane, and whether any is planned behind them. */
export async function lookAtLane(
  db: Db,
  accountId: string,
): Promise<{ readonly queued: number; readonly planned: boolean }> {
  const [row] = await db.$queryRaw<{ queued: number; planned: boolean }[]>(Prisma.sql`
    SELECT (SELECT count(*)::int FROM "Delivery" d WHERE d.state = 'queued' AND d."accountId" = ${accountId}::uuid) AS queued,
      EXISTS (SELECT 1 FROM "Broadcast" b WHERE b.state = 'sending' AND EXISTS (
        SELECT 1 FROM "Delivery" d
        WHERE d."broadcastId" = b.id AND d.state = 'planned' AND d."accountId" = ${accountId}::uuid OFFSET 0)) AS planned`)
  return row ?? { queued: 0, planned: false }
}

/** One at a time fills the lane of an account, so that two never fill it twice; false when nothing may go through it now. */
export async function lockLane(tx: Transaction, accountId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>(Prisma.sql`
    SELECT 1 FROM "ChannelAccount" WHERE id = ${accountId}::uuid AND state = 'on' FOR NO KEY UPDATE`)
  return rows.length === 1
}

/**
 * Turns up to `room` planned deliveries of an account into queued ones, in the order in which they are to go: reminders and
 * recalls first, then a row of each broadcast in turn, so that a long broadcast does not hold up a short one.
 */
export function queuePlanned(
  tx: Transaction,
  accountId: string,
  room: number,
  at: Date,
): Promise<readonly QueuedRow[]> {
  return tx.$queryRaw<QueuedRow[]>(Prisma.sql`
    WITH next AS (
      SELECT p.id, b.kind, row_number() OVER (ORDER BY b.kind = 'publication', p.turn, b."createdAt", p.id) AS place
      FROM "Broadcast" b
      CROSS JOIN LATERAL (
        SELECT d.id, row_number() OVER (ORDER BY d.id) AS turn FROM "Delivery" d
        WHERE d."broadcastId" = b.id AND d.state = 'planned' AND d."accountId" = ${accountId}::uuid
          AND (d."notBefore" IS NULL OR d."notBefore" <= ${at})
        ORDER BY d.id LIMIT ${room}) p
      WHERE b.state = 'sending'
      ORDER BY place LIMIT ${room}),
    queued AS (
      UPDATE "Delivery" d SET state = 'queued', "queuedAt" = ${at} FROM next
      WHERE d.id = next.id AND d.state = 'planned' RETURNING d.id, d.attempt, next.kind, next.place),
    noted AS (
      INSERT INTO "DeliveryEvent" ("deliveryId", at, state, attempt) SELECT id, ${at}, 'queued', attempt FROM queued)
    SELECT id, attempt, kind::text AS kind FROM queued ORDER BY place`)
}

/** A span of the clock in which whoever has queued a row still adds its job. */
export type Young = { readonly from: Date; readonly to: Date }

const notYoung = ({ from, to }: Young) => [{ queuedAt: { lt: from } }, { queuedAt: { gt: to } }]

/** How many rows say that they wait in the lane of an account, of the deliveries those that are not young. */
export async function countQueued(
  db: Db,
  accountId: string,
  young: Young,
): Promise<{ readonly deliveries: number; readonly replies: number }> {
  const where = { accountId, state: 'queued' } as const
  const [deliveries, replies] = await Promise.all([
    db.delivery.count({ where: { ...where, OR: notYoung(young) } }),
    db.reply.count({ where }),
  ])
  return { deliveries, replies }
}

/** These rows themselves. */
export async function findQueued(db: Db, accountId: string, young: Young) {
  const where = { accountId, state: 'queued' } as const
  const rows = await db.delivery.findMany({
    where: { ...where, OR: notYoung(young) },
    select: { id: true, attempt: true, broadcast: { select: { kind: true } } },
    orderBy: { id: 'asc' },
  })
  const deliveries = rows.map(({ id, attempt, broadcast }): QueuedRow => ({ id, attempt, kind: broadcast.kind }))
  const replies = await db.reply.findMany({ where, select: { id: true, attempt: true } })
  return { deliveries, replies }
}
