import type { Finding } from './auditor.ts'
import { hitSteps, type TrialResult } from './run-trials.ts'

/** What a run is judged by; `pass` when nothing at all was found. */
export type Report = {
  readonly trials: number
  readonly lost: number
  readonly doubled: number
  readonly falselySent: number
  readonly unknown: number
  readonly pass: boolean
  readonly unrecorded: number
  readonly illegal: number
  readonly unexplained: number
  readonly resentByDecision: number
  readonly seed: number
  readonly backend: string
  readonly seconds: number
  /** In how many trials a kill hit this step of a send. */
  readonly steps: Readonly<Record<string, number>>
  readonly kinds: Readonly<
    Record<string, { readonly trials: number; readonly findings: number; readonly unknown: number }>
  >
}

export function jsonOf(
  results: readonly TrialResult[],
  about: { readonly seed: number; readonly backend: string; readonly tookMs: number },
): Report {
  const all = results.flatMap(({ findings }) => findings)
  const count = (kind: Finding['kind']) => all.filter((each) => each.kind === kind).length
  const kinds = [...new Set(results.map(({ trial }) => trial.kind))].map((kind) => {
    const own = results.filter(({ trial }) => trial.kind === kind)
    return [
      kind,
      {
        trials: own.length,
        findings: own.flatMap(({ findings }) => findings).length,
        unknown: sum(own, ({ unknown }) => unknown),
      },
    ]
  })
  return {
    trials: results.length,
    lost: count('lost'),
    doubled: count('doubled'),
    falselySent: count('falsely-sent'),
    unknown: sum(results, ({ unknown }) => unknown),
    pass: results.length > 0 && all.length === 0,
    unrecorded: count('unrecorded'),
    illegal: count('illegal'),
    unexplained: count('unexplained'),
    resentByDecision: sum(results, ({ resent }) => resent),
    seed: about.seed,
    backend: about.backend,
    seconds: Math.round(about.tookMs / 1000),
    steps: hitSteps(results),
    kinds: Object.fromEntries(kinds),
  }
}

/** One trial as it ends. */
export function lineOf({ trial, findings, unknown, hit, note, tookMs, restedAfterMs }: TrialResult): string {
  const steps = Object.entries(hit).map(([step, count]) => `${step} ${count}`)
  const facts = [
    note,
    ...steps,
    unknown > 0 ? `unknown ${unknown}` : '',
    `${seconds(tookMs)} s, rest after ${seconds(restedAfterMs)} s`,
  ]
  const head = `${String(trial.number).padStart(4)}  ${findings.length === 0 ? 'ok  ' : 'FAIL'}  ${trial.kind.padEnd(34)}`
  const wrong = findings.slice(0, 8).map(({ kind, what }) => `\n            ${kind}: ${what}`)
  return `${head}${facts.filter(Boolean).join(' · ')}${wrong.join('')}`
}

export function tableOf(results: readonly TrialResult[], report: Report): string {
  const rows = Object.entries(report.kinds)
    .toSorted()
    .map(([kind, { trials, findings, unknown }]) => {
      const own = results.filter(({ trial }) => trial.kind === kind)
      const longest = Math.max(...own.map(({ restedAfterMs }) => restedAfterMs))
      return [kind, String(trials), String(findings), String(unknown), `${seconds(longest)} s`]
    })
  const steps = Object.entries(report.steps)
    .map(([step, trials]) => `${step} ${trials}`)
    .join(', ')
  return `
${aligned([['trial', 'times', 'found', 'unknown', 'longest until rest'], ...rows])}

Steps of a send that a kill hit, in so many trials: ${steps}
${report.trials} trials in ${report.seconds} s on ${report.backend}, seed ${report.seed}: lost ${report.lost}, doubled ${report.doubled}, falsely sent ${report.falselySent}, unrecorded ${report.unrecorded}, illegal steps ${report.illegal}, unknown ${report.unknown} (unexplained ${report.unexplained}), resent by decision ${report.resentByDecision}
${report.pass ? 'PASS' : 'FAIL'}
`
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1)
const sum = <T>(list: readonly T[], of: (each: T) => number): number =>
  list.reduce((total, each) => total + of(each), 0)

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)))
  return rows
    .map((row) =>
      row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
    )
    .join('\n')
}
