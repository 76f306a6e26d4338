import { sha256 } from '../../platform/crypto.ts'
import { inTransaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import type { ActingStaff } from '../organisations/acting-staff.ts'
import { recordOfAccount } from './account-audit.ts'
import { isRemembered, mergeMemory, moveAccountState, takeFromMemory } from './accounts.repository.ts'
import { begunKey, type OpenAccount, readConsentState } from './begin-consent.ts'
import { ownAccount } from './own-account.ts'

export type ConsentOutcome =
  /** `taken`: another account of this house stands for the one that was chosen. */
  | { readonly kind: 'granted' | 'other-account' | 'taken' }
  /** Not ours, somebody else's, too late, finished before, or turned down by the person at the platform. */
  | { readonly kind: 'unknown' | 'other-person' | 'expired' | 'used' | 'declined' }
  | { readonly kind: 'refused' | 'unreachable'; readonly code: string; readonly channel: string }

/** The browser came back: only the person who began may finish, in time and once. Granted, an account in alarm is on again. */
export async function finishConsent(
  deps: Pick<Deps, 'db' | 'clock' | 'keyring'>,
  input: {
    readonly open: OpenAccount
    readonly by: ActingStaff
    readonly state: string
    readonly code: string | undefined
    readonly owner: string | undefined
  },
): Promise<ConsentOutcome> {
  const { by, state, code, owner } = input
  const begun = readConsentState(deps, state)
  if (!begun) return { kind: 'unknown' }
  if (begun.staffId !== by.id) return { kind: 'other-person' }
  const { accountId, verifier } = begun
  const account = await ownAccount(deps, { accountId, by })
  if (begun.expiresAt <= deps.clock.now().getTime()) return { kind: 'expired' }
  if (!(await takeFromMemory(deps.db, accountId, begunKey, sha256(state)))) return { kind: 'used' }
  if (!code) return { kind: 'declined' }
  if (owner && (await isRemembered(deps.db, account, { key: ownerKey, value: owner }))) return { kind: 'taken' }
  const { consent, name: channel } = await input.open(account)
  const ended = await consent?.finish({ code, verifier, ...(owner ? { owner } : {}) })
  if (!ended) return { kind: 'unknown' }
  if (ended.kind === 'granted' && owner) await mergeMemory(deps.db, accountId, { [ownerKey]: owner })
  await inTransaction(deps.db, async (tx) => {
    const action = ended.kind === 'granted' ? 'account-consented' : 'account-consent-failed'
    const detail = 'code' in ended ? { outcome: ended.kind, code: ended.code } : { outcome: ended.kind }
    if (ended.kind === 'granted') await moveAccountState(tx, accountId, { from: 'alarm', to: 'on', reason: null })
    await recordOfAccount(deps, tx, account, by, action, detail)
  })
  return 'code' in ended ? { ...ended, channel } : ended
}

/** Where an account remembers who consented, as the platform named them. */
export const ownerKey = 'consentOwner'
