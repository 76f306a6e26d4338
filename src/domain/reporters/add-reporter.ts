import { newId } from '../../platform/ids.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import type { Deps } from '../deps.ts'
import { phoneHash, readPhoneNumber, sealPhone } from './phone-number.ts'
import { type NewReporter, newReporterSchema } from './reporter.ts'
import { outletNotFound, reporterInvalid } from './reporters.errors.ts'
import { insertReporter, outletExists } from './reporters.repository.ts'

export type AddReporterInput = NewReporter & { readonly organisationId: string; readonly by: string }

/** Puts a person on the roster; gives their id. A telephone number is kept sealed, and nothing is ever sent to it. */
export function addReporter(deps: Pick<Deps, 'db' | 'clock' | 'keyring'>, input: AddReporterInput): Promise<string> {
  return inTransaction(deps.db, (tx) => addReporterWithin(tx, deps, input))
}

/** The same inside a transaction that does more. */
export async function addReporterWithin(
  tx: Transaction,
  { clock, keyring }: Pick<Deps, 'clock' | 'keyring'>,
  input: AddReporterInput,
): Promise<string> {
  const { organisationId, by } = input
  const parsed = newReporterSchema.safeParse(input)
  if (!parsed.success) throw reporterInvalid()
  const { outletId, fullName, email = null, phone, locale } = parsed.data
  const number = phone === undefined ? null : readPhoneNumber(phone)
  if (number === undefined) throw reporterInvalid()
  if (!(await outletExists(tx, organisationId, outletId))) throw outletNotFound()
  const at = clock.now()
  const id = newId(at)
  const kept = {
    phoneSealed: number === null ? null : sealPhone(keyring, number),
    phoneHash: number === null ? null : phoneHash(keyring, number),
  }
  await insertReporter(tx, { id, organisationId, outletId, fullName, locale, email, ...kept, createdAt: at })
  const subject = `reporter:${id}`
  await recordAudit(tx, { organisationId, at, actor: `staff:${by}`, action: 'reporter-added', subject })
  return id
}
