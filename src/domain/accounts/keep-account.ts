import { seal, unseal } from '../../platform/crypto.ts'
import { newId } from '../../platform/ids.ts'
import type { Deps } from '../deps.ts'
import {
  findAccountByExternalId,
  insertAccount,
  readSealedSecrets,
  saveAccountSettings,
  saveSealedSecrets,
} from './accounts.repository.ts'

type AccountDeps = Pick<Deps, 'db' | 'clock' | 'keyring'>

/** An account as whoever sets it up knows it; `on` counts only when it is new. */
export type AccountSeed = {
  readonly channel: string
  readonly name: string
  readonly externalId: string
  readonly secrets: Readonly<Record<string, unknown>>
  readonly settings: Readonly<Record<string, unknown>>
  readonly on: boolean
}

/** Gives the account's id. A row that exists keeps its state and all it learned since; what the seed names is taken over. */
export async function keepAccount(deps: AccountDeps, organisationId: string, seed: AccountSeed): Promise<string> {
  const known = await findAccountByExternalId(deps.db, seed.channel, seed.externalId)
  if (!known) return addAccount(deps, organisationId, seed)
  const kept = unseal(deps.keyring, 'account', await readSealedSecrets(deps.db, known.id))
  const before: Readonly<Record<string, unknown>> = kept === undefined ? {} : JSON.parse(kept)
  // Names that changed are written, nothing else: a pair of tokens rotates in this row while we start.
  const changed = Object.entries(seed.secrets).some(([name, value]) => before[name] !== value)
  if (changed) await saveSealedSecrets(deps.db, known.id, sealed(deps, { ...before, ...seed.secrets }))
  await saveAccountSettings(deps.db, known.id, { ...(known.settings as object), ...seed.settings })
  return known.id
}

async function addAccount(
  deps: AccountDeps,
  organisationId: string,
  { secrets, on, ...account }: AccountSeed,
): Promise<string> {
  const createdAt = deps.clock.now()
  const id = newId(createdAt)
  const state = on ? 'on' : 'off'
  await insertAccount(deps.db, {
    ...account,
    id,
    organisationId,
    state,
    secretsSealed: sealed(deps, secrets),
    createdAt,
  })
  return id
}

const sealed = ({ keyring }: AccountDeps, secrets: Readonly<Record<string, unknown>>): string =>
  seal(keyring, 'account', JSON.stringify(secrets))
