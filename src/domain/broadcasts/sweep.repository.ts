import { Prisma } from '../../../prisma/generated/client.ts'
import { type Database, type Db, inTransaction } from '../../platform/postgres.ts'

/**
 * Deliveries that have been sending since before a moment: nobody knows whether they arrived, so they become unknown and are
 * never sent again by themselves; a reminder, whose second copy does no harm, goes once more after its first attempt.
 */
export function settleStuck(db: Db, before: Date, at: Date): Promise<number> {
  return db.$executeRaw(Prisma.sql`
    WITH stuck AS (
      UPDATE "Delivery" d SET
        state = CASE WHEN b.kind = 'reminder' AND d.attempt = 1 THEN 'planned' ELSE 'unknown' END::"DeliveryState",
        reason = CASE WHEN b.kind = 'reminder' AND d.attempt = 1 THEN 'sent-again' ELSE 'crashed' END,
        "settledAt" = CASE WHEN b.kind = 'reminder' AND d.attempt = 1 THEN NULL ELSE ${at}::timestamptz END
      FROM "Broadcast" b WHERE b.id = d."broadcastId" AND d.state = 'sending' AND d."sendingAt" < ${before}
      RETURNING d.id, d.attempt, d.state, d.reason)
    INSERT INTO "DeliveryEvent" ("deliveryId", at, state, attempt, reason)
      SELECT id, ${at}, state, attempt, reason FROM stuck`)
}

export async function settleStuckReplies(db: Db, before: Date, at: Date): Promise<number> {
  const where = { state: 'sending', sendingAt: { lt: before } } as const
  return (await db.reply.updateMany({ where, data: { state: 'unknown', reason: 'crashed', settledAt: at } })).count
}

/** Nothing of them is planned, queued or being sent any more; whoever puts something back meanwhile is waited for, and seen. */
export async function finishBroadcasts(db: Database, at: Date): Promise<number> {
  const done = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT b.id FROM "Broadcast" b WHERE b.state = 'sending' AND NOT ${hasOpenRows}`)
  if (done.length === 0) return 0
  const ids = done.map(({ id }) => id)
  return inTransaction(db, async (tx) => {
    await tx.$queryRaw(Prisma.sql`
      SELECT 1 FROM "Broadcast" WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`)
    return tx.$executeRaw(Prisma.sql`
      UPDATE "Broadcast" b SET state = 'finished', "finishedAt" = ${at}
      WHERE b.id = ANY(${ids}::uuid[]) AND b.state = 'sending' AND NOT ${hasOpenRows}`)
  })
}

/** OFFSET keeps it one look into the index per broadcast: joined, every open row of the house would be gone through. */
const hasOpenRows = Prisma.sql`EXISTS (SELECT 1 FROM "Delivery" d
  WHERE d."broadcastId" = b.id AND d.state IN ('planned', 'queued', 'sending') OFFSET 0)`

/** What came back to the ledger of a broadcast that was cancelled in the meantime: it does not go any more. */
export function skipCancelled(db: Db, at: Date): Promise<number> {
  const since = new Date(at.getTime() - comesBackWithinMs)
  return db.$executeRaw(Prisma.sql`
    WITH late AS (
      SELECT d.id, b."stateBy" FROM "Broadcast" b CROSS JOIN LATERAL (
        SELECT d.id FROM "Delivery" d WHERE d."broadcastId" = b.id AND d.state IN ('planned', 'queued') OFFSET 0) d
      WHERE b.state = 'cancelled' AND b."finishedAt" > ${since}),
    skipped AS (
      UPDATE "Delivery" d SET state = 'skipped', reason = 'cancelled', "settledAt" = ${at} FROM late
      WHERE d.id = late.id AND d.state IN ('planned', 'queued')
      RETURNING d.id, d.attempt, late."stateBy")
    INSERT INTO "DeliveryEvent" ("deliveryId", at, state, attempt, reason, by)
      SELECT id, ${at}, 'skipped', attempt, 'cancelled', 'staff:' || "stateBy" FROM skipped`)
}

/** Sends, searches in chats and outcomes that waited for the database have all come to their end by then. */
const comesBackWithinMs = 7 * 86_400_000
