import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import { deliveryStates, type Ledger } from '../../../domain/deliveries/delivery.ts'
import { leftToGo } from '../../../domain/deliveries/reconciliation.ts'
import { type Html, html } from '../../ui/html.ts'
import { notice } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import { broadcastChip, grouped } from './broadcast-words.ts'

export type WaitingAccount = { readonly name: string; readonly state: 'off' | 'alarm'; readonly count: number }

/** The counts as an equation that always adds up; the same for the page and for each live event. */
export function ledgerPart(view: View, broadcast: Broadcast, ledger: Ledger, waiting: readonly WaitingAccount[]): Html {
  const { say } = view
  const resting = waiting.map(({ name, state, count }) =>
    notice('warn', say(`pages-broadcasts-account-${state}`, { name, count })),
  )
  return html`${progressLine(view, broadcast, ledger)}${equation(view, broadcast, ledger)}${resting}`
}

function progressLine(view: View, broadcast: Broadcast, ledger: Ledger): Html {
  const settled = ledger.audience - leftToGo(ledger)
  return html`<p class="progress-line">${broadcastChip(view, broadcast)} <progress max="${ledger.audience || 1}" value="${settled}" aria-label="${view.say('pages-broadcasts-progress')}"></progress> <span class="number">${grouped(view, settled)}/${grouped(view, ledger.audience)}</span></p>`
}

function equation(view: View, { id }: Broadcast, ledger: Ledger): Html {
  const { say } = view
  const parts = deliveryStates.map((state, at) => {
    const href = `/broadcasts/${id}?state=${state}#lines`
    return html`${at === 0 ? '' : html`<span class="sign" aria-hidden="true">+</span>`}<a class="term ${state}${ledger[state] === 0 ? ' zero' : ''}" href="${href}"><b class="number">${grouped(view, ledger[state])}</b><span>${say(`deliveries-state-${state}`)}</span></a>`
  })
  return html`<div class="ledger-frame"><div class="ledger${ledger.audience < 1_000 ? '' : ' large'}"><a class="term audience" href="/broadcasts/${id}#lines"><b class="number">${grouped(view, ledger.audience)}</b><span>${say('pages-broadcasts-audience')}</span></a><span class="sign" aria-hidden="true">=</span>${parts}</div></div>`
}
