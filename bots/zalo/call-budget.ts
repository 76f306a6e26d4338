import { setTimeout as wait } from 'node:timers/promises'
import { systemClock } from '../../src/platform/clock.ts'

/** Who asks: an answer that somebody waits for, a sending to many, or a question that can be left out. */
export type Urgency = 'answer' | 'bulk' | 'spare'

/** What Zalo said about the running minute in its `X-RateLimit-*` headers. */
export type RateSeen = { readonly limit: number; readonly remain: number }

export type Turn =
  /** `ended` must be called once the answer is there, with what its headers said. */
  { readonly kind: 'go'; ended(seen?: RateSeen): void } | { readonly kind: 'later'; readonly retryAfterMs: number }

export type CallBudget = {
  /** Waits for a turn, or says that there is none for a while. */
  take(urgency: Urgency): Promise<Turn>
  /** After a refusal for speed: nothing goes for this long. */
  rest(forMs: number): void
  /** The calls a minute that hold now: the setting, or less by Zalo's word. */
  perMinute(): number
}

/**
 * Holds calls back so that none of Zalo's minutes has more than allowed, since one call too many silences the account until the
 * next one. Bulk goes evenly, so that the minute's allowance lasts until its end; an answer goes at once while anything is left of
 * it, and bulk then waits until the even use has caught up: bulk yields, and a burst of answers finds room. What other processes
 * and other apps use of the same minute is known from the headers.
 */
export function createCallBudget(setting: number, time: RealTime = realTime): CallBudget {
  let limit = setting
  let closedUntil = 0
  let underWay = 0
  let lastBulkAt = Number.NEGATIVE_INFINITY
  let minute = Number.NaN
  /** Ours of this minute. */
  let started = 0
  /** Everybody's, as the headers of this minute told. */
  let told = 0

  let seenAt = Number.NEGATIVE_INFINITY
  /** A clock that was ahead and is put back must not close the account until it is there again. */
  const followClock = (at: number) => {
    if (at < seenAt) closedUntil -= seenAt - at
    seenAt = at
  }
  const turnMinute = (at: number) => {
    if (minuteOf(at) === minute) return
    minute = minuteOf(at)
    // What is on its way may arrive in the new minute.
    started = underWay
    told = 0
  }
  const used = () => Math.max(started, told && told + underWay)
  const shareOf = (urgency: Urgency) => Math.max(1, Math.floor(limit * most[urgency]))

  /** How long this kind of call has to wait: 0 for not at all. */
  const waitFor = (urgency: Urgency, at: number): number => {
    followClock(at)
    turnMinute(at)
    if (closedUntil > at) return closedUntil - at
    const restOfMinute = minuteMs - (at % minuteMs)
    if (used() >= shareOf(urgency)) return restOfMinute
    if (urgency === 'answer') return 0
    const eachMs = minuteMs / shareOf(urgency)
    const evenly = used() * eachMs - (at % minuteMs)
    // After an idle time, or a start, no burst makes up for what was not used.
    const apart = Math.min(lastBulkAt, at) + eachMs * 0.9 - at
    return Math.max(0, evenly, apart)
  }

  const begin = (urgency: Urgency, at: number): Turn => {
    underWay++
    started++
    if (urgency !== 'answer') lastBulkAt = at
    return {
      kind: 'go',
      ended(rate) {
        underWay--
        if (!rate) return
        limit = Math.max(1, Math.min(setting, rate.limit))
        turnMinute(time.now())
        // Said of a minute that is over.
        if (minuteOf(at) !== minute) return
        // Answers overtake each other: the largest number of a minute is the newest.
        told = Math.max(told, rate.limit - rate.remain)
      },
    }
  }

  return {
    perMinute: () => limit,
    rest(forMs) {
      const at = time.now()
      followClock(at)
      closedUntil = Math.max(closedUntil, at + forMs)
    },
    async take(urgency) {
      for (;;) {
        const at = time.now()
        const waitMs = waitFor(urgency, at)
        // Less than a millisecond is no more than the rounding of the sums above.
        if (waitMs < 1) return begin(urgency, at)
        if (closedUntil > at || urgency !== 'bulk') return { kind: 'later', retryAfterMs: waitMs }
        // A short rest, so that it does not stand in the way of answers.
        if (waitMs > longestWaitMs) return { kind: 'later', retryAfterMs: Math.min(1_000, waitMs) }
        await time.wait(waitMs)
      }
    },
  }
}

const minuteMs = 60_000
const minuteOf = (at: number) => Math.floor(at / minuteMs)

/** Of a minute's calls: so many may have gone when this kind goes. A little is left for clocks that differ. */
const most = { answer: 0.99, bulk: 0.98, spare: 0.9 } as const satisfies Record<Urgency, number>

/** Whoever waits for a turn takes one of the places in which answers are sent too. */
const longestWaitMs = 5_000

type RealTime = { now(): number; wait(ms: number): Promise<unknown> }

const realTime: RealTime = { now: () => systemClock.now().getTime(), wait }
