import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { reporterActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { withdrawConsents } from './leaving.repository.ts'
import { findPhoneContacts, savePhone, unbindContact } from './phones.repository.ts'
import { reporterNotFound } from './reporters.errors.ts'
import { findReporter } from './reporters.repository.ts'

/** Nothing goes to the number any more; what was on its way there takes the person's next surface. */
export function withdrawPhone(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { reporterId }: { readonly reporterId: string },
): Promise<void> {
  const at = clock.now()
  return inTransaction(db, async (tx) => {
    const reporter = await findReporter(tx, reporterId)
    if (!reporter) throw reporterNotFound()
    if (!(await withdrawPhoneWithin(tx, reporterId, at))) return
    const { organisationId } = reporter
    const entry = { actor: reporterActor(reporterId), action: 'phone-withdrawn', subject: `reporter:${reporterId}` }
    await recordAudit(tx, { organisationId, at, ...entry })
  })
}

/** The same inside a transaction that does more; false when nothing was agreed to. */
export async function withdrawPhoneWithin(tx: Transaction, reporterId: string, at: Date): Promise<boolean> {
  await savePhone(tx, reporterId, { phoneConsentAt: null })
  const contacts = await findPhoneContacts(tx, reporterId)
  for (const { id } of contacts) {
    await withdrawConsents(tx, { contactId: id }, at)
    await unbindContact(tx, id)
  }
  return contacts.length > 0
}
