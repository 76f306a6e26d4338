import { isCollision, isDatabaseAway } from './database-away.ts'
import type { Logger } from './logger.ts'

/**
 * Writes down what has happened out there and cannot be taken back: while PostgreSQL is away it is kept and tried again for as long
 * as the process lives. What fails for another reason is thrown. `write` must do no harm when it is done twice, since the server may
 * have gone after it had written.
 */
export async function untilWritten<T>(log: Pick<Logger, 'warn'>, write: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await write()
    } catch (error) {
      if (!isDatabaseAway(error) && !isCollision(error)) throw error
      if (tries === 0) log.warn({ err: error }, 'what was sent is written down as soon as the database is back')
    }
    await restMs(Math.min(longestRestMs, firstRestMs * 2 ** tries))
  }
}

/** For so long whoever has nothing to keep leaves the database alone before asking again. */
export const awayRestMs = 1_000

const firstRestMs = 100
const longestRestMs = 2_000

/** It does not hold a process that ends. */
const restMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms / 2 + (ms / 2) * Math.random()).unref())
