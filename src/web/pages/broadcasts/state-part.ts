import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import type { Ledger } from '../../../domain/deliveries/delivery.ts'
import { moment } from '../../moments.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import { notice } from '../../ui/sections.ts'
import type { View } from '../../view.ts'

type Named = {
  readonly broadcast: Broadcast
  readonly ledger: Ledger
  readonly names: ReadonlyMap<string, string>
  readonly now: Date
}

/** Why a sending does not go on just now, until when and by whose will; and what two people have said of its urgency. */
export function statePart(view: View, of: Named): Html {
  return html`${stateNotice(view, of)}${urgencyNotice(view, of)}`
}

function stateNotice(view: View, of: Named): Html {
  const { state } = of.broadcast
  if (state === 'held') return heldNotice(view, of)
  if (state === 'stopped') return stoppedNotice(view, of)
  if (state === 'cancelled') return cancelledNotice(view, of)
  return nothing
}

function heldNotice(view: View, { broadcast, now }: Named): Html {
  const { say } = view
  const { stateReason, stateDetail, heldUntil } = broadcast
  const until = heldUntil ? moment(view, heldUntil) : '–'
  if (stateReason === 'abort-window') {
    const seconds = secondsUntil(heldUntil, now)
    const sentence = seconds > 0 ? say('pages-broadcasts-goes-in', { seconds }) : say('pages-broadcasts-goes-now')
    // A timer: unlike a status it is not read out anew each second.
    return html`<div class="notice calm" role="timer"><strong class="countdown number">${sentence}</strong> ${say('pages-broadcasts-goes-note')}</div>`
  }
  const why =
    stateReason === 'day-off' && stateDetail
      ? say('pages-broadcasts-held-day-off', { day: stateDetail })
      : say(`broadcasts-reason-${stateReason ?? 'quiet-hours'}`)
  return notice('calm', html`<strong>${why}.</strong> ${say('pages-broadcasts-held-until')} ${until}.`)
}

/** Never less than nothing: the next look of the engine may be a moment late. */
export const secondsUntil = (until: Date | null, now: Date): number =>
  until ? Math.max(0, Math.ceil((until.getTime() - now.getTime()) / 1_000)) : 0

function stoppedNotice(view: View, { broadcast, names }: Named): Html {
  const { say } = view
  const { stateReason, stateDetail, stateBy, stateAt } = broadcast
  const at = stateAt ? moment(view, stateAt) : nothing
  const name = nameOf(view, names, stateBy)
  if (stateReason === 'paused')
    return notice(
      'warn',
      html`<strong>${say('pages-broadcasts-paused-by', { name })}</strong> ${at}. ${say('pages-broadcasts-paused-note')}`,
    )
  const key = stateReason === 'error-rate' ? 'error-rate' : 'rejected'
  const words = stateDetail
    ? html`<p>${say(`pages-broadcasts-stopped-${key}-words`)}: ${key === 'error-rate' ? figuresOf(view, stateDetail) : html`<q class="words">${stateDetail}</q>`}</p>`
    : nothing
  return notice(
    'bad',
    html`<p><strong>${say(`pages-broadcasts-stopped-${key}`)}</strong> ${at}</p>${words}<p>${say(`pages-broadcasts-stopped-${key}-do`)}</p>`,
  )
}

/** "12/40" as it was written down when it stopped. */
function figuresOf({ say }: View, detail: string): string {
  const [failures, settled] = detail.split('/').map(Number)
  if (!failures || !settled) return detail
  return say('pages-broadcasts-error-figures', { failures, settled, percent: Math.round((failures * 100) / settled) })
}

/** Cancelled before anything had been sent to anybody: nothing comes of it, calls neither. */
export const calledBack = ({ state }: Broadcast, { audience, skipped }: Ledger): boolean =>
  state === 'cancelled' && skipped === audience

function cancelledNotice(view: View, { broadcast, ledger, names }: Named): Html {
  const { say } = view
  const before = calledBack(broadcast, ledger)
  const { stateReason, stateBy, stateAt } = broadcast
  const sentence =
    stateReason === 'recalled'
      ? say('pages-broadcasts-cancelled-recalled')
      : say(before ? 'pages-broadcasts-called-back-by' : 'pages-broadcasts-cancelled-by', {
          name: nameOf(view, names, stateBy),
        })
  const again = before && stateReason !== 'recalled' ? html`. ${say('pages-broadcasts-called-back-note')}` : nothing
  return notice('calm', html`<strong>${sentence}</strong> ${stateAt ? moment(view, stateAt) : nothing}${again}`)
}

function urgencyNotice(view: View, { broadcast, names }: Named): Html {
  const { say } = view
  const { urgentBy, urgentReason, urgentAt, urgentAgreedBy, urgentAgreedAt, state } = broadcast
  if (urgentBy === null) return nothing
  const asked = html`<p><strong>${say('pages-broadcasts-urgent-asked', { name: nameOf(view, names, urgentBy) })}</strong> ${urgentAt ? moment(view, urgentAt) : nothing}: <q>${urgentReason ?? ''}</q></p>`
  if (urgentAgreedBy !== null)
    return notice(
      'calm',
      html`${asked}<p>${say('pages-broadcasts-urgent-agreed', { name: nameOf(view, names, urgentAgreedBy) })} ${urgentAgreedAt ? moment(view, urgentAgreedAt) : nothing}</p>`,
    )
  const over = state === 'finished' || state === 'cancelled'
  return notice('warn', html`${asked}${over ? nothing : html`<p>${say('pages-broadcasts-urgent-waits')}</p>`}`)
}

export const nameOf = ({ say }: View, names: ReadonlyMap<string, string>, id: string | null): string =>
  (id && names.get(id)) || say('pages-broadcasts-somebody')
