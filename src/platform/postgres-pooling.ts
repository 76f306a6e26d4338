import { setTimeout as rest } from 'node:timers/promises'
import pg from 'pg'

/** What stands between us and the server: nothing, a pooler that leaves us one session, or one that hands out sessions by the transaction. */
export type Pooling = 'none' | 'session' | 'transaction'

const tries = 3
const patienceMs = 2_000

/**
 * Told by the server's own process id: a pooler names another one when we connect. Where it hands out sessions by the transaction,
 * a connection meets another process while a second connection keeps its former one busy.
 */
export async function poolingOf(url: string): Promise<Pooling> {
  const one = await connect(url)
  try {
    const met = await serverOf(one)
    if (met === (one as unknown as { readonly processID: number }).processID) return 'none'
    const other = await connect(url)
    try {
      for (let at = 0; at < tries; at += 1) if ((await serverWhileBusy(one, other)) !== met) return 'transaction'
      return 'session'
    } finally {
      await other.end()
    }
  } finally {
    await one.end()
  }
}

/** Undefined when there is no second session to be had, which only happens where they are handed out. */
async function serverWhileBusy(one: pg.Client, other: pg.Client): Promise<number | undefined> {
  await other.query('BEGIN')
  await serverOf(other)
  const asked = serverOf(one)
  const met = await Promise.race([asked, rest(patienceMs, undefined)])
  await other.query('COMMIT')
  await asked
  return met
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function serverOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return rows[0]?.pid
}
