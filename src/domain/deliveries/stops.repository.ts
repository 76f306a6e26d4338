import type { Db, Transaction } from '../../platform/postgres.ts'

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
  stop: { readonly id: string; readonly reason: string; readonly detail: string; readonly at: Date },
): Promise<void> {
  const { id, reason, detail } = stop
  const data = { state: 'stopped', stateReason: `${reason}: ${detail}` } as const
  const { count } = await tx.broadcast.updateMany({ where: { id, state: 'sending' }, data })
  if (count === 1)
    await tx.delivery.updateMany({ where: { broadcastId: id, state: 'queued' }, data: { state: 'planned' } })
}

/** What waits in the lane of an account goes back to the ledger until the account is on again. */
export async function returnQueuedOfAccount(tx: Db, accountId: string): Promise<void> {
  const queued = { where: { accountId, state: 'queued' }, data: { state: 'planned' } } as const
  await tx.delivery.updateMany(queued)
  await tx.reply.updateMany(queued)
}
