import { setTimeout as wait } from 'node:timers/promises'
import { seededRandom } from '../../bots/sandbox/fault-rates.ts'
import { audit, type Finding, resentByDecision } from './auditor.ts'
import { countStates, gatherEvidence } from './evidence.ts'
import type { Stage } from './stage.ts'
import { type Aftermath, type RunTrial, type SendStep, sendSteps, type Trial } from './trial.ts'

/** What came of one trial. */
export type TrialResult = {
  readonly trial: Trial
  readonly findings: readonly Finding[]
  readonly unknown: number
  readonly resent: number
  readonly hit: Readonly<Partial<Record<SendStep, number>>>
  readonly note: string
  readonly tookMs: number
  readonly restedAfterMs: number
}

export type Running = {
  readonly kinds: Readonly<Record<string, RunTrial>>
  readonly awayMs: number
  readonly onResult: (result: TrialResult) => void
}

const restWithinMs = 45_000
/** Sendings that are still coming to rest while further workers are killed. */
const asideAtMost = 4

/** One after the other; each is audited once everything has come to rest again. */
export async function runTrials(
  stage: Stage,
  trials: readonly Trial[],
  running: Running,
): Promise<readonly TrialResult[]> {
  const results: TrialResult[] = []
  const keep = (result: TrialResult) => {
    running.onResult(result)
    results.push(result)
  }
  const aside = new Set<Promise<void>>()
  for (const trial of trials) {
    const judging = await act(stage, trial, running)
    const kept = judging.result.then(keep)
    if (!judging.aside) {
      await kept
      continue
    }
    aside.add(kept)
    void kept.then(() => aside.delete(kept))
    const next = trials[trials.indexOf(trial) + 1]
    if (aside.size >= asideAtMost || !next?.kind.startsWith('kill worker')) await Promise.all(aside)
  }
  await Promise.all(aside)
  return results.toSorted((one, other) => one.trial.number - other.trial.number)
}

type Judging = { readonly aside: boolean; readonly result: Promise<TrialResult> }

async function act(stage: Stage, trial: Trial, { kinds, awayMs }: Running): Promise<Judging> {
  const begun = performance.now()
  const run = kinds[trial.kind]
  if (!run) throw new Error(`There is no trial called ${trial.kind}`)
  const blank = { trial, unknown: 0, resent: 0, hit: {}, note: '', restedAfterMs: 0 }
  const broke = (error: unknown): TrialResult => {
    const what = `the trial broke: ${error instanceof Error ? error.message : String(error)}`
    return { ...blank, findings: [{ kind: 'lost', what }], tookMs: Math.round(performance.now() - begun) }
  }
  try {
    const aftermath = await run(stage, trial, { random: seededRandom(trial.seed), awayMs })
    const result = judge(stage, trial, aftermath, begun).catch(broke)
    return { aside: aftermath.restsAside === true, result }
  } catch (error) {
    await mend(stage)
    return { aside: false, result: Promise.resolve(broke(error)) }
  }
}

async function judge(stage: Stage, trial: Trial, aftermath: Aftermath, begun: number): Promise<TrialResult> {
  const actedMs = performance.now()
  const onTheWay = await untilAtRest(stage, aftermath)
  const restedAfterMs = Math.round(performance.now() - actedMs)
  const evidence = await gatherEvidence(stage.db, stage.sandbox, { ...aftermath, audience: stage.audience })
  const mayEnd = aftermath.mayEnd ?? []
  const found = audit(evidence, { mayBeUnknown: aftermath.mayBeUnknown, mayEnd })
  return {
    trial,
    findings: [...found, ...onTheWay, ...(aftermath.findings ?? []), ...((await aftermath.later?.()) ?? [])],
    unknown: evidence.rows.filter(({ state }) => state === 'unknown').length,
    resent: evidence.rows.reduce((sum, row) => sum + resentByDecision(row), 0),
    hit: aftermath.hit ?? {},
    note: aftermath.note ?? '',
    tookMs: Math.round(performance.now() - begun),
    restedAfterMs,
  }
}

/** Waits for the end of the sending, and sees at every look that the whole audience is there. */
async function untilAtRest(stage: Stage, aftermath: Aftermath): Promise<readonly Finding[]> {
  const end = performance.now() + (aftermath.restWithinMs ?? restWithinMs)
  const findings: Finding[] = []
  for (;;) {
    const counts = await countStates(stage.db, aftermath.broadcastId)
    const sum = Object.values(counts).reduce((one, other) => one + other, 0)
    if (sum !== stage.audience.length)
      findings.push({ kind: 'lost', what: `the ledger has ${sum} of ${stage.audience.length} on the way` })
    const { state } = await stage.db.broadcast.findUniqueOrThrow({ where: { id: aftermath.broadcastId } })
    if (state === 'finished' || state === 'cancelled' || performance.now() > end) return findings
    await wait(50)
  }
}

/** Whatever a trial that broke left behind must not spoil the next one. */
async function mend(stage: Stage): Promise<void> {
  stage.gate.release()
  stage.valve.open()
  await stage.postgres.start().catch(() => undefined)
  if (!stage.web().isAlive()) await stage.startWeb()
  if (stage.workers().every((worker) => !worker.isAlive())) await stage.startWorker()
}

export const hitSteps = (results: readonly TrialResult[]): Readonly<Record<SendStep, number>> =>
  Object.fromEntries(
    sendSteps.map((step) => [step, results.filter(({ hit }) => (hit[step] ?? 0) > 0).length]),
  ) as Record<SendStep, number>
