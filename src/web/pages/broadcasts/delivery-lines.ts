import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import { type DeliveryState, deliveryStates } from '../../../domain/deliveries/delivery.ts'
import type { DeliveryLine } from '../../../domain/deliveries/ledger.repository.ts'
import { allows, may, type StaffMember } from '../../../domain/staff/staff.ts'
import { moment } from '../../moments.ts'
import { attributes } from '../../ui/attributes.ts'
import { actionButton } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, emptyState, panel } from '../../ui/sections.ts'
import { table } from '../../ui/tables.ts'
import type { View } from '../../view.ts'
import { deliveryChip, kindOfMessage, surfaceOf } from './broadcast-words.ts'

export const linesPerPage = 50

/** The ledger's lines by outlet, each with its reason in plain words; an unknown one can be settled here. */
export function deliveryLines(
  view: View,
  staff: StaffMember,
  broadcast: Broadcast,
  shown: {
    readonly lines: readonly DeliveryLine[]
    readonly total: number
    readonly page: number
    readonly state: DeliveryState | undefined
  },
): Html {
  const { say } = view
  const columns = ['outlet', 'reporter', 'surface', 'state', 'time'].map((each) =>
    say(`pages-broadcasts-column-${each}`),
  )
  const rows = shown.lines.map((line) => [
    line.outletName,
    line.fullName,
    surfaceCell(view, line),
    html`<div>${deliveryChip(view, line.state)}${reasonOf(view, line)}${line.openedAt ? html`<br><small class="soft">${say('pages-broadcasts-opened')} ${moment(view, line.openedAt)}</small>` : ''}${settleForms(view, staff, line)}</div>`,
    line.settledAt ? moment(view, line.settledAt) : '–',
  ])
  const body = rows.length > 0 ? table(columns, rows) : emptyState(say('pages-broadcasts-no-lines'))
  return panel({ title: say('pages-broadcasts-lines', { count: shown.total }), id: 'lines' }, [
    filters(view, broadcast, shown.state),
    body,
    pager(view, broadcast, shown),
  ])
}

function surfaceCell(view: View, { surface, messageKind }: DeliveryLine): Html | string {
  if (!surface) return '–'
  return html`<span>${surfaceOf(view, surface)}<br><small class="soft">${kindOfMessage(view, messageKind, surface)}</small></span>`
}

function reasonOf({ say }: View, { reason, reasonDetail }: DeliveryLine): Html | '' {
  if (!reason) return ''
  return html`<br><small>${say(`deliveries-reason-${reason}`)}${reasonDetail ? html` <span class="soft">(${reasonDetail})</span>` : ''}</small>`
}

function settleForms(view: View, staff: StaffMember, { id, state }: DeliveryLine): Html | '' {
  const { say } = view
  if (state !== 'unknown' || !allows(may.settle, staff.role)) return ''
  const action = `/deliveries/${id}/settlements`
  const received = actionButton(view, { action, label: say('pages-broadcasts-received') }, { as: 'received' })
  const resend = actionButton(
    view,
    { action, label: say('pages-broadcasts-resend-submit'), look: 'danger' },
    { as: 'resend' },
  )
  return html`<div class="row settle">${received}${confirm({ label: say('pages-broadcasts-resend'), look: 'quiet' }, html`<p>${say('pages-broadcasts-resend-risk')}</p>${resend}`)}</div>`
}

function filters({ say }: View, { id }: Broadcast, chosen: DeliveryState | undefined): Html {
  const links = [undefined, ...deliveryStates].map((state) => {
    const href = state ? `/broadcasts/${id}?state=${state}#lines` : `/broadcasts/${id}#lines`
    return html`<li><a${attributes({ href, 'aria-current': state === chosen ? 'true' : undefined })}>${say(state ? `deliveries-state-${state}` : 'pages-broadcasts-all')}</a></li>`
  })
  return html`<ul class="filters">${links}</ul>`
}

function pager(
  { say }: View,
  { id }: Broadcast,
  shown: { readonly total: number; readonly page: number; readonly state: DeliveryState | undefined },
): Html | '' {
  const last = Math.max(1, Math.ceil(shown.total / linesPerPage))
  if (last === 1) return ''
  const to = (page: number) => `/broadcasts/${id}?page=${page}${shown.state ? `&state=${shown.state}` : ''}#lines`
  const before = shown.page > 1 ? html`<a href="${to(shown.page - 1)}">${say('pages-broadcasts-previous')}</a>` : ''
  const after = shown.page < last ? html`<a href="${to(shown.page + 1)}">${say('pages-broadcasts-following')}</a>` : ''
  return html`<nav class="pager">${before}<span class="number">${shown.page}/${last}</span>${after}</nav>`
}
