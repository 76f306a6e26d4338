import { leftToGo } from '../../../domain/deliveries/reconciliation.ts'
import {
  ceilingsPerSecond,
  type ExpectedEnd,
  expectedEnd,
  type PaceOf,
  type SendingRate,
} from '../../../domain/deliveries/sending-rate.ts'
import { exactMoment, moment } from '../../moments.ts'
import { barChart } from '../../ui/bar-chart.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import { panel } from '../../ui/sections.ts'
import { table } from '../../ui/tables.ts'
import type { View } from '../../view.ts'
import type { Watched } from './broadcast-watch.ts'
import { duration, grouped } from './broadcast-words.ts'

/** How fast it goes, beside how fast the accounts may go, and when it will be over. */
export function ratePart(view: View, watched: Watched, paceOf: PaceOf, now: Date): Html {
  const { say } = view
  const { broadcast, rate, reconciliation } = watched
  const ends = endLine(view, watched, expectedEnd(reconciliation.groups, paceOf, now, broadcast.countedFrom), now)
  // What stands still has said so above.
  if (!rate) return nothing
  const shown = scaled(
    rate,
    (stretches) => ceilingsPerSecond(reconciliation.groups, paceOf, stretches),
    leftToGo(reconciliation.ledger) > 0 ? now : undefined,
  )
  const caption = say(`pages-broadcasts-rate-per-${shown.unit}`)
  const most = say('pages-broadcasts-rate-most', { count: figure(view, Math.max(...shown.values, 0)) })
  const limit =
    shown.ceilings === undefined ? '' : say('pages-broadcasts-rate-ceiling', { count: range(view, shown.ceilings) })
  const chart = barChart({
    id: 'rate-chart',
    title: caption,
    description: [most, limit].filter(Boolean).join(' '),
    // A sending of a second is a bar, not a wall.
    bars: filled(shown.values, 0),
    ceilings: shown.ceilings && filled(shown.ceilings, shown.ceilings.at(-1) ?? 0),
  })
  const legend = html`<ul class="legend"><li class="bars">${caption} (${most})</li>${limit ? html`<li class="line">${limit}</li>` : nothing}</ul>`
  const axis = html`<p class="axis">${exactMoment(view, rate.from)}<span>${exactMoment(view, shown.until)}</span></p>`
  return panel({ title: say('pages-broadcasts-rate'), class: 'rate' }, [
    ends,
    legend,
    chart,
    axis,
    figures(view, rate, shown),
  ])
}

const fewestBars = 12
const filled = (values: readonly number[], by: number): readonly number[] => [
  ...values,
  ...Array.from({ length: Math.max(0, fewestBars - values.length) }, () => by),
]

type Scaled = {
  readonly unit: 'second' | 'minute'
  /** One per stretch, in messages per unit. */
  readonly values: readonly number[]
  readonly ceilings: readonly number[] | undefined
  readonly until: Date
}

/** Per second where it is fast and short, per minute else. While it runs, the stretch that is not over yet would look like a fall. */
function scaled(
  rate: SendingRate,
  ceilingsOf: (stretches: Parameters<typeof ceilingsPerSecond>[2]) => readonly number[] | undefined,
  runningAt: Date | undefined,
): Scaled {
  const { from, stretchMs, stretches } = rate
  const last = Math.max(0, ...stretches.map(({ at }) => at))
  const over = runningAt ? Math.floor((runningAt.getTime() - from.getTime()) / stretchMs) : last + 1
  const length = Math.max(1, Math.min(last + 1, over))
  const ceilings = ceilingsOf({ from, stretchMs, count: length })
  const unit = stretchMs < 30_000 && Math.max(0, ...(ceilings ?? [])) >= 5 ? 'second' : 'minute'
  const unitMs = unit === 'second' ? 1_000 : 60_000
  const values = Array.from({ length }, () => 0)
  for (const { at, messages } of stretches) if (at < length) values[at] = (messages * unitMs) / stretchMs
  const until = new Date(from.getTime() + Math.max(length, fewestBars) * stretchMs)
  return { unit, values, ceilings: ceilings?.map((each) => (each * unitMs) / 1_000), until }
}

const figure = (view: View, value: number): string =>
  grouped(view, value >= 10 ? Math.round(value) : Math.round(value * 10) / 10)

/** One figure, or the least and the most of several. */
function range(view: View, values: readonly number[]): string {
  const [least, most] = [figure(view, Math.min(...values)), figure(view, Math.max(...values))]
  return least === most ? most : `${least}–${most}`
}

/** The same for whoever does not see the picture. */
function figures(view: View, { from, stretchMs }: SendingRate, shown: Scaled): Html {
  const { say } = view
  const rows = shown.values.map((value, at) => [
    exactMoment(view, new Date(from.getTime() + at * stretchMs)),
    html`<span class="number">${figure(view, value)}</span>`,
  ])
  const columns = [say('pages-broadcasts-column-from'), say(`pages-broadcasts-rate-per-${shown.unit}`)]
  return html`<details class="figures" id="rate-figures"><summary>${say('pages-broadcasts-rate-figures')}</summary>${table(columns, rows)}</details>`
}

function endLine(
  view: View,
  { broadcast, reconciliation, waiting }: Watched,
  end: ExpectedEnd | undefined,
  now: Date,
): Html {
  const { say } = view
  const { state, finishedAt, createdAt } = broadcast
  if (leftToGo(reconciliation.ledger) === 0) {
    if (state !== 'finished' || !finishedAt) return nothing
    return html`<p>${say('pages-broadcasts-took', { duration: duration(view, finishedAt.getTime() - createdAt.getTime()) })}</p>`
  }
  const still = (why: string) =>
    html`<p>${say('pages-broadcasts-end-unknown')} ${say(`pages-broadcasts-end-${why}`)}</p>`
  if (state === 'held' || state === 'stopped') return still(state)
  if (end?.kind === 'still') return still('still')
  if (!end) return waiting.length > 0 ? still('waiting') : nothing
  const left = duration(view, end.at.getTime() - now.getTime())
  return html`<p>${say('pages-broadcasts-end-at', { left })} <strong>${moment(view, end.at)}</strong></p>`
}
