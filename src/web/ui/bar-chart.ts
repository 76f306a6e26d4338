import { type Html, html, nothing } from './html.ts'

/** Values over time as bars with one line across. Heights are drawn by the server; colours are the style sheets'. */
export type BarChart = {
  /** Unique in its page. */
  readonly id: string
  readonly title: string
  readonly description: string
  readonly bars: readonly number[]
  /** A level that the bars may reach. */
  readonly ceiling?: number | undefined
}

const width = 720
const height = 160

/** Only shapes, stretched to the room there is; words and numbers stand around it, where they keep their size on a phone. */
export function barChart({ id, title, description, bars, ceiling }: BarChart): Html {
  const highest = Math.max(1e-9, ceiling ?? 0, ...bars) * 1.06
  const y = (value: number) => round(height - (value / highest) * height)
  const step = width / Math.max(1, bars.length)
  const gap = Math.min(2, step * 0.15)
  const drawn = bars.map((value, at) =>
    value === 0
      ? nothing
      : html`<rect class="bar" x="${round(at * step + gap / 2)}" y="${y(value)}" width="${round(step - gap)}" height="${round(height - y(value))}"/>`,
  )
  const line =
    ceiling === undefined
      ? nothing
      : html`<line class="ceiling" x1="0" x2="${width}" y1="${y(ceiling)}" y2="${y(ceiling)}" vector-effect="non-scaling-stroke"/>`
  return html`<svg class="bar-chart" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-labelledby="${id}-title ${id}-description"><title id="${id}-title">${title}</title><desc id="${id}-description">${description}</desc>${drawn}${line}</svg>`
}

const round = (value: number): number => Math.round(value * 10) / 10
