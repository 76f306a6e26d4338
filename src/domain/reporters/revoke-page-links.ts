import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import type { Deps } from '../deps.ts'
import { reporterNotFound } from './reporters.errors.ts'
import { findReporterOf, raisePageKey } from './reporters.repository.ts'

/** Ends every page link this person was ever handed, in messages too; new ones work again. */
export function revokePageLinks(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  input: { readonly organisationId: string; readonly reporterId: string; readonly by: string },
): Promise<void> {
  const { organisationId, reporterId, by } = input
  return inTransaction(db, async (tx) => {
    if (!(await findReporterOf(tx, organisationId, reporterId))) throw reporterNotFound()
    await raisePageKey(tx, reporterId)
    const entry = { organisationId, at: clock.now(), actor: `staff:${by}`, subject: `reporter:${reporterId}` }
    await recordAudit(tx, { ...entry, action: 'page-links-revoked' })
  })
}
