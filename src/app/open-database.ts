import { join } from 'node:path'
import { applyMigrations } from '../../prisma/migrate.ts'
import { readMigrations } from '../../prisma/migration-files.ts'
import { pendingMigrations } from '../../prisma/pending-migrations.ts'
import type { Config } from '../config.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres/start-embedded-postgres.ts'
import type { Logger } from '../platform/logger.ts'
import { closeDatabase, createDatabase, type Database, sessionZone } from '../platform/postgres.ts'
import { poolingOf } from '../platform/postgres-pooling.ts'

export type OpenDatabase = {
  readonly db: Database
  readonly url: string
  /** For what needs a session of its own: the same, or past the pooler. */
  readonly directUrl: string
  close(): Promise<void>
}

/** How many connections one process holds at most for its own queries. */
export const maxConnections = 12

/** The database by DATABASE_URL, or an embedded one in DATA_DIR, migrated. Closing it is the last thing that happens. */
export async function openDatabase(config: Config, log: Logger): Promise<OpenDatabase> {
  const server = config.databaseUrl
    ? { url: config.databaseUrl, stop: async () => {} }
    : await startEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres'), log })
  const directUrl = config.directDatabaseUrl ?? server.url
  try {
    if (config.databaseUrl) await checkPooling(config, config.databaseUrl)
    await named('DIRECT_DATABASE_URL', config.directDatabaseUrl, () => applyMigrations(directUrl))
    const db = createDatabase({ url: server.url, maxConnections })
    const close = () => closeDatabase(db)
    await checkZone(db).catch((error: unknown) => close().then(() => Promise.reject(error)))
    return { db, url: server.url, directUrl, close: () => close().then(() => server.stop()) }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** Sessions that are handed out by the transaction carry neither the queue on PostgreSQL nor migrations. */
async function checkPooling(config: Config, databaseUrl: string): Promise<void> {
  const pooling = await named('DATABASE_URL', databaseUrl, () => poolingOf(databaseUrl))
  if (pooling !== 'transaction' || config.directDatabaseUrl) return
  const why = 'DIRECT_DATABASE_URL: is needed, since DATABASE_URL leads through a transaction pooler'
  if (!config.redisUrl) throw new Error(`${why} and the queue wants a session of its own; or set REDIS_URL.`)
  const pending = await pendingMigrations(databaseUrl, await readMigrations())
  if (pending.length > 0) throw new Error(`${why} and there are migrations to apply.`)
}

async function checkZone(db: Database): Promise<void> {
  const zone = await sessionZone(db)
  if (!['UTC', 'Etc/UTC', 'GMT'].includes(zone))
    throw new Error(
      `DATABASE_URL: what stands before the database keeps its time zone at ${zone} instead of UTC; say once: ALTER ROLE … SET timezone TO 'UTC'.`,
    )
}

async function named<T>(variable: string, url: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw url ? namedProblem(variable, url, error) : error
  }
}

/** A database that cannot be reached or entered is a matter of configuration: said with the variable, never with the password. */
function namedProblem(variable: string, url: string, error: unknown): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  const { host, pathname } = new URL(url)
  if (code === '28P01' || code === '28000') return new Error(`${variable}: ${host} refuses the user or the password.`)
  if (code === '3D000') return new Error(`${variable}: there is no database ${pathname.slice(1)} at ${host}.`)
  return /^E[A-Z]+$/.test(code) ? new Error(`${variable}: no database answers at ${host} (${code}).`) : error
}
