import type { ChannelAccount } from '../../../domain/accounts/account.ts'
import { type Html, html } from '../../ui/html.ts'
import { emptyState, notice, panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import { type AccountsFacts, accountCard } from './account-card.ts'
import { addAccountForms } from './account-keys.ts'

/** Every bot, Official Account and mailbox: whether it is on, whether it works, and all that can be done with it. */
export function accountsPanel(view: View, accounts: readonly ChannelAccount[], facts: AccountsFacts): Html {
  const { say } = view
  const cards = accounts.map((account) => accountCard(view, account, facts))
  const list =
    accounts.length === 0 ? emptyState(say('pages-settings-no-accounts')) : html`<ul class="accounts">${cards}</ul>`
  // A platform sends reporters and updates to this address, so it must be one that they can reach.
  const far = facts.publicUrl.startsWith('https:') || view.demo
  const address = far ? '' : notice('warn', say('pages-settings-public-url', { address: facts.publicUrl }))
  return panel({ title: say('pages-settings-accounts'), id: 'accounts' }, [
    address,
    list,
    addAccountForms(view, facts.refused),
  ])
}
