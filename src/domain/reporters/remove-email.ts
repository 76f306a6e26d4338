import { inTransaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { findEmailContactById } from './email-contacts.repository.ts'
import { forgetContact } from './forget-contact.ts'
import { emailNotFound } from './reporters.errors.ts'
import { findReporterOf } from './reporters.repository.ts'

/** Takes an address away for good, by its owner or by the desk: nothing more goes there, and it is kept nowhere. */
export function removeEmail(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: { readonly organisationId: string; readonly reporterId: string; readonly contactId: string },
): Promise<void> {
  const { organisationId, reporterId, contactId } = input
  return inTransaction(deps.db, async (tx) => {
    const contact = await findEmailContactById(tx, contactId)
    const reporter = await findReporterOf(tx, organisationId, reporterId)
    if (!reporter || contact?.reporterId !== reporterId) throw emailNotFound()
    await forgetContact(tx, deps, { organisationId, contactId })
  })
}
