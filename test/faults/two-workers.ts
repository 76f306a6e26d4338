import { setTimeout as wait } from 'node:timers/promises'
import { until } from '../flows/until.ts'
import { between, press, sendingNow, untilWritten } from './act.ts'
import type { Stage } from './stage.ts'
import type { RunTrial } from './trial.ts'

/** What a living worker marks is settled long before this: what has been marked for longer is the dead one's. */
const longAgoMs = 3_000

/**
 * Two workers send together and one is killed. The other goes on, takes over the lease of the leader when it runs out, in real
 * time, and gives up what the dead one was sending; `spared` lets the minute until then pass at once.
 */
export const oneOfTwoDies =
  ({ spared }: { readonly spared: boolean }): RunTrial =>
  async (stage, _trial, { random }) => {
    stage.gate.forget()
    await stage.startWorker()
    const started = await press(stage)
    await untilWritten(stage, started, between(random, 1, Math.floor(stage.audience.length / 2)))
    stage.gate.hold('answers')
    await wait(between(random, 20, 80))
    const [first, second] = stage.workers()
    const unlucky = random() < 0.5 ? first : second
    await unlucky?.kill()
    stage.gate.release()
    await wait(longAgoMs + 500)
    const left = await deadOnes(stage)
    for (const id of left) stage.abandoned.add(id)
    if (spared) await letThemBeOld(stage, left)
    await until(() => stage.workers().filter((each) => each.isAlive()).length === 1, 'one worker to be left')
    const mayBeUnknown = ({ id }: { readonly id: string }) => stage.abandoned.has(id)
    return { ...started, mayBeUnknown, restWithinMs: spared ? 60_000 : 150_000, note: `${left.size} left behind` }
  }

async function deadOnes(stage: Stage): Promise<ReadonlySet<string>> {
  const before = await sendingNow(stage)
  await wait(200)
  const after = await sendingNow(stage)
  return new Set([...before].filter((id) => after.has(id)))
}

async function letThemBeOld({ db }: Stage, ids: ReadonlySet<string>): Promise<void> {
  await db.$executeRaw`UPDATE "Delivery" SET "sendingAt" = "sendingAt" - interval '61 seconds'
    WHERE state = 'sending' AND id = ANY(${[...ids]}::uuid[])`
}
