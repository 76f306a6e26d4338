import { newId } from '../../platform/ids.ts'
import type { Db } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { changeSecrets, sealSecrets } from './account-secrets.ts'
import { findAccountByExternalId, insertAccount, saveAccountSettings } from './accounts.repository.ts'

type AccountDeps = { readonly db: Db } & Pick<Deps, 'clock' | 'keyring'>

/** An account as whoever sets it up knows it; `on` counts only when it is new. */
export type AccountSeed = {
  readonly channel: string
  readonly name: string
  readonly externalId: string
  readonly secrets: Readonly<Record<string, unknown>>
  readonly settings: Readonly<Record<string, unknown>>
  readonly on: boolean
  /** Further accounts may go by the same id, since which account each is shows at its consent only. */
  readonly several?: true
}

/** Gives the account's id. A row that exists keeps its state and all it learned since; what the seed names is taken over. */
export async function keepAccount(deps: AccountDeps, organisationId: string, seed: AccountSeed): Promise<string> {
  const known = await findAccountByExternalId(deps.db, seed.channel, seed.externalId)
  if (!known) return insertSeed(deps, organisationId, seed)
  // Names that changed are written, nothing else: a pair of tokens rotates in this row while we start.
  await changeSecrets(deps, known.id, (stored) => {
    const before = (stored ?? {}) as Readonly<Record<string, unknown>>
    const changed = Object.entries(seed.secrets).some(([name, value]) => before[name] !== value)
    return changed ? { ...before, ...seed.secrets } : undefined
  })
  await saveAccountSettings(deps.db, known.id, { ...(known.settings as object), ...seed.settings })
  return known.id
}

/** Writes an account that is new; gives its id. */
export async function insertSeed(
  deps: AccountDeps,
  organisationId: string,
  { secrets, on, several: _told, ...account }: AccountSeed,
): Promise<string> {
  const createdAt = deps.clock.now()
  const id = newId(createdAt)
  const state = on ? 'on' : 'off'
  await insertAccount(deps.db, {
    ...account,
    id,
    organisationId,
    state,
    secretsSealed: sealSecrets(deps, secrets),
    createdAt,
  })
  return id
}
