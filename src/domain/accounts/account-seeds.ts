import type { Deps } from '../deps.ts'
import type { AccountSeed } from './keep-account.ts'

export type ZaloKeys = { readonly appId: string; readonly appSecret: string; readonly oaSecret: string }

/** An app's Official Account, off until somebody says otherwise. Which of the app's accounts it is shows at its first consent. */
export const zaloSeed = (name: string, keys: ZaloKeys): AccountSeed => ({
  channel: 'zalo',
  name,
  externalId: `app:${keys.appId}`,
  secrets: keys,
  settings: {},
  on: false,
  several: true,
})

/** A bot by its token; the number before the colon is the bot's own. `webhookUrl` where updates come by webhook. */
export const telegramSeed = (
  { keyring }: Pick<Deps, 'keyring'>,
  name: string,
  { token, webhookUrl }: { readonly token: string; readonly webhookUrl: string | undefined },
): AccountSeed => ({
  channel: 'telegram',
  name,
  externalId: botOf(token),
  // Derived, so that every process of this house agrees on it without telling it to one another.
  secrets: { token, webhookSecret: keyring.derive('telegram-webhook').toString('base64url') },
  settings: { webhookUrl },
  on: false,
})

export const botOf = (token: string): string => token.split(':')[0] ?? ''
