import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gather } from '../../src/platform/gather.ts'

/** A statement that ends when the test says so. */
function heldStatement() {
  const batches: { readonly items: readonly number[]; end(): void; fail(error: Error): void }[] = []
  const run = (items: readonly number[]) =>
    new Promise<readonly string[]>((resolve, reject) => {
      batches.push({ items, end: () => resolve(items.map((item) => `row ${item}`)), fail: reject })
    })
  return { batches, run }
}

describe('what many ask at once', () => {
  test('is asked at once by a lone caller, and what comes meanwhile goes together', async () => {
    const { batches, run } = heldStatement()
    const ask = gather(run, { most: 100 })
    const first = ask(1)
    await expect.poll(() => batches.length, { interval: 1 }).toBe(1)
    const others = [ask(2), ask(3), ask(4)]
    batches[0]?.end()
    await expect.poll(() => batches.length, { interval: 1 }).toBe(2)
    batches[1]?.end()
    expect(batches.map(({ items }) => items)).toEqual([[1], [2, 3, 4]])
    expect(await Promise.all([first, ...others])).toEqual(['row 1', 'row 2', 'row 3', 'row 4'])
  })

  test('never makes a statement larger than allowed', async () => {
    const sizes: number[] = []
    const ask = gather(
      async (items: readonly number[]) => {
        sizes.push(items.length)
        return items
      },
      { most: 40 },
    )
    await Promise.all(Array.from({ length: 100 }, (_, index) => ask(index)))
    expect(sizes).toEqual([40, 40, 20])
  })

  test('is tried alone where one of them cannot succeed, so that only that one fails', async () => {
    const tried: number[][] = []
    const run = async (items: readonly number[]) => {
      tried.push([...items])
      if (items.includes(2)) throw new Error('a poisoned row')
      return items.map((item) => item * 10)
    }
    const ask = gather(run, { most: 10 })
    const asked = await Promise.allSettled([ask(1), ask(2), ask(3)])
    expect(asked.map((each) => (each.status === 'fulfilled' ? each.value : each.reason.message))).toEqual([
      10,
      'a poisoned row',
      30,
    ])
    expect(tried).toEqual([[1, 2, 3], [1], [2], [3]])
    expect(await ask(4)).toBe(40)
  })

  test('fails together where nothing could be asked, and without a storm of single tries', async () => {
    let tries = 0
    const run = async (): Promise<readonly number[]> => {
      tries += 1
      throw new Error('away')
    }
    const ask = gather(run, { most: 10, isCommon: () => true })
    const asked = await Promise.allSettled([ask(1), ask(2), ask(3)])
    expect(asked.every(({ status }) => status === 'rejected')).toBe(true)
    expect(tries).toBe(1)
  })

  test('that is answered with too few rows is an error for each, never somebody else’s row', async () => {
    const ask = gather(async (items: readonly number[]) => items.slice(1), { most: 10 })
    const asked = await Promise.allSettled([ask(1), ask(2)])
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })

  test('gives everybody their own answer, whatever fails, however many batches run abreast and in whatever order they end', async () => {
    const step = fc.record({ item: fc.nat(1_000), poison: fc.boolean(), turns: fc.nat(3) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        async (steps, most, abreast, common) => {
          let underWay = 0
          const run = async (items: Readonly<typeof steps>) => {
            underWay += 1
            expect(items.length).toBeLessThanOrEqual(most)
            expect(underWay).toBeLessThanOrEqual(abreast)
            for (let turn = 0; turn < (items[0]?.turns ?? 0); turn++) await new Promise(setImmediate)
            underWay -= 1
            if (items.some(({ poison }) => poison)) throw new Error(items.map(({ item }) => item).join())
            return items.map(({ item }) => item)
          }
          const ask = gather(run, { most, abreast, isCommon: () => common })
          const asked = await Promise.allSettled(steps.map(ask))
          for (const [index, { item, poison }] of steps.entries()) {
            const end = asked[index]
            if (end?.status === 'fulfilled')
              expect({ poison, answer: end.value }).toEqual({ poison: false, answer: item })
            else expect(poison || common).toBe(true)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})
