import { inTransaction } from '../../platform/postgres.ts'
import type { Locale } from '../../texts.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { reporterActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { reporterNotFound } from './reporters.errors.ts'
import { findReporter, saveLanguage } from './reporters.repository.ts'

/** The language in which a reporter is addressed from now on, on the page and in chats. */
export function changeLanguage(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { reporterId, locale }: { readonly reporterId: string; readonly locale: Locale },
): Promise<void> {
  return inTransaction(db, async (tx) => {
    const reporter = await findReporter(tx, reporterId)
    if (!reporter) throw reporterNotFound()
    if (reporter.locale === locale) return
    await saveLanguage(tx, reporterId, locale)
    await recordAudit(tx, {
      organisationId: reporter.organisationId,
      at: clock.now(),
      actor: reporterActor(reporterId),
      action: 'language-changed',
      subject: `reporter:${reporterId}`,
      detail: { locale },
    })
  })
}
