import type { Config } from '../config.ts'
import {
  findAccount,
  findAccountByExternalId,
  insertAccount,
  mergeMemory,
  readMemory,
  readSealedSecrets,
  saveAccountSettings,
  saveAccountState,
  saveSealedSecrets,
} from '../domain/accounts/accounts.repository.ts'
import type { Deps } from '../domain/deps.ts'
import { seal, unseal } from '../platform/crypto.ts'
import { newId } from '../platform/ids.ts'

type AccountDeps = Pick<Deps, 'db' | 'clock' | 'keyring'>

export type AccountSeed = {
  readonly channel: 'telegram' | 'zalo'
  readonly name: string
  readonly externalId: string
  readonly secrets: Readonly<Record<string, unknown>>
  readonly settings: Readonly<Record<string, unknown>>
  readonly on: boolean
}

/** The accounts that the environment names belong to the first organisation. */
export async function keepEnvironmentAccounts(
  deps: AccountDeps,
  config: Config,
  organisationId: string,
): Promise<void> {
  for (const seed of environmentAccounts(deps, config)) {
    const id = await keepAccount(deps, organisationId, seed)
    await followEnvironment(deps, id, seed)
  }
}

/** An environment that newly says "on" turns the account on; one that said so before leaves what people decided since. */
async function followEnvironment({ db }: AccountDeps, id: string, { on }: AccountSeed): Promise<void> {
  const { environmentOn } = await readMemory(db, id)
  const account = await findAccount(db, id)
  if (on && environmentOn === false && account?.state === 'off') await saveAccountState(db, id, 'on', null)
  if (environmentOn !== on) await mergeMemory(db, id, { environmentOn: on })
}

function environmentAccounts(deps: AccountDeps, { telegram, zalo, publicUrl }: Config): readonly AccountSeed[] {
  const accounts: AccountSeed[] = []
  if (telegram.botToken) {
    // Derived, so that every process of this house agrees on it without telling it to one another.
    const webhookSecret = deps.keyring.derive('telegram-webhook').toString('base64url')
    accounts.push({
      channel: 'telegram',
      name: 'Telegram',
      externalId: telegram.botToken.split(':')[0] ?? '',
      secrets: { token: telegram.botToken, webhookSecret },
      settings: { webhookUrl: telegram.mode === 'webhook' ? `${publicUrl}/webhooks/telegram` : undefined },
      on: telegram.enabled,
    })
  }
  if (zalo.credentials) {
    const { refreshToken, ...keys } = zalo.credentials
    accounts.push({
      channel: 'zalo',
      name: 'Zalo',
      externalId: `app:${keys.appId}`,
      secrets: { ...keys, seedRefreshToken: refreshToken },
      settings: {},
      on: true,
    })
  }
  return accounts
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
