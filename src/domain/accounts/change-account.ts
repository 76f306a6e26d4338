import { inTransaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import type { ActingStaff } from '../organisations/acting-staff.ts'
import { recordOfAccount } from './account-audit.ts'
import { accountKeysMissing, accountNoteNotRead } from './accounts.errors.ts'
import { saveAccountSettings, saveAccountState } from './accounts.repository.ts'
import { keysOf } from './change-keys.ts'
import { ownAccount } from './own-account.ts'

/** Turns an account on or off; an alarm ends by turning it on again. Telegram needs the word that its note was read. */
export async function switchAccount(
  deps: Pick<Deps, 'db' | 'clock' | 'keyring'>,
  input: { readonly accountId: string; readonly on: boolean; readonly noteRead: boolean; readonly by: ActingStaff },
): Promise<void> {
  const account = await ownAccount(deps, input)
  if (input.on && account.channel === 'telegram' && !input.noteRead) throw accountNoteNotRead()
  if (input.on && (await keysOf(deps, account.id)) === 'none') throw accountKeysMissing()
  await inTransaction(deps.db, async (tx) => {
    await saveAccountState(tx, account.id, input.on ? 'on' : 'off', null)
    const action = input.on ? 'account-turned-on' : 'account-turned-off'
    await recordOfAccount(deps, tx, account, input.by, action)
  })
}

/** Changes single settings of an account (query buttons, templates); the channel's own schema reads them at the next opening. */
export async function changeAccountSettings(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: { readonly accountId: string; readonly settings: Readonly<Record<string, unknown>>; readonly by: ActingStaff },
): Promise<void> {
  const account = await ownAccount(deps, input)
  await inTransaction(deps.db, async (tx) => {
    await saveAccountSettings(tx, account.id, { ...(account.settings as object), ...input.settings })
    await recordOfAccount(deps, tx, account, input.by, 'account-settings-changed', {
      names: Object.keys(input.settings),
    })
  })
}
