import { type Db, inTransaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { may } from '../staff/staff.ts'
import { recordOfAccount } from './account-audit.ts'
import { accountTaken } from './accounts.errors.ts'
import { findAccountByExternalId, readMemory } from './accounts.repository.ts'
import { ownerKey } from './finish-consent.ts'
import { type AccountSeed, insertSeed } from './keep-account.ts'

/** Adds an account that nobody in this house has yet; it stays off until it is turned on. Gives its id. */
export async function addAccount(
  deps: Pick<Deps, 'db' | 'clock' | 'keyring'>,
  { seed, by }: { readonly seed: AccountSeed; readonly by: ActingStaff },
): Promise<string> {
  assertAllowed(by, by.organisationId, may.administer)
  const { channel } = seed
  const externalId = await freeId(deps.db, seed, by.organisationId)
  return inTransaction(deps.db, async (tx) => {
    const id = await insertSeed({ ...deps, db: tx }, by.organisationId, { ...seed, externalId, on: false })
    await recordOfAccount(deps, tx, { id, channel, organisationId: by.organisationId }, by, 'account-added')
    return id
  })
}

/** A further one only beside accounts of our own that everybody knows apart: a form sent twice adds one. */
async function freeId(db: Db, { channel, externalId, several }: AccountSeed, organisationId: string): Promise<string> {
  for (let nth = 1; ; nth++) {
    const id = nth === 1 ? externalId : `${externalId}/${nth}`
    const known = await findAccountByExternalId(db, channel, id)
    if (!known) return id
    const apart = several && known.organisationId === organisationId && (await readMemory(db, known.id))[ownerKey]
    if (!apart) throw accountTaken()
  }
}
