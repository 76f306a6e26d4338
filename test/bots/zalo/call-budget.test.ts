import { expect, test } from 'vitest'
import { createCallBudget } from '../../../bots/zalo/call-budget.ts'

/** When each of many calls that all came at once may go, in milliseconds. */
async function startsOf(calls: number, perMinute: number) {
  const starts: number[] = []
  const budget = createCallBudget(perMinute, { now: () => 0, wait: async (ms) => starts.push(ms) })
  for (let call = 0; call < calls; call++) {
    const before = starts.length
    await budget()
    if (starts.length === before) starts.push(0)
  }
  return starts
}

test.each([
  { perMinute: 100, atOnce: 10 },
  { perMinute: 2000, atOnce: 200 },
])('of $perMinute calls a minute $atOnce may go at once, and no minute has more', async ({ perMinute, atOnce }) => {
  const starts = await startsOf(perMinute * 1.3, perMinute)
  expect(starts.filter((at) => at === 0)).toHaveLength(atOnce)
  const most = Math.max(...starts.map((from) => starts.filter((at) => at >= from && at < from + 60_000).length))
  expect(most).toBeLessThanOrEqual(perMinute)
  expect(most).toBeGreaterThan(perMinute * 0.9)
})
