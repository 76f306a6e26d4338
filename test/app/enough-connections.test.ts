import { expect, test } from 'vitest'
import { assertEnoughConnections } from '../../src/app/enough-connections.ts'
import { createTexts } from '../../src/texts.ts'
import { testDatabase } from '../database.ts'

test('a process that could not open all its connections to PostgreSQL says so at the start, instead of hanging later', async () => {
  await using database = await testDatabase()
  const { say } = createTexts()
  const config = { processMode: 'all', redisUrl: undefined, directDatabaseUrl: undefined } as const
  const start = (ownPool: number, given: object = {}) =>
    assertEnoughConnections(database.db, { ...config, ...given }, { ownPool, say })
  await start(12)
  await expect(start(2_000)).rejects.toThrow(/may need.*2,?00\d.*max_connections.*REDIS_URL/)
  // With Redis nothing of the queue is held there.
  await start(2_000, { redisUrl: 'redis://127.0.0.1:1' })
})
