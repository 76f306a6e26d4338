import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { applyMigrations } from '../prisma/migrate.ts'
import { findServerProcess } from '../src/platform/embedded-postgres/pid-file.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/start-embedded-postgres.ts'
import { closeDatabase, createDatabase, type Database } from '../src/platform/postgres.ts'
import type { BenchOptions } from './bench.ts'
import { treeCpuMs } from './process-figures.ts'

/** The servers a bench runs on, all on this machine and all gone afterwards. */
export type Place = {
  /** For whatever the bench keeps; removed at the end. */
  readonly folder: string
  /** A PostgreSQL of its own, with the settings of a desk's own: writes are durable. */
  readonly databaseUrl: string
  readonly db: Database
  /** Undefined: the queue is in PostgreSQL. */
  readonly redisUrl: string | undefined
  /** What the servers have used so far; 0 for one that was there before. */
  cpuMs(): ServerCpu
}

export type ServerCpu = { readonly postgres: number; readonly redis: number }

export async function openPlace({ backend, onEnd }: Pick<BenchOptions, 'backend' | 'onEnd'>): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'giaoban-bench-'))
  onEnd('the folder', () => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  // The database server may run as another account, which has to come in.
  await chmod(folder, 0o711)
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data') })
  onEnd('PostgreSQL', () => server.stop())
  await applyMigrations(server.url)
  const db = createDatabase({ url: server.url, maxConnections: 4 })
  onEnd('the database client', () => closeDatabase(db))
  const redis = backend === 'redis' ? await openRedis(folder, onEnd) : undefined
  const postmaster = await postmasterIn(join(folder, 'data'))
  return {
    folder,
    databaseUrl: server.url,
    db,
    redisUrl: redis?.url,
    cpuMs: () => ({ postgres: treeCpuMs(postmaster), redis: redis ? treeCpuMs(redis.pid) : 0 }),
  }
}

async function postmasterIn(dataDir: string): Promise<number> {
  const moved = await readFile(join(dataDir, 'moved-to'), 'utf8').catch(() => join(dataDir, 'server'))
  return (await findServerProcess(join(moved, 'data')))?.pid ?? 0
}

/** The server of REDIS_URL, or one of its own that keeps nothing. */
async function openRedis(
  folder: string,
  onEnd: BenchOptions['onEnd'],
): Promise<{ readonly url: string; readonly pid: number }> {
  if (process.env.REDIS_URL) return { url: process.env.REDIS_URL, pid: 0 }
  const port = await freePort()
  const nothingKept = ['--save', '', '--appendonly', 'no', '--dir', folder]
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', ...nothingKept], {
    stdio: 'ignore',
  })
  const missing = once(child, 'error').then(() => {
    throw new Error('There is no redis-server here: install it, set REDIS_URL, or run with --backend postgres.')
  })
  onEnd('Redis', () => endProcess(child))
  await Promise.race([untilListening(port), missing])
  missing.catch(() => {})
  return { url: `redis://127.0.0.1:${port}`, pid: child.pid ?? 0 }
}

/** Asks it to end, waits, and makes it end when it does not within `withinMs`. */
export async function endProcess(child: ChildProcess, withinMs = 15_000): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), withinMs)
  await ended
  clearTimeout(late)
}

/** A port that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const place = server.address()
  server.close()
  await once(server, 'close')
  if (place === null || typeof place === 'string') throw new Error('no port is free')
  return place.port
}

async function untilListening(port: number): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const socket = connect(port, '127.0.0.1')
    const open = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false)
    socket.destroy()
    if (open) return
    await rest(20)
  }
  throw new Error(`nothing listens on port ${port}`)
}
