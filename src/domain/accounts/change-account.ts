import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { may } from '../staff/staff.ts'
import type { ChannelAccount } from './account.ts'
import { accountNoteNotRead, accountNotFound } from './accounts.errors.ts'
import { findAccount, saveAccountSettings, saveAccountState } from './accounts.repository.ts'

/** Turns an account on or off; an alarm ends by turning it on again. Telegram needs the word that its note was read. */
export async function switchAccount(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: { readonly accountId: string; readonly on: boolean; readonly noteRead: boolean; readonly by: ActingStaff },
): Promise<void> {
  const account = await ownAccount(deps, input)
  if (input.on && account.channel === 'telegram' && !input.noteRead) throw accountNoteNotRead()
  await inTransaction(deps.db, async (tx) => {
    await saveAccountState(tx, account.id, input.on ? 'on' : 'off', null)
    await record(deps, tx, account, input.by, input.on ? 'account-turned-on' : 'account-turned-off', {})
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
    await record(deps, tx, account, input.by, 'account-settings-changed', { names: Object.keys(input.settings) })
  })
}

async function ownAccount(deps: Pick<Deps, 'db'>, input: { readonly accountId: string; readonly by: ActingStaff }) {
  const account = await findAccount(deps.db, input.accountId)
  if (!account || account.organisationId !== input.by.organisationId) throw accountNotFound()
  assertAllowed(input.by, account.organisationId, may.administer)
  return account
}

const record = (
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  account: ChannelAccount,
  by: ActingStaff,
  action: string,
  detail: { readonly names?: readonly string[] },
) =>
  recordAudit(tx, {
    organisationId: account.organisationId,
    at: deps.clock.now(),
    actor: staffActor(by),
    action,
    subject: `account:${account.id}`,
    detail: { channel: account.channel, ...detail },
  })
