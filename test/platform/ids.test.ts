import { expect, test } from 'vitest'
import { z } from 'zod'
import { longId, newId, shortId } from '../../src/platform/ids.ts'

test('ids sort by time, and by the order of making while the clock stands still', () => {
  const noon = new Date('2026-11-23T05:00:00.000Z')
  const ids = Array.from({ length: 20_000 }, () => newId(noon))
  expect(ids).toEqual(ids.toSorted())
  expect(new Set(ids).size).toBe(ids.length)
  expect(newId(new Date(noon.getTime() + 1)) > (ids.at(-1) ?? '')).toBe(true)
  expect(z.uuidv7().safeParse(ids.at(-1)).success).toBe(true)
})

test('an id comes back from its short form', () => {
  const id = newId(new Date('2026-11-23T05:00:00.000Z'))
  expect([shortId(id).length, longId(shortId(id))]).toEqual([22, id])
})
