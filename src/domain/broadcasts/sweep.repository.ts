import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db } from '../../platform/postgres.ts'

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

/** Nothing of them is planned, queued or being sent any more. */
export function finishBroadcasts(db: Db, at: Date): Promise<number> {
  return db.$executeRaw(Prisma.sql`
    UPDATE "Broadcast" b SET state = 'finished', "finishedAt" = ${at}
    WHERE b.state = 'sending' AND NOT EXISTS (
      SELECT 1 FROM "Delivery" d WHERE d."broadcastId" = b.id AND d.state IN ('planned', 'queued', 'sending'))`)
}

/** A late refusal, or staff in the very moment of finishing, put something back into the ledger of a finished broadcast: it goes on. */
export function reopenUnfinished(db: Db): Promise<number> {
  return db.$executeRaw(Prisma.sql`
    UPDATE "Broadcast" SET state = 'sending', "finishedAt" = NULL
    WHERE state = 'finished' AND id IN (SELECT "broadcastId" FROM "Delivery" WHERE state IN ('planned', 'queued'))`)
}

/** What came back to the ledger of a broadcast that was cancelled in the meantime: it does not go any more. */
export function skipCancelled(db: Db, at: Date): Promise<number> {
  return db.$executeRaw(Prisma.sql`
    WITH skipped AS (
      UPDATE "Delivery" d SET state = 'skipped', reason = 'cancelled', "settledAt" = ${at} FROM "Broadcast" b
      WHERE b.id = d."broadcastId" AND b.state = 'cancelled' AND d.state IN ('planned', 'queued')
      RETURNING d.id, d.attempt)
    INSERT INTO "DeliveryEvent" ("deliveryId", at, state, attempt, reason)
      SELECT id, ${at}, 'skipped', attempt, 'cancelled' FROM skipped`)
}
