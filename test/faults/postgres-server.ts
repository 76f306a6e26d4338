import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { findServerProcess } from '../../src/platform/embedded-postgres/pid-file.ts'
import { isAlive } from '../../src/platform/embedded-postgres/server-users.ts'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres/start-embedded-postgres.ts'

/** The harness's own PostgreSQL, which it stops, kills and starts again; address and data stay. */
export type PostgresServer = {
  readonly url: string
  /** `fast` as an administrator restarts it, `immediate` as a power cut leaves it. Resolves when it is gone. */
  stop(how: 'fast' | 'immediate'): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

// A commit is with the system before it is answered, so that a killed server forgets nothing; only a power cut would.
const settings = { fsync: 'off' }

export async function startPostgres(dataDir: string): Promise<PostgresServer> {
  let server = await startEmbeddedPostgres({ dataDir, settings })
  const { url } = server
  return {
    url,
    async stop(how) {
      const found = await findServerProcess(join(dataDir, 'server', 'data'))
      if (how === 'immediate' && found) {
        process.kill(found.pid, 'SIGQUIT')
        const end = performance.now() + 10_000
        while (isAlive(found.pid) && performance.now() < end) await wait(10)
      }
      await server.stop()
    },
    async start() {
      server = await startEmbeddedPostgres({ dataDir, settings })
      if (server.url !== url) throw new Error('PostgreSQL came back at another address')
    },
    close: () => server.stop(),
  }
}
