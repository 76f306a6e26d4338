import { expect, test } from 'vitest'
import { closeDatabase, createDatabase, inTransaction } from '../../src/platform/postgres.ts'
import { testDatabase } from '../database.ts'

test('each test works in an empty database of its own', async () => {
  await using first = await testDatabase()
  await using second = await testDatabase()
  await first.db.lease.create({ data: { name: 'leader', owner: 'a', expiresAt: new Date(0) } })
  expect(await first.db.lease.count()).toBe(1)
  expect(await second.db.lease.count()).toBe(0)
})

test('what fails in the middle of a transaction leaves nothing behind', async () => {
  await using database = await testDatabase()
  const failing = inTransaction(database.db, async (transaction) => {
    await transaction.lease.create({ data: { name: 'leader', owner: 'a', expiresAt: new Date(0) } })
    throw new Error('the line dropped')
  })
  await expect(failing).rejects.toThrow('the line dropped')
  expect(await database.db.lease.count()).toBe(0)
})

test('a moment comes back as it was saved, whatever zone the server prefers', async () => {
  await using database = await testDatabase()
  const name = new URL(database.url).pathname.slice(1)
  await database.db.$executeRawUnsafe(`ALTER DATABASE "${name}" SET timezone = 'Asia/Ho_Chi_Minh'`)
  const inHanoi = createDatabase({ url: database.url, maxConnections: 1 })
  const noon = new Date('2026-11-22T12:00:00.000Z')
  await inHanoi.lease.create({ data: { name: 'leader', owner: 'a', expiresAt: noon } })
  const saved = await database.db.lease.findUniqueOrThrow({ where: { name: 'leader' } })
  const read = await inHanoi.lease.findUniqueOrThrow({ where: { name: 'leader' } })
  await closeDatabase(inHanoi)
  expect([saved.expiresAt, read.expiresAt]).toEqual([noon, noon])
})
