import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../flows/desk.ts'
import { until } from '../flows/until.ts'

/** A server program of this machine, started for one test file. */
export type OwnServer = { readonly port: number; readonly folder: string; stop(): Promise<void> }

/** Where such a program is, or undefined, said loudly: what it would have shown stays unproven on this machine. */
export function programHere(name: string): string | undefined {
  const found = [name, `/usr/sbin/${name}`].find((path) => spawnSync(path, ['--version']).status === 0)
  if (!found) process.stderr.write(`\n*** ${name} is not installed here: its tests are SKIPPED ***\n\n`)
  return found
}

/** A pooler that hands out `size` sessions of this database by the transaction. */
export async function startPooler(program: string, databaseUrl: string, { size }: { readonly size: number }) {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl)
  const server = await prepare()
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)]
  await writeFile(join(server.folder, 'users'), `"${user}" "${secret}"\n`)
  const lines = [
    '[databases]',
    `* = host=${hostname} port=${port}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${server.port}`,
    'unix_socket_dir =',
    'auth_type = scram-sha-256',
    `auth_file = ${join(server.folder, 'users')}`,
    'pool_mode = transaction',
    `default_pool_size = ${size}`,
    'max_client_conn = 200',
  ]
  await writeFile(join(server.folder, 'pooler.ini'), `${lines.join('\n')}\n`)
  const started = await server.start(program, [join(server.folder, 'pooler.ini')])
  return { ...started, url: `postgresql://${username}:${password}@127.0.0.1:${server.port}${pathname}` }
}

/** Redis with these settings; on TLS only where they say so. */
export async function startRedis(program: string, settings: (port: number, folder: string) => readonly string[]) {
  const server = await prepare()
  const usual = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', server.folder]
  return server.start(program, [...usual, ...settings(server.port, server.folder)])
}

async function prepare() {
  const folder = await mkdtemp(join(tmpdir(), 'giaoban-own-'))
  // pgbouncer refuses to run as root, so it runs as somebody else, who has to come in.
  await chmod(folder, 0o755)
  const port = await freePort()
  return {
    folder,
    port,
    async start(program: string, args: readonly string[]): Promise<OwnServer> {
      const other = program.endsWith('pgbouncer') && process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
      const child = spawn(program, args, { ...other, stdio: ['ignore', 'pipe', 'pipe'] })
      const words: string[] = []
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => words.push(String(chunk)))
      await until(
        () => listens(port),
        () => words.join(''),
      )
      return { port, folder, stop: () => end(child).then(() => rm(folder, { recursive: true, force: true })) }
    },
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const event = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return event
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
