import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchOptions } from './bench.ts'
import type { Body } from './bodies.ts'
import type { Place } from './place.ts'
import { startProgram } from './program.ts'
import type { StandIn } from './stand-in.ts'

export type BaselineKind = 'bare-loop' | 'empty-jobs' | 'post-only-jobs'

/** What the program of a baseline is told, in a file. */
export type BaselineTask = {
  readonly kind: BaselineKind
  readonly count: number
  readonly url: string
  readonly bodies: readonly Body[]
  /** Calls, or jobs, on their way at once. */
  readonly concurrency: number
  readonly limiter: { readonly max: number; readonly duration: number }
  readonly redisUrl: string | undefined
  readonly databaseUrl: string
}
export type BaselineAnswer = { readonly tookMs: number; readonly cpuMs: number }

/** Calls, or jobs, a second. */
export type Baselines = Readonly<Record<BaselineKind, number>>

const kinds = ['bare-loop', 'empty-jobs', 'post-only-jobs'] as const

/** Each baseline once, in a process of its own, against the same servers as the product. */
export async function runBaselines(
  place: Place,
  standIn: StandIn,
  { onEnd, say }: Pick<BenchOptions, 'onEnd' | 'say'>,
  task: Pick<BaselineTask, 'count' | 'bodies' | 'concurrency' | 'limiter'>,
): Promise<Baselines> {
  const { databaseUrl, redisUrl, folder } = place
  const url = `${standIn.telegram.root}/bot${standIn.telegram.token}/sendMessage`
  const measured: [BaselineKind, number][] = []
  for (const kind of kinds) {
    const file = join(folder, `${kind}.json`)
    await writeFile(file, JSON.stringify({ kind, url, databaseUrl, redisUrl, ...task }))
    const program = startProgram({ file: 'bench/baseline.ts', args: [file], folder })
    onEnd(kind, () => program.stop())
    const [, told = ''] = await program.says(/DONE (.*)\n/)
    const { tookMs } = JSON.parse(told) as BaselineAnswer
    const perSecond = (task.count * 1000) / tookMs
    say(`  ${kind}: ${Math.round(perSecond)}/s`)
    measured.push([kind, perSecond])
  }
  return Object.fromEntries(measured) as Baselines
}

/** Of two rounds, one before and one after what they are compared with: a machine that others use changes under our hands. */
export const meanOf = (before: Baselines, after: Baselines): Baselines =>
  Object.fromEntries(kinds.map((kind) => [kind, 2 / (1 / before[kind] + 1 / after[kind])])) as Baselines
