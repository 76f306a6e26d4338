import type { Transaction } from '../../platform/postgres.ts'
import { moveDelivery } from './deliveries.repository.ts'
import { findUnknown } from './evidence.repository.ts'
import type { Evidence } from './evidence.ts'
import { arrivedWithoutAnswer } from './unknown.repository.ts'

/** Settles this reporter's unknown deliveries of that very matter as sent; gives how many there were. */
export async function settleByEvidence(tx: Transaction, evidence: Evidence): Promise<number> {
  const unknown = await findUnknown(tx, evidence)
  for (const delivery of unknown) {
    const { id, attempt } = delivery
    const by = `reporter:${evidence.reporterId}`
    const changes = arrivedWithoutAnswer(delivery)
    await moveDelivery(tx, { id, attempt, from: ['unknown'], to: 'sent', at: evidence.at, by, changes })
  }
  return unknown.length
}
