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
    // A server that vanishes without a word would never be missed by whoever waits for its answer.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    Client: utcClient as unknown as typeof pg.Client,
  })
  // Its longer errors quote what was to be written, and errors end up in the log.
  return new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }), errorFormat: 'minimal' })
}

/**
 * The adapter writes and reads every timestamp as UTC, whatever zone the server would take it for. Said when connecting, which
 * poolers keep for the connection; what is set afterwards belongs to a session, and a transaction pooler gives that to others.
 */
function utcClient(options: pg.ClientConfig): pg.Client {
  const client = new pg.Client(options)
  const starting = client as unknown as { getStartupConf(): Readonly<Record<string, string>> }
  const usual = starting.getStartupConf.bind(client)
  starting.getStartupConf = () => ({ ...usual(), TimeZone: 'UTC' })
  return client
}

/** The zone in which the server takes our timestamps; anything but UTC would move every time that is written. */
export async function sessionZone(db: Database): Promise<string> {
  const [row] = await db.$queryRaw<{ zone: string }[]>`SELECT current_setting('TimeZone') AS zone`
  return row?.zone ?? ''
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
