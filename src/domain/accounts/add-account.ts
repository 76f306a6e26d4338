import { inTransaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { may } from '../staff/staff.ts'
import { recordOfAccount } from './account-audit.ts'
import { accountTaken } from './accounts.errors.ts'
import { findAccountByExternalId } from './accounts.repository.ts'
import { type AccountSeed, insertSeed } from './keep-account.ts'

/** Adds an account that nobody in this house has yet; it stays off until it is turned on. Gives its id. */
export async function addAccount(
  deps: Pick<Deps, 'db' | 'clock' | 'keyring'>,
  { seed, by }: { readonly seed: AccountSeed; readonly by: ActingStaff },
): Promise<string> {
  assertAllowed(by, by.organisationId, may.administer)
  const { channel, externalId } = seed
  if (await findAccountByExternalId(deps.db, channel, externalId)) throw accountTaken()
  return inTransaction(deps.db, async (tx) => {
    const id = await insertSeed({ ...deps, db: tx }, by.organisationId, { ...seed, on: false })
    await recordOfAccount(deps, tx, { id, channel, organisationId: by.organisationId }, by, 'account-added')
    return id
  })
}
