import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Channel } from '../../channels/channel.ts'
import { seal, sha256, unseal } from '../../platform/crypto.ts'
import type { Deps } from '../deps.ts'
import type { ActingStaff } from '../organisations/acting-staff.ts'
import type { ChannelAccount } from './account.ts'
import { accountTakesNoConsent } from './accounts.errors.ts'
import { mergeMemory } from './accounts.repository.ts'
import { ownAccount } from './own-account.ts'

/** Opens the channel of an account, also of one that is off; nothing is received through it. */
export type OpenAccount = (account: ChannelAccount) => Promise<Channel>

/** Where the browser of the administrator goes to let this house write in the account's name. The newest beginning is the one that counts. */
export async function beginConsent(
  deps: Pick<Deps, 'db' | 'clock' | 'keyring'>,
  input: {
    readonly accountId: string
    readonly open: OpenAccount
    readonly redirectUri: string
    readonly by: ActingStaff
  },
): Promise<string> {
  const account = await ownAccount(deps, input)
  const { consent } = await input.open(account)
  if (!consent) throw accountTakesNoConsent()
  // 32 bytes make the 43 characters that PKCE wants at least.
  const verifier = randomBytes(32).toString('base64url')
  const expiresAt = deps.clock.now().getTime() + begunForMs
  const begun: BegunConsent = { accountId: account.id, staffId: input.by.id, verifier, expiresAt }
  const state = seal(deps.keyring, purpose, JSON.stringify(begun))
  await mergeMemory(deps.db, account.id, { [begunKey]: sha256(state) })
  return consent.address({ redirectUri: input.redirectUri, state, verifier })
}

/** Long enough to find the phone and sign in at the platform; its code then lives ten minutes. */
const begunForMs = 30 * 60_000

const purpose = 'account-consent'
/** Where an account remembers the one consent that may still be finished. */
export const begunKey = 'consentBegun'

const begunConsent = z.object({
  accountId: z.uuid(),
  staffId: z.string(),
  verifier: z.string(),
  expiresAt: z.number(),
})
export type BegunConsent = z.infer<typeof begunConsent>

/** What we sealed into `state`; undefined for anything that is not ours. */
export function readConsentState({ keyring }: Pick<Deps, 'keyring'>, state: string): BegunConsent | undefined {
  const plain = unseal(keyring, purpose, state)
  return plain === undefined ? undefined : begunConsent.parse(JSON.parse(plain))
}
