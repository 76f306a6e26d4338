import { type Backend, type BenchResult, type BenchRow, passes } from './bench.ts'
import { machineLine } from './machine.ts'

/** What a bench came to, as it is printed with --json. */
export type BenchReport = {
  readonly bench: string
  readonly recipients?: number
  readonly backend?: Backend
  readonly perSecond?: number
  readonly ratios?: Readonly<Record<string, number>>
  readonly machine: string
  readonly pass: boolean
  readonly rows: readonly BenchRow[]
}

export const reportOf = (bench: string, { rows, ...facts }: BenchResult): BenchReport => ({
  bench,
  ...facts,
  machine: machineLine(),
  pass: passes({ rows }),
  rows,
})

/** The same as a table for people. */
export function tableOf(report: BenchReport): string {
  const { bench, recipients, backend, machine, pass, rows } = report
  const lines = [
    ['what', 'measured', 'goal', ''],
    ...rows.map(({ what, measured, goal, ok }) => [what, measured, goal, ok === null ? '' : ok ? 'ok' : 'FALLS SHORT']),
  ]
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => [...(line[column] ?? '')].length)))
  const drawn = lines.map((line) =>
    line
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - [...cell].length)))
      .join('  ')
      .trimEnd(),
  )
  const of = [recipients === undefined ? [] : `${recipients} recipients`, backend ?? []].flat().join(', ')
  return [`${bench}${of ? ` (${of})` : ''}: ${pass ? 'pass' : 'FALLS SHORT'}`, machine, '', ...drawn, ''].join('\n')
}
