import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { findServerProcess } from '../src/platform/embedded-postgres/pid-file.ts'
import { isAlive } from '../src/platform/embedded-postgres/server-users.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/start-embedded-postgres.ts'

const prefix = 'giaoban-test-'

/** A server in a temporary folder that forgets everything at a power cut, or the one of TEST_DATABASE_URL. */
export async function startTestServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const url = process.env.TEST_DATABASE_URL
  if (url) return { url, stop: async () => {} }
  await removeOrphans()
  const dataDir = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
  const removeFolder = () => rm(dataDir, { recursive: true, force: true })
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  try {
    const server = await startEmbeddedPostgres({ dataDir, settings })
    return { url: server.url, stop: () => server.stop().finally(removeFolder) }
  } catch (error) {
    await removeFolder()
    throw error
  }
}

/** The same server and account, another database. */
export function withDatabaseName(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

/** Runs statements one after the other on one connection of the server's account. */
export async function runAdmin(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

// A test run that was killed leaves its detached server behind; the next run tidies up.
async function removeOrphans() {
  const names = await readdir(tmpdir())
  for (const name of names.filter((each) => each.startsWith(prefix))) {
    if (isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue
    const server = await findServerProcess(join(tmpdir(), name, 'server', 'data'))
    if (server !== undefined) process.kill(server.pid, 'SIGQUIT')
    await rm(join(tmpdir(), name), { recursive: true, force: true, maxRetries: 5 })
  }
}
