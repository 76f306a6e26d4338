import type { AccountSeed } from '../../src/domain/accounts/keep-account.ts'
import type { Keyring } from '../../src/platform/crypto.ts'
import { demoOrganisation, demoReporters } from './demo-people.ts'

/** In whose name the demo's mails go; nobody outside this machine has this address. */
const sender = 'baochi@songlam.test'

/** The demo's account on the mail server of the sandbox, which gets another port at every start. */
export function demoMail(keyring: Keyring, server: string) {
  const user = 'desk'
  const password = keyring.derive('demo-mail').toString('base64url')
  const seed: AccountSeed = {
    channel: 'email',
    name: demoOrganisation.shortName,
    externalId: sender,
    secrets: { url: server.replace('smtp://', `smtp://${user}:${password}@`) },
    settings: { from: `${demoOrganisation.shortName} <${sender}>`, messagesPerMinute: 600 },
    on: true,
  }
  return { seed, account: { user, password, sender } }
}

/** The control calls that name the mailboxes of those whom the demo reaches by mail. */
export const demoMailboxes = (): readonly (readonly [path: string, body: unknown])[] =>
  demoReporters.flatMap(({ name, reach }) =>
    reach.channel === 'email' ? [['/email/mailboxes', { address: reach.address, name }] as const] : [],
  )
