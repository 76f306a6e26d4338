import type { Transaction } from '../../platform/postgres.ts'
import type { Evidence } from './evidence.ts'

/** A conference is also what the publication it went out with tells of. */
export function findUnknown(
  tx: Transaction,
  evidence: Evidence,
): Promise<readonly { readonly id: string; readonly attempt: number; readonly messageVnd: number }[]> {
  return tx.delivery.findMany({
    where: { reporterId: evidence.reporterId, state: 'unknown', ...matter(evidence) },
    select: { id: true, attempt: true, messageVnd: true },
  })
}

function matter(evidence: Evidence) {
  if ('deliveryId' in evidence) return { id: evidence.deliveryId }
  if ('publicationId' in evidence) return { broadcast: { publicationId: evidence.publicationId } }
  const { conferenceId } = evidence
  return { broadcast: { OR: [{ conferenceId }, { publication: { conferences: { some: { id: conferenceId } } } }] } }
}
