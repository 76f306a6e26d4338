import type { Db, Transaction } from '../../platform/postgres.ts'

/** Who of a broadcast's ledger is on the roster and has not stopped. */
export async function findActiveInLedger(tx: Transaction, broadcastId: string): Promise<readonly string[]> {
  const where = { broadcastId, reporter: { state: 'active' as const } }
  const rows = await tx.delivery.findMany({ where, select: { reporterId: true } })
  return rows.map(({ reporterId }) => reporterId)
}

/** Whether another sending of the same publication has begun, as a monthly one does again and again. */
export async function hasBegunBefore(db: Db, broadcastId: string, publicationId: string): Promise<boolean> {
  const where = { publicationId, id: { not: broadcastId }, ...begunSending }
  return (await db.broadcast.count({ where })) > 0
}

/** A sending that has really begun: one that is held at first, and called back then, never was any. */
export const begunSending = { kind: 'publication' as const, countedFrom: { not: null } }
