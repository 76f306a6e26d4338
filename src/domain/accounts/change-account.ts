import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/record-audit.ts'
import type { Deps } from '../deps.ts'
import { accountForbidden, accountNoteNotRead, accountNotFound } from './accounts.errors.ts'
import { findAccount, saveAccountSettings, saveAccountState } from './accounts.repository.ts'

type Administrator = { readonly id: string; readonly role: string; readonly organisationId: string }

/** Turns an account on or off; an alarm ends by turning it on again. Telegram needs the word that its note was read. */
export async function switchAccount(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: { readonly accountId: string; readonly on: boolean; readonly noteRead: boolean; readonly by: Administrator },
): Promise<void> {
  const account = await ownAccount(deps, input)
  if (input.on && account.channel === 'telegram' && !input.noteRead) throw accountNoteNotRead()
  await inTransaction(deps.db, async (tx) => {
    await saveAccountState(tx, account.id, input.on ? 'on' : 'off', null)
    await recordAudit(tx, {
      organisationId: account.organisationId,
      at: deps.clock.now(),
      actor: `staff:${input.by.id}`,
      action: input.on ? 'account-on' : 'account-off',
      subject: `account:${account.id}`,
      detail: { channel: account.channel },
    })
  })
}

/** Changes single settings of an account (query buttons, templates); the channel's own schema reads them at the next opening. */
export async function changeAccountSettings(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: {
    readonly accountId: string
    readonly settings: Readonly<Record<string, unknown>>
    readonly by: Administrator
  },
): Promise<void> {
  const account = await ownAccount(deps, input)
  await inTransaction(deps.db, async (tx) => {
    await saveAccountSettings(tx, account.id, { ...(account.settings as object), ...input.settings })
    await recordAudit(tx, {
      organisationId: account.organisationId,
      at: deps.clock.now(),
      actor: `staff:${input.by.id}`,
      action: 'account-settings',
      subject: `account:${account.id}`,
      detail: { names: Object.keys(input.settings) },
    })
  })
}

async function ownAccount(deps: Pick<Deps, 'db'>, input: { readonly accountId: string; readonly by: Administrator }) {
  const account = await findAccount(deps.db, input.accountId)
  if (!account || account.organisationId !== input.by.organisationId) throw accountNotFound()
  if (input.by.role !== 'administrator') throw accountForbidden()
  return account
}
