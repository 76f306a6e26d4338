import { setTimeout as wait } from 'node:timers/promises'
import { between, press, untilWritten } from './act.ts'
import type { Stage } from './stage.ts'
import { nobody, type RunTrial, type TrialOptions } from './trial.ts'

type Break = (stage: Stage, options: TrialOptions) => Promise<void>

/** Something below the worker breaks in the middle of a sending and comes back; no process dies, so nobody may stay unknown. */
export const during =
  (breakIt: Break): RunTrial =>
  async (stage, _trial, options) => {
    stage.gate.forget()
    const started = await press(stage)
    await untilWritten(stage, started, between(options.random, 1, Math.floor(stage.audience.length / 2)))
    await wait(between(options.random, 0, 30))
    await breakIt(stage, options)
    // Whatever was given up would say so after a minute.
    return { ...started, mayBeUnknown: nobody, restWithinMs: 120_000 }
  }

/** As an administrator does it: everybody is sent away, then it starts again. */
export const restartPostgres: Break = async ({ postgres }) => {
  await postgres.stop('fast')
  await postgres.start()
}

/** As a power cut does it: it recovers from its log. */
export const crashPostgres: Break = async ({ postgres }) => {
  await postgres.stop('immediate')
  await postgres.start()
}

export const postgresAway: Break = async ({ postgres }, { awayMs, random }) => {
  await postgres.stop(random() < 0.5 ? 'fast' : 'immediate')
  await wait(awayMs)
  await postgres.start()
}

export const emptyRedis: Break = async ({ redis }) => redis?.empty()

export const restartRedis: Break = async ({ redis }, { random }) => {
  await redis?.stop(random() < 0.5 ? 'keep' : 'lose')
  await redis?.start()
}

export const redisAway: Break = async ({ redis }, { awayMs, random }) => {
  await redis?.stop(random() < 0.5 ? 'keep' : 'lose')
  await wait(awayMs)
  await redis?.start()
}
