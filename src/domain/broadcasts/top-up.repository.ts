import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db } from '../../platform/postgres.ts'

export type QueuedRow = {
  readonly id: string
  readonly attempt: number
  readonly kind: 'publication' | 'reminder' | 'recall'
}

/**
 * Turns up to `room` planned deliveries of an account into queued ones: reminders and recalls first, then a row of each broadcast in turn,
 * so that a long broadcast does not hold up a short one.
 */
export function queuePlanned(db: Db, accountId: string, room: number, at: Date): Promise<readonly QueuedRow[]> {
  return db.$queryRaw<QueuedRow[]>(Prisma.sql`
    WITH next AS (
      SELECT p.id, b.kind FROM "Broadcast" b
      CROSS JOIN LATERAL (
        SELECT d.id, row_number() OVER (ORDER BY d.id) AS turn FROM "Delivery" d
        WHERE d."broadcastId" = b.id AND d.state = 'planned' AND d."accountId" = ${accountId}::uuid
          AND (d."notBefore" IS NULL OR d."notBefore" <= ${at})
        ORDER BY d.id LIMIT ${room}) p
      WHERE b.state = 'sending'
        AND EXISTS (SELECT 1 FROM "ChannelAccount" a WHERE a.id = ${accountId}::uuid AND a.state = 'on')
      ORDER BY b.kind = 'publication', p.turn, b."createdAt", p.id LIMIT ${room}),
    queued AS (
      UPDATE "Delivery" d SET state = 'queued', "queuedAt" = ${at} FROM next
      WHERE d.id = next.id AND d.state = 'planned' RETURNING d.id, d.attempt, next.kind),
    noted AS (
      INSERT INTO "DeliveryEvent" ("deliveryId", at, state, attempt) SELECT id, ${at}, 'queued', attempt FROM queued)
    SELECT id, attempt, kind::text AS kind FROM queued ORDER BY id`)
}

/** How many rows say that they wait in the lane of an account. */
export async function countQueued(
  db: Db,
  accountId: string,
): Promise<{ readonly deliveries: number; readonly replies: number }> {
  const where = { accountId, state: 'queued' } as const
  const [deliveries, replies] = await Promise.all([db.delivery.count({ where }), db.reply.count({ where })])
  return { deliveries, replies }
}

export async function findQueued(db: Db, accountId: string) {
  const where = { accountId, state: 'queued' } as const
  const rows = await db.delivery.findMany({
    where,
    select: { id: true, attempt: true, broadcast: { select: { kind: true } } },
  })
  const deliveries = rows.map(({ id, attempt, broadcast }): QueuedRow => ({ id, attempt, kind: broadcast.kind }))
  const replies = await db.reply.findMany({ where, select: { id: true, attempt: true } })
  return { deliveries, replies }
}
