import { inTransaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import type { ActingStaff } from '../organisations/acting-staff.ts'
import { recordOfAccount } from './account-audit.ts'
import { changeSecrets, keptSecrets } from './account-secrets.ts'
import { botOf } from './account-seeds.ts'
import { accountKeysMissing, accountOtherBot } from './accounts.errors.ts'
import { saveAccountSettings, saveAccountState } from './accounts.repository.ts'
import { ownAccount } from './own-account.ts'

type KeyDeps = Pick<Deps, 'db' | 'clock' | 'keyring'>

/** Puts new keys in the place of old ones; names that are not given stay as they are. Nobody can read one back. */
export async function replaceKeys(
  deps: KeyDeps,
  input: { readonly accountId: string; readonly keys: Readonly<Record<string, string>>; readonly by: ActingStaff },
): Promise<void> {
  const { keys, by } = input
  const account = await ownAccount(deps, input)
  const { token } = keys
  if (account.channel === 'telegram' && token && botOf(token) !== account.externalId) throw accountOtherBot()
  const names = Object.keys(keys)
  if (names.length === 0) throw accountKeysMissing()
  await inTransaction(deps.db, async (tx) => {
    await changeSecrets({ ...deps, db: tx }, account.id, (stored) => ({ ...(stored as object | undefined), ...keys }))
    // Every process opens the account anew when its settings change, and then reads the new keys.
    const settings = { ...(account.settings as object), keysReplacedAt: deps.clock.now().toISOString() }
    await saveAccountSettings(tx, account.id, settings)
    await recordOfAccount(deps, tx, account, by, 'account-keys-replaced', { names })
  })
}

/** Forgets every secret of an account, tokens too, and turns it off. */
export async function removeKeys(
  deps: KeyDeps,
  input: { readonly accountId: string; readonly by: ActingStaff },
): Promise<void> {
  const account = await ownAccount(deps, input)
  await inTransaction(deps.db, async (tx) => {
    await changeSecrets({ ...deps, db: tx }, account.id, () => ({}))
    await saveAccountState(tx, account.id, 'off', null)
    await recordOfAccount(deps, tx, account, input.by, 'account-keys-removed')
  })
}

/** Whether an account has what it needs to be opened: its secrets are kept, were never given or removed, or belong to another APP_KEY. */
export async function keysOf(
  deps: Pick<Deps, 'db' | 'keyring'>,
  accountId: string,
): Promise<'kept' | 'none' | 'unreadable'> {
  const kept = await keptSecrets(deps, accountId)
  if (kept === undefined) return 'unreadable'
  return Object.keys(kept as object).length > 0 ? 'kept' : 'none'
}
