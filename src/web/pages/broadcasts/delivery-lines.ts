import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import { type DeliveryReason, type DeliveryState, deliveryStates } from '../../../domain/deliveries/delivery.ts'
import type { DeliveryLine } from '../../../domain/deliveries/ledger.repository.ts'
import { type Reconciliation, reasonsOf } from '../../../domain/deliveries/reconciliation.ts'
import { allows, may, type StaffMember } from '../../../domain/staff/staff.ts'
import { moment } from '../../moments.ts'
import { attributes } from '../../ui/attributes.ts'
import { actionButton, wholeScreen } from '../../ui/forms.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import { confirm, emptyState, panel } from '../../ui/sections.ts'
import { table } from '../../ui/tables.ts'
import type { View } from '../../view.ts'
import { deliveryChip, dong, kindOfMessage, surfaceOf } from './broadcast-words.ts'
import { files } from './reasons-part.ts'

export const linesPerPage = 50

/** Which lines are looked at. */
export type Chosen = {
  readonly state: DeliveryState | undefined
  readonly reason: DeliveryReason | undefined
  readonly page: number
}

/** The ledger's lines by outlet, each with its reason in plain words; an unknown one can be settled here. */
export function deliveryLines(
  view: View,
  staff: StaffMember,
  broadcast: Broadcast,
  shown: Chosen & { readonly lines: readonly DeliveryLine[]; readonly reconciliation: Reconciliation },
): Html {
  const { say } = view
  const total = countOf(shown.reconciliation, shown)
  const columns = ['outlet', 'reporter', 'surface', 'state', 'time'].map((each) =>
    say(`pages-broadcasts-column-${each}`),
  )
  const rows = shown.lines.map((line) => [
    line.outletName,
    line.fullName,
    surfaceCell(view, line),
    html`<div>${deliveryChip(view, line.state)} <a class="small" href="/deliveries/${line.id}">${say('pages-broadcasts-story')}</a>${reasonOf(view, line)}${progressOf(view, line)}${settleForms(view, staff, line)}</div>`,
    line.settledAt ? moment(view, line.settledAt) : '–',
  ])
  const body = rows.length > 0 ? table(columns, rows) : emptyState(say('pages-broadcasts-no-lines'))
  const actions = total > 0 ? files(view, broadcast, shown.state, shown.reason) : undefined
  return panel({ title: say('pages-broadcasts-lines', { count: total }), id: 'lines', actions }, [
    filters(view, broadcast, shown),
    body,
    pager(view, broadcast, shown, total),
  ])
}

const countOf = ({ groups }: Reconciliation, { state, reason }: Chosen): number =>
  groups
    .filter((group) => (!state || group.state === state) && (!reason || group.reason === reason))
    .reduce((sum, { count }) => sum + count, 0)

function surfaceCell(view: View, { surface, messageKind, costVnd }: DeliveryLine): Html | string {
  if (!surface) return '–'
  const cost = costVnd > 0 ? html` · ${dong(view, costVnd)}` : nothing
  return html`<span>${surfaceOf(view, surface)}<br><small class="soft">${kindOfMessage(view, messageKind, surface)}${cost}</small></span>`
}

function reasonOf({ say }: View, { reason, reasonDetail }: DeliveryLine): Html {
  if (!reason) return nothing
  return html`<br><small>${say(`deliveries-reason-${reason}`)}${reasonDetail ? html` <span class="soft">(${reasonDetail})</span>` : ''}</small>`
}

/** What is known beyond the state: opened by the person's own tap, tried again later, searched for. */
function progressOf(view: View, { state, openedAt, notBefore, lookUps, lookedUpAt }: DeliveryLine): Html {
  const { say } = view
  const said = [
    openedAt ? html`${say('pages-broadcasts-opened')} ${moment(view, openedAt)}` : nothing,
    state === 'planned' && notBefore ? html`${say('pages-broadcasts-again-at')} ${moment(view, notBefore)}` : nothing,
    state === 'unknown' && lookedUpAt
      ? html`${say('pages-broadcasts-line-looked-up', { count: Math.max(1, lookUps) })} ${moment(view, lookedUpAt)}`
      : nothing,
  ]
  return html`${said.map((each) => (each === nothing ? nothing : html`<br><small class="soft">${each}</small>`))}`
}

function settleForms(view: View, staff: StaffMember, { id, state, attempt }: DeliveryLine): Html {
  const { say } = view
  if (state !== 'unknown' || !allows(may.settle, staff.role)) return nothing
  const action = { action: `/deliveries/${id}/settlements`, part: wholeScreen }
  // A page that was left open decides nothing about a later attempt.
  const about = (as: 'received' | 'resend') => ({ as, attempt: String(attempt) })
  const received = actionButton(view, { ...action, label: say('pages-broadcasts-received') }, about('received'))
  const resend = actionButton(
    view,
    { ...action, label: say('pages-broadcasts-resend-submit'), look: 'danger' },
    about('resend'),
  )
  return html`<div class="row settle">${received}${confirm({ label: say('pages-broadcasts-resend'), look: 'quiet' }, html`<p>${say('pages-broadcasts-resend-risk')}</p>${resend}`)}</div>`
}

function filters(
  view: View,
  { id }: Broadcast,
  { state, reason, reconciliation }: Chosen & { reconciliation: Reconciliation },
): Html {
  const { say } = view
  const link = (query: string, label: string, current: boolean) =>
    html`<li><a${attributes({ href: `/broadcasts/${id}${query}#lines`, 'aria-current': current ? 'true' : undefined })}>${label}</a></li>`
  const states = [undefined, ...deliveryStates].map((each) =>
    link(
      each ? `?state=${each}` : '',
      say(each ? `deliveries-state-${each}` : 'pages-broadcasts-all'),
      each === state && !reason,
    ),
  )
  const reasons = state ? reasonsOf(reconciliation, state) : []
  const why = reasons.map((each) =>
    link(
      `?state=${state}&reason=${each.reason}`,
      `${say(`deliveries-reason-${each.reason}`)} (${each.count})`,
      each.reason === reason,
    ),
  )
  return html`<ul class="filters">${states}</ul>${why.length > 0 ? html`<ul class="filters reasons" aria-label="${say('pages-broadcasts-column-why')}">${why}</ul>` : nothing}`
}

function pager({ say }: View, { id }: Broadcast, { state, reason, page }: Chosen, total: number): Html {
  const last = Math.max(1, Math.ceil(total / linesPerPage))
  if (last === 1) return nothing
  const to = (number: number) =>
    `/broadcasts/${id}?page=${number}${state ? `&state=${state}` : ''}${reason ? `&reason=${reason}` : ''}#lines`
  const before = page > 1 ? html`<a href="${to(page - 1)}">${say('pages-broadcasts-previous')}</a>` : ''
  const after = page < last ? html`<a href="${to(page + 1)}">${say('pages-broadcasts-following')}</a>` : ''
  return html`<nav class="pager">${before}<span class="number">${page}/${last}</span>${after}</nav>`
}
