import { demoStaff } from '../../prisma/seed/demo-people.ts'
import { isDemoAccount } from '../../prisma/seed/demo-platform.ts'
import type { Config } from '../config.ts'
import { listAccounts, saveAccountState } from '../domain/accounts/accounts.repository.ts'
import type { Deps } from '../domain/deps.ts'
import { ensureFirstOrganisation } from '../domain/organisations/first-organisation.ts'
import { disableStaff } from '../domain/staff/disable-staff.ts'
import { listStaff } from '../domain/staff/list-staff.ts'
import { withLease } from '../platform/with-lease.ts'
import { keepEnvironmentAccounts } from './environment-accounts.ts'

/** What must stand in the database before anything runs; several processes may start at once. Gives the first organisation's id. */
export function prepareHouse(
  deps: Deps,
  config: Config,
  demo: { readonly organisation: { readonly name: string; readonly shortName: string } } | undefined,
): Promise<string> {
  return withLease(deps.db, 'first start', async () => {
    const organisationId = await ensureFirstOrganisation(deps, demo?.organisation)
    await keepEnvironmentAccounts(deps, config, organisationId)
    if (!demo) {
      await retireDemoStaff(deps, organisationId)
      await retireDemoAccounts(deps, organisationId)
    }
    return organisationId
  })
}

/** Passwords that stand in this repository open nothing once there is a real token or a database of one's own. */
async function retireDemoStaff(deps: Deps, organisationId: string): Promise<void> {
  const known = new Set(demoStaff.map(({ email }) => email))
  for (const { id, email, disabledAt } of await listStaff(deps, organisationId)) {
    if (!known.has(email) || disabledAt) continue
    await disableStaff(deps, { organisationId, id, by: 'system' })
    deps.log.warn({ staff: id }, 'an account of the demo was disabled')
  }
}

/** The stand-ins are gone: their accounts would knock at the real platforms with made-up keys. */
async function retireDemoAccounts({ db, log }: Deps, organisationId: string): Promise<void> {
  for (const account of await listAccounts(db, { organisationId })) {
    if (account.state === 'off' || !isDemoAccount(account)) continue
    await saveAccountState(db, account.id, 'off', null)
    log.warn({ account: account.id }, 'an account of the demo was turned off')
  }
}
