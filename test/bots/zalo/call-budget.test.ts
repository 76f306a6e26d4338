import { expect, test } from 'vitest'
import { createCallBudget, type Urgency } from '../../../bots/zalo/call-budget.ts'

/** A budget by a clock of its own, which moves on while somebody waits. */
function budgetFor(perMinute: number, startsAt = 0) {
  const time = { at: startsAt }
  const wait = async (ms: number) => {
    time.at += ms
  }
  return { time, budget: createCallBudget(perMinute, { now: () => time.at, wait }) }
}

/** One call, over at once; when it went, or undefined when it has to come again. */
async function call({ budget, time }: ReturnType<typeof budgetFor>, urgency: Urgency): Promise<number | undefined> {
  const turn = await budget.take(urgency)
  if (turn.kind === 'later') return undefined
  turn.ended()
  return time.at
}

const goes = (at: readonly (number | undefined)[]) => at.filter((each) => each !== undefined)
/** Of moments in their order. */
function mostInAMinute(starts: readonly number[]): number {
  let [first, most] = [0, 0]
  for (const [place, at] of starts.entries()) {
    while ((starts[first] ?? at) <= at - 60_000) first += 1
    most = Math.max(most, place - first + 1)
  }
  return most
}

test.each([100, 2_000])(
  'bulk goes evenly, and uses nearly all of %i calls a minute and never more',
  async (perMinute) => {
    const house = budgetFor(perMinute)
    const starts: (number | undefined)[] = []
    while (house.time.at < 180_000) starts.push(await call(house, 'bulk'))
    expect(goes(starts).length / 3).toBeGreaterThan(perMinute * 0.97)
    expect(mostInAMinute(goes(starts))).toBeLessThanOrEqual(perMinute)
    const gaps = goes(starts).map((at, place, all) => at - (all[place - 1] ?? at))
    expect(Math.max(...gaps)).toBeLessThan((60_000 / perMinute) * 3)
  },
)

test('a burst of answers goes at once in the middle of a bulk, which waits until the minute has room for it again', async () => {
  const house = budgetFor(100)
  while (house.time.at < 20_000) await call(house, 'bulk')
  const from = house.time.at
  const answers = []
  for (let each = 0; each < 20; each++) answers.push(await call(house, 'answer'))
  expect(new Set(answers)).toEqual(new Set([from]))
  // Twelve seconds of bulk were taken: longer than it may stand in the way, so it comes again.
  expect(await call(house, 'bulk')).toBeUndefined()
  house.time.at = from + 11_000
  expect(await call(house, 'bulk')).toBeGreaterThan(from + 12_000)
  const more: (number | undefined)[] = []
  while (house.time.at < 59_000) more.push(await call(house, 'bulk'))
  expect(goes(more).length).toBeLessThan(46)
})

test('no minute has more than allowed, however many answers there are', async () => {
  const house = budgetFor(100)
  const answers = []
  for (let each = 0; each < 150; each++) answers.push(await call(house, 'answer'))
  expect(goes(answers)).toHaveLength(99)
  expect(await house.budget.take('answer')).toEqual({ kind: 'later', retryAfterMs: 60_000 })
})

test('after an idle time no burst makes up for what was not used, and a question that can be left out does not wait', async () => {
  const house = budgetFor(100, 40_000)
  const starts = [await call(house, 'bulk'), await call(house, 'bulk'), await call(house, 'bulk')]
  expect(Math.min(...goes(starts).map((at, place, all) => at - (all[place - 1] ?? 0)))).toBeGreaterThan(500)
  expect((await house.budget.take('spare')).kind).toBe('later')
})

test('what is on its way when a minute begins counts in it too', async () => {
  const { budget, time } = budgetFor(10, 59_900)
  for (let each = 0; each < 8; each++) await budget.take('answer')
  time.at = 60_100
  expect((await budget.take('answer')).kind).toBe('go')
  expect((await budget.take('answer')).kind).toBe('later')
})

test('what others used of the minute is known from the headers, and the last of it is left to answers', async () => {
  const { budget, time } = budgetFor(100, 20_000)
  const turn = await budget.take('bulk')
  if (turn.kind === 'go') turn.ended({ limit: 100, remain: 5 })
  expect(await budget.take('bulk')).toEqual({ kind: 'later', retryAfterMs: 1_000 })
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

test('a rest ends in its time, also when the clock was hours ahead and is put back', async () => {
  const { budget, time } = budgetFor(100, 7_200_000)
  budget.rest(30_000)
  time.at = 10_000
  expect(await budget.take('answer')).toEqual({ kind: 'later', retryAfterMs: 30_000 })
  time.at = 40_000
  expect((await budget.take('answer')).kind).toBe('go')
})

test('an account with a single call a minute still sends', async () => {
  const { budget } = budgetFor(1)
  expect((await budget.take('bulk')).kind).toBe('go')
})
