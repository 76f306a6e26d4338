import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { may } from '../staff/staff.ts'
import type { ChannelAccount } from './account.ts'
import { accountNotFound } from './accounts.errors.ts'
import { findAccount } from './accounts.repository.ts'

/** The account of the acting administrator's own organisation; of any other it does not exist. */
export async function ownAccount(
  deps: Pick<Deps, 'db'>,
  { accountId, by }: { readonly accountId: string; readonly by: ActingStaff },
): Promise<ChannelAccount> {
  const account = await findAccount(deps.db, accountId)
  if (!account || account.organisationId !== by.organisationId) throw accountNotFound()
  assertAllowed(by, account.organisationId, may.administer)
  return account
}
