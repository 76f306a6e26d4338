import { z } from 'zod'
import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import type { Deps } from '../deps.ts'
import { addReporterWithin } from './add-reporter.ts'
import { consentPurpose } from './consent.ts'
import { emailAddressSchema } from './email-address.ts'
import { findEmailAccount, findEmailContact, insertEmailContact } from './email-contacts.repository.ts'
import { insertConsent, saveBinding } from './joining.repository.ts'
import { emailOff, emailTaken, officeInvalid } from './reporters.errors.ts'

const newOffice = z.object({
  outletId: z.uuid(),
  /** How mails address it: "Toà soạn Báo …". */
  name: z.string().trim().min(1).max(120).normalize('NFC'),
  address: emailAddressSchema,
  /** The document by which the outlet named this address. */
  document: z.string().trim().min(3).max(300).normalize('NFC'),
})
export type NewOffice = z.input<typeof newOffice>

/**
 * Puts an outlet's office on the roster as a recipient of its own, by its e-mail address; gives its id. The consent rests on a document of the outlet's,
 * so no confirmation is asked for; the way to stop stands in every mail all the same. `by` is a staff member's id.
 */
export async function addOffice(
  deps: Pick<Deps, 'db' | 'clock' | 'keyring' | 'say'>,
  input: NewOffice & { readonly organisationId: string; readonly by: string },
): Promise<string> {
  const parsed = newOffice.safeParse(input)
  if (!parsed.success) throw officeInvalid()
  const { outletId, name, address, document } = parsed.data
  const { organisationId, by } = input
  const at = deps.clock.now()
  return inTransaction(deps.db, async (tx) => {
    const accountId = await findEmailAccount(tx, organisationId)
    if (!accountId) throw emailOff()
    if (await findEmailContact(tx, accountId, address)) throw emailTaken()
    const reporterId = await addReporterWithin(tx, deps, { organisationId, outletId, fullName: name, locale: 'vi', by })
    const contactId = newId(at)
    await insertEmailContact(tx, { id: contactId, organisationId, accountId, address, reporterId, createdAt: at })
    await saveBinding(tx, contactId, reporterId, at)
    const text = deps.say('vi', 'email-office-consent', { document, address })
    const given = { id: newId(at), text, way: `desk:${by}`, at: at.toISOString() }
    await insertConsent(tx, { ...given, reporterId, contactId, purpose: consentPurpose })
    const subject = `reporter:${reporterId}`
    await recordAudit(tx, { organisationId, at, actor: `staff:${by}`, action: 'office-added', subject })
    return reporterId
  })
}
