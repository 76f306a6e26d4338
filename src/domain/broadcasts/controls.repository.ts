import { Prisma } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../platform/postgres.ts'
import { returnQueued } from '../deliveries/stops.repository.ts'
import type { Broadcast, BroadcastReason } from './broadcast.ts'
import { findBroadcast } from './broadcasts.repository.ts'
import type { Hold } from './hold.ts'

/** The broadcast as it is now, and as it stays until the transaction ends. */
export async function lockBroadcast(tx: Transaction, organisationId: string, id: string): Promise<Broadcast | null> {
  await tx.$queryRaw`SELECT 1 FROM "Broadcast" WHERE id = ${id}::uuid AND "organisationId" = ${organisationId}::uuid
    FOR NO KEY UPDATE`
  return findBroadcast(tx, organisationId, id)
}

/** It is under way, and failures count from here. */
export async function markSending(tx: Transaction, id: string, at: Date): Promise<void> {
  const none = { stateReason: null, stateDetail: null, stateBy: null, heldUntil: null, finishedAt: null }
  // What was settled in this very moment belongs to the time before.
  const countedFrom = new Date(at.getTime() + 1)
  await tx.broadcast.update({ where: { id }, data: { ...none, state: 'sending', stateAt: at, countedFrom } })
}

/** What is read on people's own pages is there as soon as its broadcast goes. */
export async function putOnPages(tx: Transaction, id: string, at: Date): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    WITH shown AS (
      UPDATE "Delivery" SET state = 'sent', "messageIds" = '{page}', "settledAt" = ${at}, reason = NULL
      WHERE "broadcastId" = ${id}::uuid AND state = 'planned' AND surface = 'page' RETURNING id, attempt)
    INSERT INTO "DeliveryEvent" ("deliveryId", at, state, attempt) SELECT id, ${at}, 'sent', attempt FROM shown`)
}

/** Nothing of it goes before its moment; what was queued is planned again, what is on its way comes to its own end. */
export async function holdBroadcast(tx: Transaction, id: string, hold: Hold, at: Date): Promise<void> {
  const { until: heldUntil, reason: stateReason, detail: stateDetail } = hold
  const why = { stateReason, stateDetail, heldUntil, stateBy: null, finishedAt: null }
  await tx.broadcast.update({ where: { id }, data: { ...why, state: 'held', stateAt: at } })
  await returnQueued(tx, Prisma.sql`"broadcastId" = ${id}::uuid`, at)
}

/** Until staff resume it; what was queued is planned again. */
export async function pauseByStaff(tx: Transaction, id: string, by: string, at: Date): Promise<void> {
  const why = { stateReason: 'paused', stateDetail: null, stateBy: by, stateAt: at }
  await tx.broadcast.update({ where: { id }, data: { ...why, state: 'stopped' } })
  await returnQueued(tx, Prisma.sql`"broadcastId" = ${id}::uuid`, at)
}

/** Ends a broadcast: what has not gone yet is skipped; what is on its way comes to its own end. False when it was over. */
export async function endBroadcast(
  tx: Transaction,
  id: string,
  end: { readonly at: Date; readonly by: string; readonly reason: Extract<BroadcastReason, 'by-staff' | 'recalled'> },
): Promise<boolean> {
  const { at, by, reason } = end
  const { count } = await tx.broadcast.updateMany({
    where: { id, state: { in: ['held', 'sending', 'stopped'] } },
    data: { state: 'cancelled', stateReason: reason, stateDetail: null, stateBy: by, stateAt: at, finishedAt: at },
  })
  if (count !== 1) return false
  await tx.$executeRaw(Prisma.sql`
    WITH waiting AS (
      SELECT id FROM "Delivery" WHERE "broadcastId" = ${id}::uuid AND state IN ('planned', 'queued') ORDER BY id FOR NO KEY UPDATE),
    skipped AS (
      UPDATE "Delivery" d SET state = 'skipped', reason = 'cancelled', "settledAt" = ${at} FROM waiting w WHERE d.id = w.id
      RETURNING d.id, d.attempt)
    INSERT INTO "DeliveryEvent" ("deliveryId", at, state, attempt, reason, by)
      SELECT id, ${at}, 'skipped', attempt, 'cancelled', ${`staff:${by}`} FROM skipped`)
  return true
}
