import type { Config } from '../config.ts'
import { findAccountByExternalId, insertAccount } from '../domain/accounts/accounts.repository.ts'
import type { Deps } from '../domain/deps.ts'
import { seal } from '../platform/crypto.ts'
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

/** The accounts that the environment names belong to the first organisation; a row that exists keeps what it learned since. */
export async function keepEnvironmentAccounts(
  deps: AccountDeps,
  config: Config,
  organisationId: string,
): Promise<void> {
  const { botToken, enabled } = config.telegram
  if (botToken) {
    const externalId = botToken.split(':')[0] ?? ''
    const secrets = { token: botToken }
    await keepAccount(deps, organisationId, {
      channel: 'telegram',
      name: 'Telegram',
      externalId,
      secrets,
      settings: {},
      on: enabled,
    })
  }
  const zalo = config.zalo.credentials
  if (zalo) {
    const { refreshToken, ...keys } = zalo
    const secrets = { ...keys, seedRefreshToken: refreshToken }
    await keepAccount(deps, organisationId, {
      channel: 'zalo',
      name: 'Zalo',
      externalId: `app:${zalo.appId}`,
      secrets,
      settings: {},
      on: true,
    })
  }
}

/** Answers the account's id, new or kept. */
export async function keepAccount(deps: AccountDeps, organisationId: string, seed: AccountSeed): Promise<string> {
  const { secrets, on, ...account } = seed
  const known = await findAccountByExternalId(deps.db, account.channel, account.externalId)
  if (known) return known.id
  const now = deps.clock.now()
  const id = newId(now)
  await insertAccount(deps.db, {
    ...account,
    id,
    organisationId,
    state: on ? 'on' : 'off',
    secretsSealed: seal(deps.keyring, 'account', JSON.stringify(secrets)),
    createdAt: now,
  })
  return id
}
