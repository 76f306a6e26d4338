import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { maskedPhone, openPhone, phoneHash, readPhoneNumber, sealPhone } from './phone-number.ts'
import { findPhone, savePhone } from './phones.repository.ts'
import { phoneInvalid, reporterLeft, reporterNotFound } from './reporters.errors.ts'
import { findReporterOf } from './reporters.repository.ts'
import { withdrawPhoneWithin } from './withdraw-phone.ts'

type Whose = { readonly organisationId: string; readonly reporterId: string; readonly by: string }

/** The desk enters or corrects a number, or takes it away with nothing typed. Another number needs its owner's consent anew. */
export async function changePhone(
  { db, clock, keyring }: Pick<Deps, 'db' | 'clock' | 'keyring'>,
  { organisationId, reporterId, by, typed }: Whose & { readonly typed: string },
): Promise<void> {
  const at = clock.now()
  const number = typed.trim() === '' ? null : readPhoneNumber(typed)
  if (number === undefined) throw phoneInvalid()
  await inTransaction(db, async (tx) => {
    const reporter = await findReporterOf(tx, organisationId, reporterId)
    if (!reporter) throw reporterNotFound()
    if (reporter.state === 'left') throw reporterLeft()
    const kept = await findPhone(tx, reporterId)
    const before = kept?.phoneSealed ? openPhone(keyring, kept.phoneSealed) : undefined
    if (before !== (number ?? undefined)) await withdrawPhoneWithin(tx, reporterId, at)
    await savePhone(tx, reporterId, {
      phoneSealed: number === null ? null : sealPhone(keyring, number),
      phoneHash: number === null ? null : phoneHash(keyring, number),
    })
    const entry = { actor: staffActor({ id: by }), action: 'phone-changed', subject: `reporter:${reporterId}` }
    await recordAudit(tx, { organisationId, at, ...entry, detail: { removed: number === null } })
  })
}

/** The end of a reporter's number; undefined when none is kept. */
export async function maskedPhoneOf(
  { db, keyring }: Pick<Deps, 'db' | 'keyring'>,
  reporterId: string,
): Promise<string | undefined> {
  const number = await openPhoneOf({ db, keyring }, reporterId)
  return number === undefined ? undefined : maskedPhone(number)
}

/** The whole number, for a staff member who is about to call; that it was looked at is recorded. */
export async function revealPhone(
  { db, clock, keyring }: Pick<Deps, 'db' | 'clock' | 'keyring'>,
  { organisationId, reporterId, by }: Whose,
): Promise<string | undefined> {
  if (!(await findReporterOf(db, organisationId, reporterId))) throw reporterNotFound()
  const entry = { actor: staffActor({ id: by }), action: 'phone-viewed', subject: `reporter:${reporterId}` }
  await inTransaction(db, (tx) => recordAudit(tx, { organisationId, at: clock.now(), ...entry }))
  return openPhoneOf({ db, keyring }, reporterId)
}

async function openPhoneOf(
  { db, keyring }: Pick<Deps, 'db' | 'keyring'>,
  reporterId: string,
): Promise<string | undefined> {
  const kept = await findPhone(db, reporterId)
  return kept?.phoneSealed ? openPhone(keyring, kept.phoneSealed) : undefined
}
