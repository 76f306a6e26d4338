import { type Html, html, nothing } from './html.ts'

/** Values over time as bars with one line across. Heights are drawn by the server; colours are the style sheets'. */
export type BarChart = {
  /** Unique in its page. */
  readonly id: string
  readonly title: string
  readonly description: string
  readonly bars: readonly number[]
  /** The level that each bar may reach. */
  readonly ceilings?: readonly number[] | undefined
}

const width = 720
const height = 160

/** Only shapes, stretched to the room there is; words and numbers stand around it, where they keep their size on a phone. */
export function barChart({ id, title, description, bars, ceilings }: BarChart): Html {
  const highest = Math.max(1e-9, ...(ceilings ?? []), ...bars) * 1.06
  const y = (value: number) => round(height - (value / highest) * height)
  const step = width / Math.max(1, bars.length)
  const gap = Math.min(2, step * 0.15)
  const drawn = bars.map((value, at) =>
    value === 0
      ? nothing
      : html`<rect class="bar" x="${round(at * step + gap / 2)}" y="${y(value)}" width="${round(step - gap)}" height="${round(height - y(value))}"/>`,
  )
  const line =
    ceilings === undefined
      ? nothing
      : html`<polyline class="ceiling" points="${ceilings.map((value, at) => `${round(at * step)},${y(value)} ${round((at + 1) * step)},${y(value)}`).join(' ')}" vector-effect="non-scaling-stroke"/>`
  return html`<svg class="bar-chart" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-labelledby="${id}-title ${id}-description"><title id="${id}-title">${title}</title><desc id="${id}-description">${description}</desc>${drawn}${line}</svg>`
}

const round = (value: number): number => Math.round(value * 10) / 10
