import { setTimeout as wait } from 'node:timers/promises'

/**
 * Holds calls back so that no minute has more than `perMinute`, since one call too many silences the account until the next
 * minute. The lane's pace counts jobs, and a job may need several calls: texts, uploads, files. A tenth may go at once.
 */
export function createCallBudget(perMinute: number, time: RealTime = realTime): () => Promise<void> {
  const eachMs = 60_000 / (perMinute * 0.9)
  const burstMs = Math.max(1, Math.floor(perMinute * 0.1)) * eachMs
  let bookedUntil = 0
  return async () => {
    const at = time.now()
    bookedUntil = Math.max(bookedUntil, at) + eachMs
    const earlyMs = bookedUntil - at - burstMs
    // Less than a millisecond is no more than the rounding of the sums above.
    if (earlyMs >= 1) await time.wait(earlyMs)
  }
}

type RealTime = { now(): number; wait(ms: number): Promise<unknown> }

const realTime: RealTime = { now: () => performance.now(), wait }
