import { join } from 'node:path'
import { applyMigrations } from '../../prisma/migrate.ts'
import type { Config } from '../config.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres/start-embedded-postgres.ts'
import type { Logger } from '../platform/logger.ts'
import { closeDatabase, createDatabase, type Database } from '../platform/postgres.ts'

export type OpenDatabase = { readonly db: Database; readonly url: string; close(): Promise<void> }

/** The database by DATABASE_URL, or an embedded one in DATA_DIR, migrated. Closing it is the last thing that happens. */
export async function openDatabase(config: Config, log: Logger): Promise<OpenDatabase> {
  const server = config.databaseUrl
    ? { url: config.databaseUrl, stop: async () => {} }
    : await startEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres'), log })
  try {
    await applyMigrations(server.url)
  } catch (error) {
    await server.stop()
    throw config.databaseUrl ? namedProblem(config.databaseUrl, error) : error
  }
  const db = createDatabase({ url: server.url, maxConnections: 12 })
  return {
    db,
    url: server.url,
    async close() {
      await closeDatabase(db)
      await server.stop()
    },
  }
}

/** A database that cannot be reached or entered is a matter of configuration: said with the variable, never with the password. */
function namedProblem(databaseUrl: string, error: unknown): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  const { host, pathname } = new URL(databaseUrl)
  if (code === '28P01' || code === '28000') return new Error(`DATABASE_URL: ${host} refuses the user or the password.`)
  if (code === '3D000') return new Error(`DATABASE_URL: there is no database ${pathname.slice(1)} at ${host}.`)
  return /^E[A-Z]+$/.test(code) ? new Error(`DATABASE_URL: no database answers at ${host} (${code}).`) : error
}
