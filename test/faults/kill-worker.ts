import { setTimeout as wait } from 'node:timers/promises'
import { until } from '../flows/until.ts'
import { aMinuteLater, between, press, type Started, sendingNow, untilWritten } from './act.ts'
import type { AuditedRow } from './auditor.ts'
import { readRows } from './evidence.ts'
import { lockRows, type RowLock } from './row-lock.ts'
import type { Stage } from './stage.ts'
import type { Aftermath, RunTrial, SendStep, TrialOptions } from './trial.ts'

/** How a kill is brought to one step of a send: what is set up before it, and what happens to what was on its way. */
type Aim = (stage: Stage, started: Started, options: TrialOptions) => Promise<Aimed>
type Aimed = { readonly lock?: RowLock; readonly afterDeath?: () => void | Promise<void> }

/** `kill -9` of the only worker, at a random moment or aimed at one step of a send; then another one takes its place. */
export const killWorker =
  (aim: Aim): RunTrial =>
  async (stage, _trial, options): Promise<Aftermath> => {
    stage.gate.forget()
    const started = await press(stage)
    const { lock, afterDeath } = await aim(stage, started, options)
    await Promise.all(stage.workers().map((worker) => worker.kill()))
    const lands = lock !== undefined && options.random() < 0.5
    if (lock && !lands) await lock.refuseThoseWaiting()
    const hit = stepsHit(await readRows(stage.db, started.broadcastId), stage, started, lock)
    await lock?.release()
    await afterDeath?.()
    // What a dead process had asked for is carried out or ended before anybody looks at what is left.
    await until(async () => !(await someStatementRuns(stage)), 'the dead one to be gone from the database', 5_000)
    for (const id of await sendingNow(stage)) stage.abandoned.add(id)
    await aMinuteLater(stage)
    await stage.startWorker()
    return {
      ...started,
      hit,
      mayBeUnknown: ({ id }) => stage.abandoned.has(id),
      restsAside: true,
      ...(lock && { note: lands ? 'lands' : 'lost' }),
    }
  }

/** At any moment at all. */
export const anyMoment: Aim = async (stage, started, { random }) => {
  await untilWritten(stage, started, between(random, 1, Math.floor(stage.audience.length * 0.8)))
  await wait(between(random, 0, 40))
  return {}
}

/** The claim is written and waits in the database; no call was made. */
export const beforeMark: Aim = async (stage, started, { random }) => {
  await untilWritten(stage, started, between(random, 1, 10))
  const lock = await lockRows(stage, { ...started, state: 'queued', count: between(random, 1, 6) })
  await untilWanted(lock)
  return { lock }
}

/** The mark is committed, the call has left the worker's hands and nobody has read a byte of it. */
export const marked: Aim = async (stage, started, { random }) => {
  await untilWritten(stage, started, between(random, 1, 15))
  stage.valve.shut()
  await until(() => isMarkedOnly(stage, started), 'a marked row whose call nobody has seen', 5_000)
  await wait(between(random, 0, 60))
  return {
    afterDeath() {
      stage.valve.cut()
      stage.valve.open()
    },
  }
}

/** The call is at the platform's door; it is lost, or carried out although nobody waits for the answer any more. */
export const calling: Aim = async (stage, started, { random }) => {
  await untilWritten(stage, started, between(random, 1, 15))
  stage.gate.hold('calls')
  await until(() => inPhase(stage, started, 'written') > 0, 'a call to hang', 5_000)
  await wait(between(random, 0, 60))
  const arrives = random() < 0.5
  return {
    async afterDeath() {
      if (arrives) stage.gate.release()
      else stage.gate.discard()
      await until(() => stage.gate.underWay() === 0, 'the hanging calls to end', 5_000)
    },
  }
}

/** The platform has accepted the message, and its answer is on the way. */
export const accepted: Aim = async (stage, started, { random }) => {
  await untilWritten(stage, started, between(random, 1, 15))
  stage.gate.hold('answers')
  await until(() => inPhase(stage, started, 'accepted') > 0, 'an answer to hang', 5_000)
  await wait(between(random, 0, 60))
  return { afterDeath: () => stage.gate.discard() }
}

/** The answer is with the worker, and what it writes down waits in the database. */
export const answered: Aim = async (stage, started, { random }) => {
  await untilWritten(stage, started, between(random, 1, 15))
  stage.gate.hold('answers')
  await until(() => inPhase(stage, started, 'accepted') > 0, 'an answer to hang', 5_000)
  const lock = await lockRows(stage, { ...started, state: 'sending', count: 8 })
  stage.gate.release()
  await untilWanted(lock)
  return { lock }
}

async function isMarkedOnly(stage: Stage, started: Started): Promise<boolean> {
  const rows = await readRows(stage.db, started.broadcastId)
  return (stepsHit(rows, stage, started, undefined).marked ?? 0) > 0
}

const inPhase = ({ gate }: Stage, { words }: Started, phase: string) =>
  gate.calls().filter((call) => call.phase === phase && call.words.includes(words)).length

// Where nobody comes for these rows, the kill is one at a moment of its own, and is counted as what it hit.
const untilWanted = (lock: RowLock) =>
  until(() => lock.isWantedNow(), 'a held row to be wanted', 3_000).catch(() => undefined)

/** Told by what stands in the row, and by how far its call had come at the moment of death. */
function stepsHit(
  rows: readonly AuditedRow[],
  { gate }: Stage,
  { words }: Started,
  lock: RowLock | undefined,
): Partial<Record<SendStep, number>> {
  const phases = new Map(
    gate
      .calls()
      .filter((call) => call.words.includes(words))
      .map(({ recipient, phase }) => [recipient, phase]),
  )
  const hit: Partial<Record<SendStep, number>> = {}
  for (const { id, state, recipient } of rows) {
    const step = stepOf(state, phases.get(recipient), lock?.ids.includes(id) === true)
    if (step) hit[step] = (hit[step] ?? 0) + 1
  }
  return hit
}

function stepOf(state: string, phase: string | undefined, held: boolean): SendStep | undefined {
  if (state === 'queued') return held ? 'before-mark' : undefined
  if (state !== 'sending') return undefined
  if (phase === undefined) return 'marked'
  return phase === 'written' ? 'calling' : phase === 'accepted' ? 'accepted' : 'answered'
}

async function someStatementRuns({ db }: Stage): Promise<boolean> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state IN ('active', 'idle in transaction')
      AND backend_type = 'client backend' AND query ~ '"Delivery'`
  return (row?.count ?? 0) > 0
}
