import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import type { Deps } from '../deps.ts'
import { reporterLeft, reporterNotFound } from './reporters.errors.ts'
import { findReporterOf, markPageHandedOut } from './reporters.repository.ts'

/** A personal link for the desk to hand out; from then on the page is one of this person's surfaces. */
export function issuePageLink(
  { db, clock, pageLinks }: Pick<Deps, 'db' | 'clock' | 'pageLinks'>,
  input: { readonly organisationId: string; readonly reporterId: string; readonly by: string },
): Promise<{ readonly url: string }> {
  const { organisationId, reporterId, by } = input
  const at = clock.now()
  return inTransaction(db, async (tx) => {
    const reporter = await findReporterOf(tx, organisationId, reporterId)
    if (!reporter) throw reporterNotFound()
    if (reporter.state === 'left') throw reporterLeft()
    await markPageHandedOut(tx, reporterId, at)
    const subject = `reporter:${reporterId}`
    await recordAudit(tx, { organisationId, at, actor: `staff:${by}`, action: 'page-link-issued', subject })
    return { url: pageLinks.make({ reporterId, keyVersion: reporter.pageKeyVersion }, at) }
  })
}
