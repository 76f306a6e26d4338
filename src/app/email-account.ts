import type { Config } from '../config.ts'
import type { AccountSeed } from '../domain/accounts/keep-account.ts'

/** The mail account that the environment names; its sender tells it from others. */
export function emailAccounts({ email }: Pick<Config, 'email'>): readonly AccountSeed[] {
  if (!email) return []
  const [, name = '', address = email.from] = /^(.*)<([^<>]*)>$/s.exec(email.from.trim()) ?? []
  const externalId = address.trim().toLowerCase()
  return [
    {
      channel: 'email',
      name: name.replaceAll('"', '').trim() || externalId,
      externalId,
      secrets: { url: email.smtpUrl },
      settings: { from: email.from },
      on: true,
    },
  ]
}
