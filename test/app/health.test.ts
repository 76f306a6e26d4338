import { expect, test } from 'vitest'
import { createHealth } from '../../src/app/health.ts'
import { newId } from '../../src/platform/ids.ts'
import type { Database } from '../../src/platform/postgres.ts'
import type { Queue } from '../../src/queue/queue.ts'
import { testDatabase } from '../database.ts'

const never = new Promise<never>(() => {})
const queue = (check: Queue['check']): Queue => ({
  toAccount: async () => {},
  toDesk: async () => {},
  depth: async () => 0,
  empty: async () => {},
  check,
  close: async () => {},
})
const channels = { all: () => [], listening: () => [], byAccount: () => undefined }

test('a database and a queue that hang are told as failing soon, not waited for', async () => {
  await using database = await testDatabase()
  await database.db.$transaction(async (tx) => {
    // Whoever asks for the accounts now waits for this lock, as for a server that has stopped.
    await tx.$executeRaw`LOCK TABLE "ChannelAccount"`
    const health = await createHealth({ db: database.db, queue: queue(() => never), channels }, 200)()
    expect(health).toEqual({ database: 'failing', queue: 'failing', accounts: [] })
  })
})

test('an account in alarm is told with its reason', async () => {
  await using database = await testDatabase()
  const { db } = database
  const [id, organisationId, createdAt] = [newId(new Date()), newId(new Date()), new Date()]
  await db.organisation.create({ data: { id: organisationId, name: 'Sở Mẫu', shortName: 'SM', createdAt } })
  const names = { channel: 'zalo', name: 'OA', externalId: '1', secretsSealed: '' }
  const alarm = { state: 'alarm', stateReason: 'refresh-answer-lost: consent-needed' } as const
  await db.channelAccount.create({ data: { id, organisationId, ...names, ...alarm, createdAt } })
  expect(await createHealth({ db, queue: queue(async () => 'ok'), channels })()).toMatchObject({
    accounts: [{ id, state: 'alarm', reason: 'refresh-answer-lost: consent-needed' }],
  })
})

test('a database that refuses is told as failing', async () => {
  const refused = async () => Promise.reject(new Error('refused'))
  const db = { channelAccount: { findMany: refused } } as unknown as Database
  expect(await createHealth({ db, queue: queue(async () => 'ok'), channels })()).toMatchObject({ database: 'failing' })
})
