import { expect, test } from 'vitest'
import { createCallBudget, type Urgency } from '../../../bots/zalo/call-budget.ts'

/** A budget by a clock of its own, which moves on while somebody waits. */
function budgetFor(perMinute: number, startsAt = 0) {
  const waits: number[] = []
  const time = { at: startsAt }
  const wait = async (ms: number) => void waits.push(ms)
  return { time, waits, budget: createCallBudget(perMinute, { now: () => time.at, wait }) }
}

/** When each of many calls that all came at once may go, in milliseconds. */
async function startsOf(calls: number, perMinute: number, urgency: Urgency) {
  const { budget, waits } = budgetFor(perMinute)
  const starts: number[] = []
  for (let call = 0; call < calls; call++) {
    const before = waits.length
    expect((await budget.take(urgency)).kind).toBe('go')
    starts.push(waits[before] ?? 0)
  }
  return starts
}

test.each([
  { perMinute: 100, urgency: 'answer', atOnce: 10 },
  { perMinute: 100, urgency: 'bulk', atOnce: 2 },
  { perMinute: 2000, urgency: 'answer', atOnce: 200 },
  { perMinute: 2000, urgency: 'bulk', atOnce: 192 },
] as const)(
  'of $perMinute calls a minute $atOnce of $urgency may go at once, and no minute has more',
  async ({ perMinute, urgency, atOnce }) => {
    const starts = await startsOf(perMinute * 1.3, perMinute, urgency)
    expect(starts.filter((at) => at === 0)).toHaveLength(atOnce)
    const most = Math.max(...starts.map((from) => starts.filter((at) => at >= from && at < from + 60_000).length))
    expect(most).toBeLessThanOrEqual(perMinute)
    expect(most).toBeGreaterThan(perMinute * 0.9)
  },
)

test('an answer overtakes the eight of a bulk that wait, and a question that can be left out does not wait at all', async () => {
  const { budget, waits } = budgetFor(100)
  for (let call = 0; call < 9; call++) await budget.take('bulk')
  const before = waits.length
  expect((await budget.take('answer')).kind).toBe('go')
  expect(waits).toHaveLength(before)
  expect((await budget.take('spare')).kind).toBe('later')
})

test('what others used of the minute is known from the headers, and the last of it is left to answers', async () => {
  const { budget, time } = budgetFor(100, 20_000)
  const turn = await budget.take('bulk')
  if (turn.kind === 'go') turn.ended({ limit: 100, remain: 5 })
  expect(await budget.take('bulk')).toEqual({ kind: 'later', retryAfterMs: 1000 })
  const answer = await budget.take('answer')
  expect(answer.kind).toBe('go')
  if (answer.kind === 'go') answer.ended({ limit: 100, remain: 0 })
  expect(await budget.take('answer')).toEqual({ kind: 'later', retryAfterMs: 40_000 })
  time.at = 60_000
  expect((await budget.take('bulk')).kind).toBe('go')
})

test('an old word about the minute counts no more than a newer one', async () => {
  const { budget } = budgetFor(100, 20_000)
  const [one, two] = [await budget.take('answer'), await budget.take('answer')]
  if (two.kind === 'go') two.ended({ limit: 100, remain: 0 })
  if (one.kind === 'go') one.ended({ limit: 100, remain: 1 })
  expect((await budget.take('answer')).kind).toBe('later')
})

test('a smaller limit by the headers than by the setting holds, a larger one does not', async () => {
  const { budget } = budgetFor(2000)
  const see = async (limit: number) => {
    const turn = await budget.take('answer')
    if (turn.kind === 'go') turn.ended({ limit, remain: 90 })
    return budget.perMinute()
  }
  expect([await see(100), await see(4000)]).toEqual([100, 2000])
})

test('after a refusal for speed nothing goes until the rest is over', async () => {
  const { budget, time } = budgetFor(100)
  budget.rest(30_000)
  expect(await budget.take('answer')).toEqual({ kind: 'later', retryAfterMs: 30_000 })
  time.at = 30_000
  expect((await budget.take('answer')).kind).toBe('go')
})

test('an account with a single call a minute still sends', async () => {
  const { budget } = budgetFor(1)
  expect((await budget.take('bulk')).kind).toBe('go')
})
