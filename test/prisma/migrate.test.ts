import { randomUUID } from 'node:crypto'
import { expect, inject, onTestFinished, test } from 'vitest'
import { applyMigrations } from '../../prisma/migrate.ts'
import { readMigrations, readSchema } from '../../prisma/migration-files.ts'
import { pendingMigrations } from '../../prisma/pending-migrations.ts'
import { openSchemaEngine } from '../../prisma/schema-engine.ts'
import { testDatabase } from '../database.ts'
import { runAdmin, withDatabaseName } from '../database-server.ts'

const names = (await readMigrations()).map(({ name }) => name)

test('two processes that start on a new database at the same moment migrate it once', async () => {
  const url = await emptyDatabase()
  const both = await Promise.all([applyMigrations(url), applyMigrations(url)])
  expect(both.flatMap(({ applied }) => applied)).toEqual(names)
})

test('a database that is up to date needs no engine', async () => {
  await using database = await testDatabase()
  expect(await pendingMigrations(database.url, await readMigrations())).toEqual([])
  expect(await applyMigrations(database.url)).toEqual({ applied: [] })
})

test('a new migration is seen, and so is one whose text was changed', async () => {
  await using database = await testDatabase()
  const [first, ...others] = await readMigrations()
  if (first === undefined) throw new Error('no migrations')
  const added = { name: '29990101000000_later', sql: '', checksum: 'of the new one' }
  const changed = { ...first, checksum: 'another' }
  const pending = await pendingMigrations(database.url, [changed, ...others, added])
  expect(pending.map(({ name }) => name)).toEqual([first.name, added.name])
})

test('a later release adds its migrations to those already applied', async () => {
  await using database = await testDatabase()
  const later = { name: '29990101000000_later', sql: 'CREATE TABLE later (id int)', checksum: '' }
  const engine = await openSchemaEngine(database.url, await readSchema())
  onTestFinished(() => engine.close())
  expect(await engine.apply([...(await readMigrations()), later])).toEqual([later.name])
})

test('a migration that fails says what the database said, and is tried again at the next start', async () => {
  const url = await emptyDatabase()
  await runAdmin(url, 'CREATE TYPE "Lease" AS ENUM ()')
  await expect(applyMigrations(url)).rejects.toThrow('type "Lease" already exists')
  await runAdmin(url, 'DROP TYPE "Lease"')
  expect(await applyMigrations(url)).toEqual({ applied: names })
})

async function emptyDatabase(): Promise<string> {
  const { adminUrl } = inject('databaseServer')
  const name = `empty_${randomUUID()}`
  await runAdmin(adminUrl, `CREATE DATABASE "${name}"`)
  onTestFinished(() => runAdmin(adminUrl, `DROP DATABASE "${name}" WITH (FORCE)`))
  return withDatabaseName(adminUrl, name)
}
