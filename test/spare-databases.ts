import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { closeDatabase, createDatabase, type Database } from '../src/platform/postgres.ts'
import { runAdmin, withDatabaseName } from './database-server.ts'

/** A clone of the migrated template, with the client that is connected to it. */
export type ClonedDatabase = {
  readonly db: Database
  readonly url: string
  readonly name: string
  readonly maxConnections: number
}

/** Emptied databases of this test file: emptying one takes a twentieth of the time of making one. */
let spare: readonly ClonedDatabase[] = []

export async function takeDatabase(maxConnections: number): Promise<ClonedDatabase> {
  const found = spare.find((each) => each.maxConnections === maxConnections)
  if (!found) return cloneDatabase(maxConnections)
  spare = spare.filter((each) => each !== found)
  return found
}

export async function giveBackDatabase(database: ClonedDatabase): Promise<void> {
  if (await emptied(database)) spare = [...spare, database]
  else await dropDatabase(database)
}

/** At the end of a test file: what its tests left for each other goes. */
export async function dropSpareDatabases(): Promise<void> {
  const all = spare
  spare = []
  for (const database of all) await dropDatabase(database)
}

async function cloneDatabase(maxConnections: number): Promise<ClonedDatabase> {
  const { adminUrl, template } = inject('databaseServer')
  const name = `test_${randomUUID()}`
  // The lock makes the workers clone one after the other; it ends with the connection. Copying files writes no log of every page.
  const clone = `CREATE DATABASE "${name}" TEMPLATE "${template}" STRATEGY FILE_COPY`
  await runAdmin(adminUrl, `SELECT pg_advisory_lock(${cloningLock})`, clone)
  const url = withDatabaseName(adminUrl, name)
  return { db: createDatabase({ url, maxConnections }), url, name, maxConnections }
}

const cloningLock = 20_261_122

/** False when it cannot serve another test: its tables are others now, or somebody is still in the middle of something. */
async function emptied({ db }: ClonedDatabase): Promise<boolean> {
  try {
    await db.$executeRawUnsafe(inject('databaseServer').emptying)
    return true
  } catch {
    return false
  }
}

async function dropDatabase({ db, name }: ClonedDatabase): Promise<void> {
  await closeDatabase(db)
  await runAdmin(inject('databaseServer').adminUrl, `DROP DATABASE "${name}" WITH (FORCE)`)
}
