import type { Transaction } from '../../platform/postgres.ts'
import type { SendableDelivery } from './deliveries.repository.ts'
import type { Evidence } from './evidence.ts'

/** A conference is also what the publication it went out with tells of. */
export function findUnknown(
  tx: Transaction,
  evidence: Evidence,
): Promise<readonly Pick<SendableDelivery, 'id' | 'attempt' | 'messageIds' | 'messageVnd'>[]> {
  return tx.delivery.findMany({
    where: { reporterId: evidence.reporterId, state: 'unknown', ...matter(evidence) },
    select: { id: true, attempt: true, messageIds: true, messageVnd: true },
  })
}

function matter(evidence: Evidence) {
  if ('deliveryId' in evidence) return { id: evidence.deliveryId }
  if ('publicationId' in evidence) return { broadcast: { publicationId: evidence.publicationId } }
  const { conferenceId } = evidence
  return { broadcast: { OR: [{ conferenceId }, { publication: { conferences: { some: { id: conferenceId } } } }] } }
}
