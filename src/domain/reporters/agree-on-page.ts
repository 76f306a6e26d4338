import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { reporterActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { consentPurpose } from './consent.ts'
import { activateReporter, hasConsented, insertConsent } from './joining.repository.ts'
import { reporterLeft, reporterNotFound } from './reporters.errors.ts'
import { findReporter } from './reporters.repository.ts'

/**
 * Keeps the consent given on the signed page, with the very words that were shown; somebody who had stopped is served there again.
 * It does not reach into chats: each of them asks for its own.
 */
export function agreeOnPage(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { reporterId, text }: { readonly reporterId: string; readonly text: string },
): Promise<'agreed' | 'agreed-before'> {
  const at = clock.now()
  return inTransaction(db, async (tx) => {
    const reporter = await findReporter(tx, reporterId)
    if (!reporter) throw reporterNotFound()
    if (reporter.state === 'left') throw reporterLeft()
    if (reporter.state === 'active' && (await hasConsented(tx, reporterId, null))) return 'agreed-before'
    await activateReporter(tx, reporterId)
    const given = { id: newId(at), text, way: 'page', at: at.toISOString() }
    await insertConsent(tx, { ...given, reporterId, contactId: null, purpose: consentPurpose })
    await recordAudit(tx, {
      organisationId: reporter.organisationId,
      at,
      actor: reporterActor(reporterId),
      action: 'page-agreed',
      subject: `reporter:${reporterId}`,
    })
    return 'agreed'
  })
}
