import { queueConnections } from '../../jobs/bullmq-connections.ts'
import { sharedConnections } from '../../jobs/bullmq-postgres.ts'
import type { Config } from '../config.ts'
import { listAccounts } from '../domain/accounts/accounts.repository.ts'
import type { Database } from '../platform/postgres.ts'
import type { Say } from '../texts.ts'

/**
 * Refuses to start where PostgreSQL, which carries the queue, has no room for all the connections this process may come to hold:
 * later on a lane would wait for one without a word. Those that other processes hold now are counted, not what they might still open.
 */
export async function assertEnoughConnections(
  db: Database,
  config: Pick<Config, 'redisUrl' | 'directDatabaseUrl' | 'processMode'>,
  { ownPool, say }: { readonly ownPool: number; readonly say: Say },
): Promise<void> {
  if (config.redisUrl) return
  const needed = (await ofQueue(db, config)) + (config.directDatabaseUrl ? 0 : ownPool)
  const { allowed, taken } = await roomOf(db)
  if (taken + needed <= allowed) return
  throw new Error(say('en', 'app-too-few-connections', { allowed, taken, needed }))
}

async function ofQueue(db: Database, { processMode }: Pick<Config, 'processMode'>): Promise<number> {
  // A web process only adds.
  if (processMode === 'web') return sharedConnections
  const accounts = await listAccounts(db)
  return queueConnections(accounts.filter(({ state }) => state !== 'off').length)
}

/** How many connections the server lets everybody have, and how many others hold; ours of this moment are part of what we need. */
async function roomOf(db: Database): Promise<{ readonly allowed: number; readonly taken: number }> {
  const [row] = await db.$queryRaw<{ allowed: number; taken: number }[]>`
    SELECT (SELECT sum(CASE name WHEN 'max_connections' THEN setting::int ELSE -setting::int END)::int FROM pg_settings
        WHERE name IN ('max_connections', 'superuser_reserved_connections', 'reserved_connections')) AS allowed,
      (SELECT sum(numbackends)::int - 1 FROM pg_stat_database) AS taken`
  return row ?? { allowed: Number.POSITIVE_INFINITY, taken: 0 }
}
