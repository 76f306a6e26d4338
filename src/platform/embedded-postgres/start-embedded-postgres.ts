import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Logger, silentLogger } from '../logger.ts'
import { findBinaries } from './binaries.ts'
import { openCluster } from './cluster.ts'
import { startServer } from './server.ts'
import { otherUsers, registerUser } from './server-users.ts'

/** What starting the embedded server needs: its folder, a log, settings that override its own (tests: `fsync: 'off'`). */
export type EmbeddedPostgresOptions = {
  readonly dataDir: string
  readonly log?: Pick<Logger, 'info' | 'warn'>
  readonly settings?: Readonly<Record<string, string>>
  /** For root on a machine without user namespaces; `always` does it everywhere, `place` is a folder any account may enter. */
  readonly otherAccount?: { readonly always?: boolean; readonly place?: string }
}

/** A server that answers; `stop` leaves it running while another living process of ours still uses it. */
export type EmbeddedPostgres = {
  readonly url: string
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL from the npm binaries in `dataDir` (created when missing), or joins the server that still runs there.
 * Throws `EmbeddedPostgresError` with a closed `code` when this machine cannot run it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log = silentLogger, settings = {}, otherAccount = {} } = options
  const dataDir = resolve(options.dataDir)
  await mkdir(dataDir, { recursive: true, mode: 0o711 })
  const binaries = await findBinaries(dataDir)
  const cluster = await openCluster({ dataDir, binaries, settings, log, otherAccount })
  const leave = await registerUser(cluster.home)
  try {
    const server = await startServer({ cluster, settings, log })
    return {
      url: server.url,
      async stop() {
        await leave()
        if ((await otherUsers(cluster.home)) === 0) await server.stop()
      },
    }
  } catch (error) {
    await leave()
    throw error
  }
}
