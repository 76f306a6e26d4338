import type { Config } from '../config.ts'
import { telegramSeed, zaloSeed } from '../domain/accounts/account-seeds.ts'
import { findAccount, mergeMemory, readMemory, saveAccountState } from '../domain/accounts/accounts.repository.ts'
import { type AccountSeed, keepAccount } from '../domain/accounts/keep-account.ts'
import type { Deps } from '../domain/deps.ts'
import { emailAccounts } from './email-account.ts'

type AccountDeps = Pick<Deps, 'db' | 'clock' | 'keyring'>

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

function environmentAccounts(deps: AccountDeps, config: Config): readonly AccountSeed[] {
  const { telegram, zalo, publicUrl } = config
  const accounts: AccountSeed[] = [...emailAccounts(config)]
  if (telegram.botToken) {
    const webhookUrl = telegramWebhookUrl({ telegram, publicUrl })
    accounts.push({ ...telegramSeed(deps, 'Telegram', { token: telegram.botToken, webhookUrl }), on: telegram.enabled })
  }
  if (zalo.credentials) {
    const { refreshToken, ...keys } = zalo.credentials
    const seed = zaloSeed('Zalo', keys)
    const secrets = refreshToken ? { ...keys, seedRefreshToken: refreshToken } : keys
    accounts.push({ ...seed, secrets, on: true })
  }
  return accounts
}

/** Where Telegram is to send updates; undefined where they are fetched. */
export const telegramWebhookUrl = ({ telegram, publicUrl }: Pick<Config, 'telegram' | 'publicUrl'>) =>
  telegram.mode === 'webhook' ? `${publicUrl}/webhooks/telegram` : undefined
