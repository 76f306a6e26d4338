import type { Config } from '../config.ts'
import type { AccountSeed } from '../domain/accounts/keep-account.ts'

/** The mail account that the environment names; its sender tells it from others. */
export function emailAccounts({ email }: Pick<Config, 'email'>): readonly AccountSeed[] {
  if (!email) return []
  const address = /<([^<>]*)>/.exec(email.from)?.[1] ?? email.from
  const externalId = address.trim().toLowerCase()
  return [
    {
      channel: 'email',
      name: externalId,
      externalId,
      secrets: { url: email.smtpUrl },
      settings: { from: email.from },
      on: true,
    },
  ]
}
