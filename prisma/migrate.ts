import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/start-embedded-postgres.ts'
import { settleInterruptedMigrations } from './interrupted-migrations.ts'
import { migrationsFolder, readMigrations, readSchema } from './migration-files.ts'
import { pendingMigrations } from './pending-migrations.ts'

// The first migration is made anew while nothing is released; afterwards only `diff` adds to the folder.
const firstMigration = '20261122000000_first_house'

const usage = `node prisma/migrate.ts deploy        apply the missing migrations to DATABASE_URL
node prisma/migrate.ts diff NAME     write the next migration from the models
node prisma/migrate.ts check         exit 1 when the migrations do not give the schema
node prisma/migrate.ts reset-first   write the first migration anew (before the first release only)`

/** Brings the database of `url` up to date; quick when there is nothing to do. Throws with the engine's words when one fails. */
export async function applyMigrations(url: string): Promise<{ applied: string[] }> {
  const migrations = await readMigrations()
  if ((await pendingMigrations(url, migrations)).length === 0) return { applied: [] }
  return inTurn(url, async () => {
    // Whoever had the turn before has done it.
    if ((await pendingMigrations(url, migrations)).length === 0) return { applied: [] }
    return runEngine(url)
  })
}

/** One at a time, however many processes start at once: the engine's own lock gives up after 10 s. */
async function inTurn<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [turnLock])
    return await work()
  } finally {
    await client.end()
  }
}

/** Any number that nothing else locks in this database. */
const turnLock = 7_140_912

async function runEngine(url: string): Promise<{ applied: string[] }> {
  // A process of its own: the engine takes memory and leaves a timer that would hold up our shutdown.
  const child = await promisify(execFile)(process.execPath, [import.meta.filename, 'deploy'], {
    env: { PATH: '', DATABASE_URL: url },
  }).catch((error: { stderr?: string; message: string }) => {
    throw new Error(`the migrations failed: ${error.stderr || error.message}`)
  })
  return { applied: child.stdout.split('\n').filter(Boolean) }
}

if (import.meta.main) {
  await main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error)
      process.exit(1)
    },
  )
}

async function main([command, name]: readonly string[]): Promise<number> {
  if (command === 'deploy' && process.env.DATABASE_URL) return deploy(process.env.DATABASE_URL)
  if (command === 'check') return withDatabase(check)
  if (command === 'diff' && name) return withDatabase((url) => diff(url, name))
  if (command === 'reset-first') return withDatabase(resetFirst)
  console.error(usage)
  return 2
}

async function deploy(url: string): Promise<number> {
  await settleInterruptedMigrations(url)
  const engine = await openEngine(url)
  for (const name of await engine.apply(await readMigrations())) console.log(name)
  await engine.close()
  return 0
}

async function check(url: string): Promise<number> {
  const missing = await differenceOf(url, await readMigrations())
  if (missing === undefined) return 0
  console.error(`The migrations do not give the schema; missing:\n${missing}`)
  return 1
}

async function diff(url: string, name: string): Promise<number> {
  const missing = await differenceOf(url, await readMigrations())
  if (missing === undefined) {
    console.log('nothing to migrate')
    return 0
  }
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)
  return write(`${stamp}_${name.replaceAll(/\W+/g, '_')}`, missing)
}

async function resetFirst(url: string): Promise<number> {
  const others = (await readMigrations()).filter(({ name }) => name !== firstMigration)
  if (others.length > 0) {
    console.error(`refused: there are later migrations (${others.map(({ name }) => name).join(', ')})`)
    return 1
  }
  return write(firstMigration, (await differenceOf(url, [])) ?? '')
}

async function write(name: string, sql: string): Promise<number> {
  const { lockFile } = await import('./schema-engine.ts')
  await mkdir(join(migrationsFolder, name), { recursive: true })
  await writeFile(join(migrationsFolder, name, 'migration.sql'), sql)
  await writeFile(join(migrationsFolder, 'migration_lock.toml'), lockFile)
  console.log(`prisma/migrations/${name}/migration.sql`)
  return 0
}

async function differenceOf(url: string, migrations: Awaited<ReturnType<typeof readMigrations>>) {
  const engine = await openEngine(url)
  const missing = await engine.difference(migrations)
  await engine.close()
  return missing
}

// Loaded only here: the service imports this file for the quick check, not for 3 MB of engine.
async function openEngine(url: string) {
  const { openSchemaEngine } = await import('./schema-engine.ts')
  return openSchemaEngine(url, await readSchema())
}

async function withDatabase(work: (url: string) => Promise<number>): Promise<number> {
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL)
  const dataDir = await mkdtemp(join(tmpdir(), 'giaoban-migrate-'))
  const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } })
  try {
    return await work(server.url)
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
