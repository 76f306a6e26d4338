import { createHmac } from 'node:crypto'
import type { SandboxFrame } from '../frame.ts'
import { type PermissionGroup, readOaState } from './oa-state.ts'
import { callsPerMinute, type OfficialAccount } from './official-accounts.ts'
import type { Allowance } from './rate-limit.ts'
import { refusal } from './refusal.ts'
import { readSwitches } from './switches.ts'

/** What a call needs beyond a token. */
export type Needs = {
  /** The host by phone numbers has codes of its own. */
  readonly business?: boolean
  /** Answers whatever the package and the verification. */
  readonly anyPackage?: boolean
  readonly permission: PermissionGroup
}

/** The order of Zalo's checks: token, proof, pace, app, account, package, verification, permission. */
export function admitted(
  { clock, store }: SandboxFrame,
  account: OfficialAccount | undefined,
  needs: Needs,
  { proof, allowance }: { readonly proof: unknown; readonly allowance: Allowance },
): OfficialAccount {
  const { business = false } = needs
  if (!account) throw refusal(business ? -124 : -216, 'access_token is invalid')
  if (String(account.accessExpiresAt) <= clock.now().toISOString())
    throw refusal(business ? -124 : -220, 'access_token is expired')
  if (readSwitches(store).appsecretProof && proof !== proofOf(account))
    throw refusal(business ? -1241 : -242, 'appsecret_proof is invalid')
  if (allowance.refused) throw refusal(-32, allowance.refused)
  const state = readOaState(store, account.oaId)
  if (state.appRemoved) throw refusal(-219, 'the app was removed or disabled')
  if (!state.appActive) throw refusal(business ? -101 : -209, 'the app is not activated')
  if (!state.apiProduct) throw refusal(business ? -102 : -212, 'the app is not registered for this api')
  if (state.disabled) throw refusal(business ? -125 : -204, 'the OA is disabled')
  if (!needs.anyPackage) {
    if (callsPerMinute[account.package] === null)
      throw refusal(business ? -135 : -224, 'the package of the OA is too low')
    if (!state.verified) throw refusal(business ? -135 : -221, 'the OA is not verified')
  }
  if (business && !state.zcaLinked) throw refusal(-136, 'the OA is not linked to a cloud account')
  if (!state.permissions.includes(needs.permission))
    throw refusal(business ? -104 : -223, 'the OA has not granted this to the app')
  return account
}

/** Lower-case hex of the HMAC-SHA256 over the token under the app's secret. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const proofOf = ({ appSecret, accessToken }: OfficialAccount): string =>
  createHmac('sha256', appSecret).update(String(accessToken)).digest('hex')
