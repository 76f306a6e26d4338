import type { OutgoingMessage } from '../../channels/outgoing-message.ts'
import { newId } from '../../platform/ids.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { reporterActor } from '../audit/audit-entry.ts'
import { writeReplies } from '../conversation/write-replies.ts'
import { queueReplies } from '../deliveries/queue-replies.ts'
import type { Deps } from '../deps.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { emailAddressSchema } from './email-address.ts'
import {
  claimEmailContact,
  countAsked,
  findEmailAccount,
  findEmailContact,
  insertEmailContact,
} from './email-contacts.repository.ts'
import { makeEmailProof } from './email-proof.ts'
import { findBinding } from './joining.repository.ts'
import {
  emailInvalid,
  emailOff,
  emailTaken,
  emailTooOften,
  reporterLeft,
  reporterNotFound,
} from './reporters.errors.ts'
import { findReporter } from './reporters.repository.ts'

type AskDeps = Pick<Deps, 'db' | 'clock' | 'keyring' | 'say' | 'queue' | 'log'>

const hourMs = 3_600_000
/** Nobody sends mails to strangers by means of this form. */
const mostADay = 5

/**
 * A reporter wants mails at an address: one mail goes there, and nothing else until its owner opened the link in it.
 * `confirmUrl` is where that link leads.
 */
export async function askForEmail(
  deps: AskDeps,
  input: { readonly reporterId: string; readonly address: string; readonly confirmUrl: (token: string) => string },
): Promise<void> {
  const parsed = emailAddressSchema.safeParse(input.address)
  if (!parsed.success) throw emailInvalid()
  const { reporterId } = input
  const at = deps.clock.now()
  const written = await inTransaction(deps.db, async (tx) => {
    const reporter = await findReporter(tx, reporterId)
    if (!reporter) throw reporterNotFound()
    if (reporter.state === 'left') throw reporterLeft()
    const { organisationId } = reporter
    const accountId = await findEmailAccount(tx, organisationId)
    if (!accountId) throw emailOff()
    if ((await countAsked(tx, reporterId, new Date(at.getTime() - 24 * hourMs))) >= mostADay) throw emailTooOften()
    const contactId = await waitingContact(tx, { organisationId, accountId, reporterId, address: parsed.data, at })
    const token = makeEmailProof(deps.keyring, { contactId, reporterId, askedAt: at })
    const { name: issuer } = await loadOrganisation(tx, organisationId)
    const message = confirmationMail((key) => deps.say(reporter.locale, key, { issuer }), input.confirmUrl(token))
    await recordAudit(tx, {
      ...{ organisationId, at, actor: reporterActor(reporterId) },
      ...{ action: 'email-asked', subject: `reporter:${reporterId}` },
    })
    return writeReplies(tx, { contactId, accountId, at }, [{ message }])
  })
  await queueReplies(deps, written)
}

/** The contact of this address, waiting for this reporter; one that serves somebody else is not taken away. */
async function waitingContact(
  tx: Transaction,
  given: {
    readonly organisationId: string
    readonly accountId: string
    readonly reporterId: string
    readonly address: string
    readonly at: Date
  },
): Promise<string> {
  const { at, ...contact } = given
  const known = await findEmailContact(tx, given.accountId, given.address)
  if (!known) {
    const id = newId(at)
    await insertEmailContact(tx, { ...contact, id, createdAt: at })
    return id
  }
  const binding = await findBinding(tx, known.id)
  if (binding && binding.reporterId !== given.reporterId && (binding.served || known.boundAt)) throw emailTaken()
  if (known.reporterId !== given.reporterId) await claimEmailContact(tx, known.id, given.reporterId)
  return known.id
}

/** Names nobody: the address may have been mistyped, and then a stranger reads this. */
const confirmationMail = (say: (key: string) => string, url: string): OutgoingMessage => ({
  kind: 'message',
  blocks: [
    { kind: 'heading', text: say('email-confirm-subject') },
    { kind: 'paragraph', text: say('email-confirm-why') },
    { kind: 'paragraph', text: say('email-confirm-how') },
    { kind: 'paragraph', text: say('email-confirm-else') },
  ],
  buttons: [{ label: say('email-confirm-open'), url }],
  files: [],
})
