import type { Database } from '../src/platform/postgres.ts'
import { giveBackDatabase, takeDatabase } from './spare-databases.ts'

/** A real, migrated, empty database of its own: `await using database = await testDatabase()`. */
export type TestDatabase = {
  readonly db: Database
  readonly url: string
  [Symbol.asyncDispose](): Promise<void>
}

export async function testDatabase({ maxConnections = 5 } = {}): Promise<TestDatabase> {
  const database = await takeDatabase(maxConnections)
  return { db: database.db, url: database.url, [Symbol.asyncDispose]: () => giveBackDatabase(database) }
}
