import { writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { until } from '../flows/until.ts'
import { between, press, untilWritten } from './act.ts'
import { readRows } from './evidence.ts'
import type { Stage } from './stage.ts'
import { nobody, type RunTrial } from './trial.ts'

const hourMs = 3_600_000

/** The clock of every process jumps by hours in the middle of a sending, and back a few seconds later. */
export const clockJumps: RunTrial = async (stage, _trial, { random }) => {
  stage.gate.forget()
  const started = await press(stage)
  await untilWritten(stage, started, between(random, 1, 15))
  const hours = between(random, 1, 30) * (random() < 0.5 ? 1 : -1)
  await shiftClocks(stage, hours * hourMs)
  await wait(between(random, 500, 3_000))
  await shiftClocks(stage, 0)
  return { ...started, mayBeUnknown: nobody, restWithinMs: 120_000, note: `${hours} h and back` }
}

async function shiftClocks(stage: Stage, offsetMs: number): Promise<void> {
  await writeFile(stage.clockFile, String(offsetMs))
  for (const each of [...stage.workers(), stage.web()]) each.signal('SIGUSR2')
  await wait(50)
}

/**
 * The times in the rows are moved instead: what hangs at the platform looks a day old, so it is given up, and then the answer
 * comes after all. It still counts.
 */
export const lateAnswers: RunTrial = async (stage, _trial, { random }) => {
  stage.gate.forget()
  const started = await press(stage)
  await untilWritten(stage, started, between(random, 1, 10))
  stage.gate.hold('answers')
  await until(() => stage.gate.underWay() > 0, 'an answer to hang', 5_000)
  await wait(100)
  await stage.db.$executeRaw`UPDATE "Delivery" SET "sendingAt" = "sendingAt" - interval '1 day',
    "queuedAt" = "queuedAt" - interval '1 day', "notBefore" = "notBefore" - interval '1 day' WHERE state = 'sending'`
  const givenUp = async () => (await readRows(stage.db, started.broadcastId)).filter(({ state }) => state === 'unknown')
  await until(async () => (await givenUp()).length > 0, 'what hangs to be given up', 10_000)
  const count = (await givenUp()).length
  stage.gate.release()
  await until(async () => (await givenUp()).length === 0, 'late answers to count', 10_000)
  return { ...started, mayBeUnknown: nobody, note: `${count} given up and answered late` }
}
