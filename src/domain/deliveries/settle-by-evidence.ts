import type { Transaction } from '../../platform/postgres.ts'
import { moveDelivery } from './deliveries.repository.ts'
import { findUnknown } from './evidence.repository.ts'
import type { Evidence } from './evidence.ts'

/** Settles this reporter's unknown deliveries of that very matter as sent; gives how many there were. */
export async function settleByEvidence(tx: Transaction, evidence: Evidence): Promise<number> {
  const unknown = await findUnknown(tx, evidence)
  for (const { id, attempt, messageVnd } of unknown) {
    const by = `reporter:${evidence.reporterId}`
    // What arrived was charged, although no answer told it.
    const changes = { costVnd: { increment: messageVnd } }
    await moveDelivery(tx, { id, attempt, from: ['unknown'], to: 'sent', at: evidence.at, by, changes })
  }
  return unknown.length
}
