import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { closeDatabase, createDatabase, type Database } from '../src/platform/postgres.ts'
import { runAdmin, withDatabaseName } from './database-server.ts'

/** A real, migrated, empty database of its own: `await using database = await testDatabase()`. */
export type TestDatabase = {
  readonly db: Database
  readonly url: string
  [Symbol.asyncDispose](): Promise<void>
}

export async function testDatabase({ maxConnections = 5 } = {}): Promise<TestDatabase> {
  const { adminUrl, template } = inject('databaseServer')
  const name = `test_${randomUUID()}`
  // The lock makes the workers clone one after the other; it ends with the connection.
  const clone = `CREATE DATABASE "${name}" TEMPLATE "${template}"`
  await runAdmin(adminUrl, `SELECT pg_advisory_lock(${cloningLock})`, clone)
  const url = withDatabaseName(adminUrl, name)
  const db = createDatabase({ url, maxConnections })
  return {
    db,
    url,
    async [Symbol.asyncDispose]() {
      await closeDatabase(db)
      await runAdmin(adminUrl, `DROP DATABASE "${name}" WITH (FORCE)`)
    },
  }
}

const cloningLock = 20_261_122
