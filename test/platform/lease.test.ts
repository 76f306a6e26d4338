import { once } from 'node:events'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type HeldLease, holdLease } from '../../src/platform/hold-lease.ts'
import { acquireLease, endLeases, releaseLease, renewLease } from '../../src/platform/lease.repository.ts'
import { inTransaction } from '../../src/platform/postgres.ts'
import { type TestDatabase, testDatabase } from '../database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const longMs = 60_000
const hanoi = (name: string, ttlMs = longMs) => ({ name, owner: 'Hà Nội', ttlMs })
const hue = (name: string, ttlMs = longMs) => ({ name, owner: 'Huế', ttlMs })

async function letRunOut(name: string) {
  await database.db.lease.update({ where: { name }, data: { expiresAt: new Date(0) } })
}

async function held(request: { name: string; owner: string; ttlMs: number }): Promise<HeldLease> {
  const lease = await holdLease(database.db, request)
  if (lease === undefined) throw new Error('somebody else holds it')
  return lease
}

test('of many processes that ask at the same time, one gets the lease', async () => {
  const requests = Array.from({ length: 20 }, (_, index) => ({ name: 'rush', owner: `worker ${index}`, ttlMs: longMs }))
  const answers = await Promise.all(requests.map((request) => acquireLease(database.db, request)))
  expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1)
})

test('a lease that ran out goes to the next, with a higher number, and the old holder can no longer renew it', async () => {
  const first = await acquireLease(database.db, hanoi('leader'))
  expect(await acquireLease(database.db, hue('leader'))).toBeUndefined()
  await letRunOut('leader')
  const second = await acquireLease(database.db, hue('leader'))
  expect([first?.fencing, second?.fencing]).toEqual([1n, 2n])
  expect(first && (await renewLease(database.db, first, longMs))).toBe(false)
  expect(second && (await renewLease(database.db, second, longMs))).toBe(true)
})

test('a lease given back is free at once, and its number goes on', async () => {
  const first = await acquireLease(database.db, hanoi('token'))
  if (first) await releaseLease(database.db, first)
  expect(await acquireLease(database.db, hue('token'))).toMatchObject({ owner: 'Huế', fencing: 2n })
})

test('an old holder who gives back does not take it from the new one', async () => {
  const first = await acquireLease(database.db, hanoi('late'))
  await letRunOut('late')
  await acquireLease(database.db, hue('late'))
  if (first) await releaseLease(database.db, first)
  expect(await acquireLease(database.db, hanoi('late'))).toBeUndefined()
})

test('time is counted to the moment of asking, even late in a long transaction', async () => {
  await inTransaction(database.db, async (transaction) => {
    await acquireLease(transaction, hanoi('slow', 1))
    await transaction.$queryRaw`SELECT pg_sleep(0.005)::text`
    expect(await acquireLease(transaction, hue('slow'))).toMatchObject({ owner: 'Huế' })
  })
})

test('a held lease renews itself as long as it is wanted', async () => {
  const lease = await held(hanoi('kept', 300))
  const expiryOf = async () => (await database.db.lease.findUniqueOrThrow({ where: { name: 'kept' } })).expiresAt
  const before = await expiryOf()
  await vi.waitUntil(async () => (await expiryOf()).getTime() > before.getTime() + 350, { timeout: 5_000 })
  expect(await holdLease(database.db, hue('kept'))).toBeUndefined()
  expect(lease.lost.aborted).toBe(false)
  await lease.release()
  expect(await acquireLease(database.db, hue('kept'))).toBeDefined()
  expect(lease.lost.aborted).toBe(false)
})

test('who loses the lease to somebody else hears of it at the next renewal', async () => {
  const ttlMs = 3_000
  const startedAtMs = performance.now()
  const lease = await held(hanoi('taken', ttlMs))
  await letRunOut('taken')
  await acquireLease(database.db, hue('taken'))
  if (!lease.lost.aborted) await once(lease.lost, 'abort')
  expect(performance.now() - startedAtMs).toBeLessThan(ttlMs - 100)
  await lease.release()
  expect(await acquireLease(database.db, hanoi('taken'))).toBeUndefined()
})

test('who gets no answer from the database any more counts the lease as lost', async () => {
  await using own = await testDatabase()
  const lease = await holdLease(own.db, hanoi('cut', 300))
  await own.db.$executeRaw`DROP TABLE "Lease"`
  if (lease && !lease.lost.aborted) await once(lease.lost, 'abort')
  expect(lease?.lost.aborted).toBe(true)
})

test('a process that is alone ends the leases of the dead, and the numbers go on', async () => {
  const dead = await acquireLease(database.db, hanoi('first start'))
  await endLeases(database.db)
  const living = await acquireLease(database.db, hue('first start'))
  expect([dead?.fencing, living?.fencing]).toEqual([1n, 2n])
  expect(dead && (await renewLease(database.db, dead, longMs))).toBe(false)
})
