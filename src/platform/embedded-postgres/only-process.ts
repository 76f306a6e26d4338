import { setTimeout as rest } from 'node:timers/promises'
import pg from 'pg'

/** Any number that nothing else locks in this database. */
const lockKey = 7_140_911
/** After `kill -9` the server notices at once that the holder's connection is gone; a stopping service takes a moment longer. */
const patienceMs = 2_000

/**
 * The right to be the one service on an embedded database, held by a connection that dies with its process; undefined when
 * another service holds it. A session lock fits here, where no pooler stands between and nobody can be left to renew a lease.
 */
export async function holdOnlyProcess(url: string): Promise<{ release(): Promise<void> } | undefined> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  const deadlineMs = performance.now() + patienceMs
  for (;;) {
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [lockKey])
    if (rows[0]?.held) return { release: () => client.end() }
    if (performance.now() > deadlineMs) break
    await rest(100)
  }
  await client.end()
  return undefined
}
