import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import type { Reconciliation } from '../../../domain/deliveries/reconciliation.ts'
import { allows, may, type StaffMember } from '../../../domain/staff/staff.ts'
import { moment } from '../../moments.ts'
import { actionButton, wholeScreen } from '../../ui/forms.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import { confirm, panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'

/** What nobody knows the end of: what was found out so far, and what staff may decide about all of it, with the risk in numbers. */
export function unknownPart(
  view: View,
  staff: StaffMember,
  broadcast: Broadcast,
  reconciliation: Reconciliation,
): Html {
  const { say } = view
  const count = reconciliation.ledger.unknown
  if (count === 0) return nothing
  const unknown = reconciliation.groups.filter(({ state }) => state === 'unknown')
  const lookedUp = unknown.reduce((sum, group) => sum + group.lookedUp, 0)
  const last = unknown
    .flatMap(({ lookedUpAt }) => lookedUpAt ?? [])
    .toSorted((one, other) => Number(other) - Number(one))[0]
  const looked = last
    ? html`${say('pages-broadcasts-looked-up', { lookedUp, count })} ${moment(view, last)}.`
    : say('pages-broadcasts-not-looked-up')
  const body = html`<p>${say('pages-broadcasts-unknown-note')}</p><p>${looked}</p><p><a href="/broadcasts/${broadcast.id}?state=unknown#lines">${say('pages-broadcasts-unknown-list')}</a></p>`
  const decisions = allows(may.settle, staff.role)
    ? html`<div class="row">${settleAll(view, broadcast, count, 'received')}${settleAll(view, broadcast, count, 'resend')}</div>`
    : nothing
  return panel({ title: say('pages-broadcasts-unknown-title', { count }), class: 'unknown-part' }, [body, decisions])
}

function settleAll(view: View, { id }: Broadcast, count: number, as: 'received' | 'resend'): Html {
  const { say } = view
  const submit = { action: `/broadcasts/${id}/settlements`, label: say(`pages-broadcasts-${as}-all-submit`, { count }) }
  const button = actionButton(
    view,
    { ...submit, part: wholeScreen, look: as === 'resend' ? 'danger' : 'primary' },
    { as },
  )
  const risk = say(`pages-broadcasts-${as}-all-risk`, { count })
  return confirm(
    { label: say(`pages-broadcasts-${as}-all`) },
    html`<p><strong>${risk}</strong></p><p>${say(`pages-broadcasts-${as}-all-advice`)}</p>${button}`,
  )
}
