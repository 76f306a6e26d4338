import { expect, test } from 'vitest'
import { concurrencyOf, limiterOf } from '../../jobs/lane-pace.ts'

test.each([
  ['Telegram: 30 in a second', { messages: 30, perMs: 1_000 }, { max: 3, duration: 100 }, 60],
  ['the same in short windows', { messages: 3, perMs: 100 }, { max: 3, duration: 100 }, 60],
  ['Zalo: 100 in a minute', { messages: 100, perMs: 60_000 }, { max: 1, duration: 600 }, 16],
  ['Zalo: 2,000 in a minute', { messages: 2_000, perMs: 60_000 }, { max: 3, duration: 90 }, 67],
  ['25 in a second', { messages: 25, perMs: 1_000 }, { max: 2, duration: 80 }, 50],
  ['Telegram, paid: 1,000 in a second', { messages: 1_000, perMs: 1_000 }, { max: 100, duration: 100 }, 512],
  ['no limit to speak of', { messages: 1_000, perMs: 20 }, { max: 5_000, duration: 100 }, 512],
  ['one in a minute', { messages: 1, perMs: 60_000 }, { max: 1, duration: 60_000 }, 16],
])('a pace becomes short windows and so many sends at once: %s', (_name, pace, limiter, concurrency) => {
  expect([limiterOf(pace), concurrencyOf(pace)]).toEqual([limiter, concurrency])
})
