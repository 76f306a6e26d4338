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
 * Holds calls back so that no minute has more than allowed, since one call too many silences the account until the next
 * minute. A tenth may go at once, the last few of which are not for bulk: so an answer overtakes the bulk that waits. What other
 * processes and other apps use of the same minute is known from the headers, and the last of it is left to answers.
 */
export function createCallBudget(setting: number, time: RealTime = realTime): CallBudget {
  let limit = setting
  let bookedUntil = 0
  let closedUntil = 0
  let underWay = 0
  let seen: { readonly minute: number; readonly remain: number } | undefined
  const minuteOf = (at: number) => Math.floor(at / minuteMs)

  /** What is left of this minute for all, as far as the headers told. */
  const left = (at: number) => (seen?.minute === minuteOf(at) ? seen.remain - underWay : limit)
  const closed = (at: number, urgency: Urgency): number => {
    if (at < closedUntil) return closedUntil - at
    const restOfMinute = minuteMs - (at % minuteMs)
    if (left(at) <= 0) return restOfMinute
    if (left(at) > Math.floor(limit * keptForAnswers) || urgency === 'answer') return 0
    // A short rest, so that the answers that come meanwhile go first.
    return urgency === 'bulk' ? Math.min(1000, restOfMinute) : restOfMinute
  }

  return {
    perMinute: () => limit,
    rest(forMs) {
      closedUntil = Math.max(closedUntil, time.now() + forMs)
    },
    async take(urgency) {
      const at = time.now()
      const closedMs = closed(at, urgency)
      if (closedMs > 0) return { kind: 'later', retryAfterMs: closedMs }
      const eachMs = minuteMs / (limit * 0.9)
      const burst = Math.floor(limit * 0.1) - (urgency === 'answer' ? 0 : bulkThatWaits)
      // A clock that was set back must not hold everything up.
      const booked = bookedUntil > at + 10 * minuteMs ? at : Math.max(bookedUntil, at)
      const earlyMs = booked + eachMs - at - Math.max(1, burst) * eachMs
      // Less than a millisecond is no more than the rounding of the sums above.
      const mustWait = earlyMs >= 1
      if (mustWait && urgency === 'spare') return { kind: 'later', retryAfterMs: earlyMs }
      bookedUntil = booked + eachMs
      if (mustWait) await time.wait(earlyMs)
      const closedNowMs = mustWait ? closed(time.now(), urgency) : 0
      if (closedNowMs > 0) return { kind: 'later', retryAfterMs: closedNowMs }
      underWay++
      const minute = minuteOf(time.now())
      return {
        kind: 'go',
        ended(rate) {
          underWay--
          if (!rate) return
          limit = Math.max(1, Math.min(setting, rate.limit))
          // Said of a minute that is over.
          if (minute !== minuteOf(time.now())) return
          // Answers overtake each other: the smallest number of a minute is the newest.
          const remain = seen?.minute === minute ? Math.min(seen.remain, rate.remain) : rate.remain
          seen = { minute, remain }
        },
      }
    },
  }
}

const minuteMs = 60_000

/** So many sendings of an account are under way at once in a process: each has booked a turn that an answer must not wait for. */
const bulkThatWaits = 8

/** Of the calls of a minute; so few that bulk hardly notices. */
const keptForAnswers = 0.05

type RealTime = { now(): number; wait(ms: number): Promise<unknown> }

const realTime: RealTime = { now: () => systemClock.now().getTime(), wait }
