import { inTransaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import type { Organisation } from '../organisations/organisation.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { bindContact } from './bind-contact.ts'
import { findEmailContactById, markMailboxReachable } from './email-contacts.repository.ts'
import { type EmailAsked, readEmailProof } from './email-proof.ts'
import { hasConsented } from './joining.repository.ts'
import type { Reporter } from './reporter.ts'
import { emailLinkBroken } from './reporters.errors.ts'
import { findReporter } from './reporters.repository.ts'

export type AskedEmail = EmailAsked & {
  readonly address: string
  readonly reporter: Reporter
  readonly organisation: Organisation
  /** Confirmed already, and not withdrawn since. */
  readonly served: boolean
}

/**
 * What a confirmation link is about; a link that is old, altered, of an address that was taken back, or used before a stop is
 * broken: nobody who reads that mailbox undoes a stop with it.
 */
export async function readAskedEmail(
  { db, clock, keyring }: Pick<Deps, 'db' | 'clock' | 'keyring'>,
  token: string,
): Promise<AskedEmail> {
  const asked = readEmailProof(keyring, token, clock.now())
  const contact = asked && (await findEmailContactById(db, asked.contactId))
  const reporter = asked && (await findReporter(db, asked.reporterId))
  if (!asked || !contact || !reporter || contact.reporterId !== reporter.id || reporter.state === 'left')
    throw emailLinkBroken()
  const organisation = await loadOrganisation(db, reporter.organisationId)
  const served = contact.boundAt !== null && (await hasConsented(db, reporter.id, contact.id))
  if (!served && contact.boundAt !== null && contact.boundAt > asked.askedAt) throw emailLinkBroken()
  return { ...asked, address: contact.address, reporter, organisation, served }
}

/** The owner of the mailbox agrees: from now on it is one of the reporter's surfaces. `text` are the very words that were shown. */
export async function confirmEmail(
  deps: Pick<Deps, 'db' | 'clock' | 'keyring'>,
  { token, text }: { readonly token: string; readonly text: string },
): Promise<'confirmed' | 'confirmed-before'> {
  const { contactId, reporter, served } = await readAskedEmail(deps, token)
  if (served) return 'confirmed-before'
  await inTransaction(deps.db, async (tx) => {
    const consent = { text, way: 'email:confirmed', at: deps.clock.now().toISOString() }
    const bound = await bindContact(tx, deps, { contactId, reporterId: reporter.id, consent })
    if (bound !== 'bound') throw emailLinkBroken()
    await markMailboxReachable(tx, contactId)
  })
  return 'confirmed'
}
