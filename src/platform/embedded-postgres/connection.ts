import pg from 'pg'
import type { Cluster } from './cluster.ts'

const databaseName = 'giaoban'

/** The address of our database on that port, password included. */
export const urlOf = (cluster: Cluster, port: number, database = databaseName) =>
  `postgresql://postgres:${cluster.password}@127.0.0.1:${port}/${database}`

/** `stranger`: something else listens there, or a server with another password. */
export async function answers(cluster: Cluster, port: number): Promise<'ready' | 'not-yet' | 'stranger'> {
  try {
    const folder = await ask(cluster, port, 'SHOW data_directory')
    return folder?.data_directory === cluster.dataFolder ? 'ready' : 'stranger'
  } catch (error) {
    // 28P01, 28000: a wrong password; everything else is a server that is not up yet.
    const code = (error as { code?: string }).code ?? ''
    return code.startsWith('28') ? 'stranger' : 'not-yet'
  }
}

/** Makes our database when the cluster is new. */
export async function ensureDatabase(cluster: Cluster, port: number): Promise<void> {
  const found = await ask(cluster, port, `SELECT 1 AS found FROM pg_database WHERE datname = '${databaseName}'`)
  if (found === undefined) await ask(cluster, port, `CREATE DATABASE ${databaseName}`).catch(ignoreDuplicate)
}

async function ask(cluster: Cluster, port: number, sql: string): Promise<Record<string, unknown> | undefined> {
  const client = new pg.Client({ connectionString: urlOf(cluster, port, 'postgres'), connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows[0]
  } finally {
    await client.end().catch(() => {})
  }
}

// Another process of ours was quicker: 42P04 when it was done, 23505 when it was at it.
function ignoreDuplicate(error: { code?: string }) {
  if (error.code !== '42P04' && error.code !== '23505') throw error
}
