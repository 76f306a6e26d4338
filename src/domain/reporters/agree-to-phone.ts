import { newId } from '../../platform/ids.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { reporterActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { consentPurpose, type GivenConsent } from './consent.ts'
import { insertConsent } from './joining.repository.ts'
import { maskedPhone, openPhone, phoneHash, readPhoneNumber, sealPhone } from './phone-number.ts'
import { bindPhoneContact, findPhone, findPhoneAccount, savePhone } from './phones.repository.ts'
import { phoneInvalid, phoneNowhere, reporterNotFound } from './reporters.errors.ts'
import { findReporter } from './reporters.repository.ts'
import { withdrawPhoneWithin } from './withdraw-phone.ts'

/** On the signed page, where nothing typed means the number the office has; the words shown are kept with its end. */
export function agreeToPhoneOnPage(
  deps: Pick<Deps, 'db' | 'clock' | 'keyring'>,
  { reporterId, typed, text }: { readonly reporterId: string; readonly typed: string; readonly text: string },
): Promise<void> {
  const at = deps.clock.now().toISOString()
  return inTransaction(deps.db, async (tx) => {
    const kept = typed.trim() === '' ? await findPhone(tx, reporterId) : undefined
    const number = kept?.phoneSealed ? openPhone(deps.keyring, kept.phoneSealed) : readPhoneNumber(typed)
    if (number === undefined) throw phoneInvalid()
    const consent = { text: `${text} (${maskedPhone(number)})`, way: 'page', at }
    await agreeToPhone(tx, deps, { reporterId, number, proven: false, consent })
  })
}

/**
 * Somebody who is served agrees to notices to a number of theirs, in the words that are kept. It becomes a surface of its own;
 * a number nobody proved is written to by its owner's word, but never identifies anybody.
 */
export async function agreeToPhone(
  tx: Transaction,
  { clock, keyring }: Pick<Deps, 'clock' | 'keyring'>,
  agreed: {
    readonly reporterId: string
    /** In its one spelling. */
    readonly number: string
    readonly proven: boolean
    readonly consent: GivenConsent
  },
): Promise<void> {
  const { reporterId, number, proven, consent } = agreed
  const at = clock.now()
  const reporter = await findReporter(tx, reporterId)
  if (reporter?.state !== 'active') throw reporterNotFound()
  const { organisationId } = reporter
  const accountId = await findPhoneAccount(tx, organisationId)
  if (!accountId) throw phoneNowhere()
  const before = await findPhone(tx, reporterId)
  const same = before?.phoneSealed ? openPhone(keyring, before.phoneSealed) === number : false
  await withdrawPhoneWithin(tx, reporterId, at)
  const hash = proven ? phoneHash(keyring, number) : same ? (before?.phoneHash ?? null) : null
  await savePhone(tx, reporterId, { phoneSealed: sealPhone(keyring, number), phoneHash: hash, phoneConsentAt: at })
  const contactId = await bindPhoneContact(tx, { organisationId, accountId, reporterId, at })
  await insertConsent(tx, { ...consent, id: newId(at), reporterId, contactId, purpose: consentPurpose })
  const entry = { action: 'phone-agreed', subject: `reporter:${reporterId}`, detail: { way: consent.way } }
  await recordAudit(tx, { organisationId, at, actor: reporterActor(reporterId), ...entry })
}
