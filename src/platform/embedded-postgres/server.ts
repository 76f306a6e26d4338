import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { type FileHandle, open, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Logger } from '../logger.ts'
import { programOf } from './binaries.ts'
import type { Cluster } from './cluster.ts'
import { answers, ensureDatabase, urlOf } from './connection.ts'
import { EmbeddedPostgresError } from './embedded-postgres.errors.ts'
import { findServerProcess, removePidFile } from './pid-file.ts'
import { commandAs } from './server-user.ts'
import { isAlive } from './server-users.ts'

type Starting = {
  readonly cluster: Cluster
  readonly settings: Readonly<Record<string, string>>
  readonly log: Pick<Logger, 'info' | 'warn'>
}
type RunningServer = { readonly pid: number; readonly port: number }

// Crash recovery after a power cut replays at most a few minutes of work; a healthy start takes well under a second.
const readyWithinMs = 120_000
const stopWithinMs = 10_000

/** A server that answers: the one still running in this cluster, or a new one. */
export async function startServer({ cluster, settings, log }: Starting) {
  const running = (await runningServer(cluster, log)) ?? (await launch({ cluster, settings, log }))
  await ensureDatabase(cluster, running.port)
  return { url: urlOf(cluster, running.port), stop: () => stopServer(cluster, running.pid, log) }
}

// After kill -9 of our process the server may live on: it is detached so that it gets our last writes.
async function runningServer(cluster: Cluster, log: Pick<Logger, 'info' | 'warn'>): Promise<RunningServer | undefined> {
  const found = await findServerProcess(cluster.dataFolder)
  if (found === undefined) return undefined
  const deadline = performance.now() + readyWithinMs
  while (isAlive(found.pid) && performance.now() < deadline) {
    const answer = await answers(cluster, found.port)
    if (answer === 'ready') {
      log.info(found, 'joined the database server that was still running')
      return found
    }
    if (answer === 'stranger') break
    await sleep(20)
  }
  if (!isAlive(found.pid)) return undefined
  throw new EmbeddedPostgresError(
    'start-too-slow',
    `process ${found.pid} holds ${cluster.dataFolder} and does not answer`,
  )
}

async function launch({ cluster, settings, log }: Starting): Promise<RunningServer> {
  const startedAt = performance.now()
  for (;;) {
    await removePidFile(cluster.dataFolder)
    const port = await freePort(cluster)
    const child = await spawnServer(cluster, port, settings)
    const state = await untilReady(cluster, child, port)
    const tookMs = Math.round(performance.now() - startedAt)
    if (state === 'ready') {
      log.info({ port, tookMs }, 'database server started')
      // Not simply the child: a second process of ours may have been quicker on the same port.
      return (await findServerProcess(cluster.dataFolder)) ?? { pid: child.pid ?? 0, port }
    }
    const other = await runningServer(cluster, log)
    if (other !== undefined) return other
    const words = (await readFile(join(cluster.home, 'log'), 'utf8')).slice(-2_000)
    // Its predecessor's children need a moment to end after a kill, or a second process of ours was quicker.
    const passing = /pre-existing shared memory block|lock file .* already exists|Address already in use/.test(words)
    if (!passing || tookMs > 10_000) throw new EmbeddedPostgresError('start-failed', words)
    await sleep(100)
  }
}

async function spawnServer(
  cluster: Cluster,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  // log: the server's own messages and connections refused, never a failed statement with somebody's data in it.
  const fixed = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'log',
    log_checkpoints: 'off',
  }
  const options = Object.entries({ ...fixed, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const runAs = commandAs(cluster.user, programOf(cluster.binaries, 'postgres'), [
    '-D',
    cluster.dataFolder,
    '-p',
    String(port),
    ...options,
  ])
  const log = await openLog(cluster)
  try {
    const child = spawn(runAs.command, runAs.args, {
      ...runAs.options,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log.fd, log.fd],
    })
    child.on('error', () => {})
    child.unref()
    return child
  } finally {
    await log.close()
  }
}

// Appending, since a second process of ours may write there too; begun anew when it has grown.
async function openLog(cluster: Cluster): Promise<FileHandle> {
  const log = await open(join(cluster.home, 'log'), 'a', 0o600)
  if ((await log.stat()).size > 1_048_576) await log.truncate()
  return log
}

async function untilReady(cluster: Cluster, child: ChildProcess, port: number): Promise<'ready' | 'ended'> {
  const deadline = performance.now() + readyWithinMs
  while (performance.now() < deadline) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return 'ended'
    if ((await answers(cluster, port)) === 'ready') return 'ready'
    await sleep(15)
  }
  throw new EmbeddedPostgresError('start-too-slow', cluster.dataFolder)
}

async function stopServer(cluster: Cluster, pid: number, log: Pick<Logger, 'info' | 'warn'>) {
  if (process.platform === 'win32') {
    await promisify(execFile)(programOf(cluster.binaries, 'pg_ctl'), [
      'stop',
      '-D',
      cluster.dataFolder,
      '-m',
      'fast',
      '-w',
    ])
    return
  }
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (signal !== 'SIGINT') log.warn({ pid, signal }, 'the database server does not stop')
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    const deadline = performance.now() + stopWithinMs
    while (isAlive(pid) && performance.now() < deadline) await sleep(5)
    if (!isAlive(pid)) return
  }
}

// The port stays the same over restarts, so that a tool pointed at it keeps working.
async function freePort(cluster: Cluster): Promise<number> {
  const file = join(cluster.home, 'port')
  const kept = Number.parseInt(await readFile(file, 'utf8').catch(() => '0'), 10)
  const port = (await tryPort(kept)) ?? (await tryPort(0))
  if (port === undefined) throw new EmbeddedPostgresError('start-failed', 'no free port on 127.0.0.1')
  if (port !== kept) await writeFile(file, String(port))
  return port
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(undefined))
    probe.listen({ port, host: '127.0.0.1' }, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined))
    })
  })
}
