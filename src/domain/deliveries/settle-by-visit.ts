import { inTransaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import type { Evidence } from './evidence.ts'
import { settleByEvidence } from './settle-by-evidence.ts'

/**
 * Whoever opens their own signed page of something has received the link to it: what was unknown is settled as sent. It says
 * nothing about the chat, so a notice stays unopened there until its owner writes.
 */
export function settleByVisit(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  visit: { readonly reporterId: string } & ({ readonly publicationId: string } | { readonly conferenceId: string }),
): Promise<number> {
  const evidence: Evidence = { ...visit, at: clock.now() }
  return inTransaction(db, (tx) => settleByEvidence(tx, evidence))
}
