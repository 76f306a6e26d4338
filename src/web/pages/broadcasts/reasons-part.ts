import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import { type DeliveryReason, type DeliveryState, deliveryStates } from '../../../domain/deliveries/delivery.ts'
import { leftToGo, type Reconciliation, reasonsOf } from '../../../domain/deliveries/reconciliation.ts'
import { type Html, html } from '../../ui/html.ts'
import { panel } from '../../ui/sections.ts'
import { table } from '../../ui/tables.ts'
import type { View } from '../../view.ts'
import { deliveryChip, dong, grouped } from './broadcast-words.ts'

/** The same counts once more as an account to be checked: each state, each reason in plain words, each with its list and its file. */
export function reasonsPart(view: View, broadcast: Broadcast, reconciliation: Reconciliation): Html {
  const { say } = view
  const { ledger } = reconciliation
  const rows = deliveryStates
    .filter((state) => ledger[state] > 0)
    .flatMap((state) => [
      stateRow(view, broadcast, state, ledger[state]),
      ...reasonsOf(reconciliation, state).map((each) => reasonRow(view, broadcast, state, each)),
    ])
  const whole = [
    html`<strong>${say('pages-broadcasts-sum')}</strong>`,
    html`<strong class="number">${grouped(view, ledger.audience)}</strong>`,
    files(view, broadcast),
  ]
  const columns = ['state', 'count', 'files'].map((each) => say(`pages-broadcasts-column-${each}`))
  const note = html`${verdict(view, broadcast, reconciliation)} ${say('pages-broadcasts-cost-so-far', { amount: dong(view, reconciliation.costVnd) })}`
  return panel(
    { title: say('pages-broadcasts-reconciliation'), note, class: 'reconciliation' },
    table(columns, [...rows, whole]),
  )
}

/** That it adds up is said, and would be seen if it did not. */
function verdict({ say }: View, { state }: Broadcast, { ledger }: Reconciliation): string {
  const left = leftToGo(ledger)
  if (left === 0) return say('pages-broadcasts-all-settled', { audience: ledger.audience })
  return say(state === 'finished' || state === 'cancelled' ? 'pages-broadcasts-on-its-way' : 'pages-broadcasts-left', {
    left,
    audience: ledger.audience,
  })
}

const stateRow = (view: View, broadcast: Broadcast, state: DeliveryState, count: number) => [
  html`<a href="/broadcasts/${broadcast.id}?state=${state}#lines">${deliveryChip(view, state)}</a>`,
  html`<span class="number">${grouped(view, count)}</span>`,
  files(view, broadcast, state),
]

const reasonRow = (
  view: View,
  broadcast: Broadcast,
  state: DeliveryState,
  { reason, count }: { readonly reason: DeliveryReason; readonly count: number },
) => [
  html`<a class="why" href="/broadcasts/${broadcast.id}?state=${state}&reason=${reason}#lines">${view.say(`deliveries-reason-${reason}`)}</a>`,
  html`<span class="number soft">${grouped(view, count)}</span>`,
  files(view, broadcast, state, reason),
]

/** Links to one list as a file, in the two forms that offices use. */
export function files({ say }: View, { id }: Broadcast, state?: DeliveryState, reason?: DeliveryReason): Html {
  const which = [state ? `state=${state}` : '', reason ? `reason=${reason}` : ''].filter(Boolean).join('&')
  const what = reason
    ? say(`deliveries-reason-${reason}`)
    : say(state ? `deliveries-state-${state}` : 'pages-broadcasts-all')
  const link = (format: 'xlsx' | 'csv') =>
    html`<a download href="/broadcasts/${id}/deliveries.${format}${which ? `?${which}` : ''}" aria-label="${say('pages-broadcasts-download', { format: format.toUpperCase(), what })}">${format.toUpperCase()}</a>`
  return html`<span class="files">${link('xlsx')} ${link('csv')}</span>`
}
