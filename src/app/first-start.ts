import { demoStaff } from '../../prisma/seed/demo-people.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../domain/deps.ts'
import { ensureFirstOrganisation } from '../domain/organisations/first-organisation.ts'
import { emailIsTaken } from '../domain/staff/staff.repository.ts'
import { withLease } from '../platform/with-lease.ts'
import { keepEnvironmentAccounts } from './environment-accounts.ts'

/** What must stand in the database before anything runs; several processes may start at once. Gives the first organisation's id. */
export function prepareHouse(
  deps: Deps,
  config: Config,
  demo: { readonly organisation: { readonly name: string; readonly shortName: string } } | undefined,
): Promise<string> {
  const prepare = async () => {
    if (!demo && (await holdsDemo(deps))) throw new Error(deps.say('en', 'app-demo-kept', { folder: config.dataDir }))
    const organisationId = await ensureFirstOrganisation(deps, demo?.organisation)
    await keepEnvironmentAccounts(deps, config, organisationId)
    return organisationId
  }
  return withLease(deps.db, 'first start', prepare, { ttlMs: turnMs })
}

/** One that was killed in its turn keeps the others waiting no longer than this. */
const turnMs = 8_000

/** Invented people, passwords that stand in this repository and made-up accounts have no place beside real tokens. */
async function holdsDemo({ db }: Pick<Deps, 'db'>): Promise<boolean> {
  const known = await Promise.all(demoStaff.map(({ email }) => emailIsTaken(db, email)))
  return known.includes(true)
}
