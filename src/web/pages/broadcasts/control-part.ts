import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import type { Ledger } from '../../../domain/deliveries/delivery.ts'
import { allows, may, type StaffMember } from '../../../domain/staff/staff.ts'
import { submitButton } from '../../ui/buttons.ts'
import { textArea } from '../../ui/fields.ts'
import { actionButton, form, wholeScreen } from '../../ui/forms.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import { confirm } from '../../ui/sections.ts'
import type { View } from '../../view.ts'

/** What this person may do with a sending at this moment. It stays as it is while nothing changes, so that what is typed here is not lost. */
export function controlPart(view: View, staff: StaffMember, broadcast: Broadcast, ledger: Ledger): Html {
  const buttons = [
    ...(allows(may.send, staff.role) ? sendersButtons(view, broadcast, ledger) : []),
    ...(allows(may.decide, staff.role) ? approversButtons(view, staff, broadcast) : []),
  ]
  return buttons.length === 0 ? nothing : html`<div class="row controls">${buttons}</div>`
}

function sendersButtons(view: View, broadcast: Broadcast, ledger: Ledger): readonly Html[] {
  const { state, stateReason, kind, urgentBy } = broadcast
  const callBack = state === 'held' && stateReason === 'abort-window'
  const open = state === 'held' || state === 'sending' || state === 'stopped'
  return [
    ...(callBack ? [press(view, broadcast, 'call-back', 'cancellations', 'primary')] : []),
    ...(state === 'stopped' ? [press(view, broadcast, 'resume', 'resumptions', 'primary')] : []),
    ...(state === 'held' || state === 'sending' ? [press(view, broadcast, 'pause', 'pauses', 'plain')] : []),
    ...(open && !callBack ? [cancel(view, broadcast)] : []),
    ...(ledger.failed > 0 && state !== 'cancelled' ? [retry(view, broadcast, ledger.failed)] : []),
    ...(state === 'held' && !callBack && urgentBy === null && kind !== 'recall' ? [askUrgency(view, broadcast)] : []),
  ]
}

function approversButtons(view: View, staff: StaffMember, broadcast: Broadcast): readonly Html[] {
  const { state, urgentBy, urgentAgreedBy } = broadcast
  const open = state === 'held' || state === 'sending' || state === 'stopped'
  if (!open || urgentBy === null || urgentAgreedBy !== null || urgentBy === staff.id) return []
  return [press(view, broadcast, 'agree', 'urgency-agreements', 'primary')]
}

const press = (
  view: View,
  { id }: Broadcast,
  label: string,
  resource: string,
  look: 'primary' | 'plain' | 'danger',
): Html =>
  actionButton(view, {
    action: `/broadcasts/${id}/${resource}`,
    label: view.say(`pages-broadcasts-${label}`),
    look,
    part: wholeScreen,
  })

function cancel(view: View, broadcast: Broadcast): Html {
  const { say } = view
  const body = html`<p>${say('pages-broadcasts-cancel-note')}</p>${press(view, broadcast, 'cancel-submit', 'cancellations', 'danger')}`
  return confirm({ label: say('pages-broadcasts-cancel') }, body)
}

function retry(view: View, { id }: Broadcast, failed: number): Html {
  const { say } = view
  const action = { action: `/broadcasts/${id}/retries`, label: say('pages-broadcasts-retry-submit', { count: failed }) }
  const body = html`<p>${say('pages-broadcasts-retry-note')}</p>${actionButton(view, { ...action, part: wholeScreen, look: 'primary' })}`
  return confirm({ label: say('pages-broadcasts-retry', { count: failed }) }, body)
}

function askUrgency(view: View, { id }: Broadcast): Html {
  const { say } = view
  const reason = textArea({
    name: 'reason',
    label: say('pages-broadcasts-urgent-reason'),
    hint: say('pages-broadcasts-urgent-reason-hint'),
    required: true,
    rows: 2,
    minlength: 10,
    maxlength: 500,
  })
  const body = form(view, { action: `/broadcasts/${id}/urgency-requests`, class: 'stack', part: wholeScreen }, [
    html`<p>${say('pages-broadcasts-urgent-note')}</p>`,
    reason,
    html`<div>${submitButton({ label: say('pages-broadcasts-urgent-submit') })}</div>`,
  ])
  return confirm({ label: say('pages-broadcasts-urgent') }, body)
}
