import { Prisma } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../platform/postgres.ts'

/** The platform says that this chat cannot be written to; its owner's next message makes it reachable again. */
export async function markContact(
  tx: Transaction,
  id: string,
  mark: { readonly contactState?: 'blocked' | 'gone'; readonly detail: string },
): Promise<void> {
  if (!mark.contactState) return
  await tx.contact.update({ where: { id }, data: { state: mark.contactState, stateReason: mark.detail } })
}

/** Stops a broadcast that is under way; what was queued is planned again, so that nothing more of it goes. */
export async function stopBroadcast(
  tx: Transaction,
  stop: { readonly id: string; readonly reason: 'rejected' | 'error-rate'; readonly detail: string; readonly at: Date },
): Promise<void> {
  const { id, reason, detail, at } = stop
  const data = { state: 'stopped', stateReason: reason, stateDetail: detail, stateBy: null, stateAt: at } as const
  const { count } = await tx.broadcast.updateMany({ where: { id, state: { in: ['held', 'sending'] } }, data })
  if (count === 1) await returnQueued(tx, Prisma.sql`"broadcastId" = ${id}::uuid`, at)
}

/** What waits in the lane of an account goes back to the ledger until the account is on again. */
export async function returnQueuedOfAccount(tx: Transaction, accountId: string, at: Date): Promise<void> {
  await returnQueued(tx, Prisma.sql`"accountId" = ${accountId}::uuid`, at)
  await tx.reply.updateMany({ where: { accountId, state: 'queued' }, data: { state: 'planned' } })
  await tx.revisionStep.updateMany({ where: { accountId, state: 'queued' }, data: { state: 'planned' } })
}

/** What was queued is planned again; in one order for all who lock many rows. */
export const returnQueued = (tx: Transaction, which: Prisma.Sql, at: Date): Promise<number> =>
  tx.$executeRaw(Prisma.sql`
    WITH waiting AS (SELECT id FROM "Delivery" WHERE ${which} AND state = 'queued' ORDER BY id FOR NO KEY UPDATE),
    returned AS (
      UPDATE "Delivery" d SET state = 'planned' FROM waiting w WHERE d.id = w.id RETURNING d.id, d.attempt)
    INSERT INTO "DeliveryEvent" ("deliveryId", at, state, attempt) SELECT id, ${at}, 'planned', attempt FROM returned`)
