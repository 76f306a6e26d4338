import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import { deliveryStates, type Ledger } from '../../../domain/deliveries/delivery.ts'
import { type Html, html } from '../../ui/html.ts'
import { notice } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import { broadcastChip } from './broadcast-words.ts'

export type WaitingAccount = { readonly name: string; readonly state: 'off' | 'alarm'; readonly count: number }

/** The counts as an equation that always adds up; the same for the page and for each live event. */
export function ledgerPart(view: View, broadcast: Broadcast, ledger: Ledger, waiting: readonly WaitingAccount[]): Html {
  const { say } = view
  const parts = deliveryStates.map((state, at) => {
    const href = `/broadcasts/${broadcast.id}?state=${state}#lines`
    return html`${at === 0 ? '' : html`<span class="sign" aria-hidden="true">+</span>`}<a class="term ${state}${ledger[state] === 0 ? ' zero' : ''}" href="${href}"><b class="number">${ledger[state]}</b><span>${say(`deliveries-state-${state}`)}</span></a>`
  })
  const settled = ledger.audience - ledger.planned - ledger.queued - ledger.sending
  const stopped =
    broadcast.state === 'stopped'
      ? notice('bad', say('pages-broadcasts-stopped', { reason: broadcast.stateDetail ?? '' }))
      : ''
  const held = waiting.map(({ name, state, count }) =>
    notice('warn', say(`pages-broadcasts-account-${state}`, { name, count })),
  )
  return html`<p class="progress-line">${broadcastChip(view, broadcast)} <progress max="${ledger.audience || 1}" value="${settled}" aria-label="${say('pages-broadcasts-progress')}"></progress> <span class="number">${settled}/${ledger.audience}</span></p>
<div class="ledger"><a class="term audience" href="/broadcasts/${broadcast.id}#lines"><b class="number">${ledger.audience}</b><span>${say('pages-broadcasts-audience')}</span></a><span class="sign" aria-hidden="true">=</span>${parts}</div>${stopped}${held}`
}
