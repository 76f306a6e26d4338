import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { type Prisma, PrismaClient } from '../../prisma/generated/client.ts'

/** The database outside a transaction. */
export type Database = PrismaClient

/** The database inside a transaction, as `inTransaction` hands it to its work. */
export type Transaction = Prisma.TransactionClient

/** What a repository takes: it works the same in and outside a transaction. */
export type Db = Database | Transaction

export type DatabaseOptions = { readonly url: string; readonly maxConnections: number }

/** A Prisma client over its own pool; connects at the first query. A full pool fails after 10 s instead of hanging. */
export function createDatabase({ url, maxConnections }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
    // The adapter reads every timestamp as UTC, whatever zone the server would answer in.
    onConnect: async (client) => {
      await client.query("SET TIME ZONE 'UTC'")
    },
  })
  // Its longer errors quote what was to be written, and errors end up in the log.
  return new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }), errorFormat: 'minimal' })
}

/** Runs `work` in one transaction; what it throws rolls everything back. Keep it short: it is ended after `withinMs` (5 s). */
export function inTransaction<T>(
  db: Database,
  work: (transaction: Transaction) => Promise<T>,
  { withinMs = 5_000 }: { readonly withinMs?: number } = {},
): Promise<T> {
  return db.$transaction(work, { timeout: withinMs })
}

/** Ends the pool; the client must not be used afterwards. */
export function closeDatabase(db: Database): Promise<void> {
  return db.$disconnect()
}
