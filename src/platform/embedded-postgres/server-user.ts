import { execFile } from 'node:child_process'
import { chown, lchown, readdir, stat } from 'node:fs/promises'
import { dirname, join, parse, resolve } from 'node:path'
import { promisify } from 'node:util'

/**
 * As whom the server runs, since PostgreSQL refuses root: plainly, inside a user namespace (nothing changes on the host),
 * or as another account of the machine.
 */
export type ServerUser =
  | { readonly kind: 'plain' }
  | { readonly kind: 'namespace' }
  | { readonly kind: 'account'; readonly uid: number; readonly gid: number }

// "nobody" on every Linux; used where namespaces are forbidden (many containers).
const nobody: ServerUser = { kind: 'account', uid: 65534, gid: 65534 }

const run = promisify(execFile)

/** Decides by who owns the existing cluster folder, if any, and by what this machine allows. */
export async function chooseServerUser(clusterFolder: string, avoidNamespaces = false): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return { kind: 'plain' }
  const owner = await stat(clusterFolder).catch(() => undefined)
  if (owner !== undefined && owner.uid !== 0) return { kind: 'account', uid: owner.uid, gid: owner.gid }
  return !avoidNamespaces && (await namespacesAllowed()) ? { kind: 'namespace' } : nobody
}

// Nothing of our environment reaches the server: it holds secrets, and PG* variables would change what it does.
const env = { PATH: '/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin', LC_ALL: 'C' }

/** The command line and spawn options that run `program` as `user`; paths in it must be absolute. */
export function commandAs(user: ServerUser, program: string, args: readonly string[]) {
  const cwd = parse(program).root
  if (user.kind === 'namespace')
    return { command: 'unshare', args: ['--user', program, ...args], options: { env, cwd } }
  const ids = user.kind === 'account' ? { uid: user.uid, gid: user.gid } : {}
  return { command: program, args: [...args], options: { env, cwd, ...ids } }
}

/** True when every folder above and at `path` may be entered by any account. */
export async function anyoneMayEnter(path: string): Promise<boolean> {
  const folder = resolve(path)
  const { mode } = await stat(folder)
  if ((mode & 0o001) === 0) return false
  return dirname(folder) === folder || anyoneMayEnter(dirname(folder))
}

/** Gives a whole folder to `user`; does nothing unless it is another account. */
export async function giveTo(user: ServerUser, path: string): Promise<void> {
  if (user.kind !== 'account') return
  await chown(path, user.uid, user.gid)
  if (!(await stat(path)).isDirectory()) return
  for (const entry of await readdir(path, { recursive: true })) await lchown(join(path, entry), user.uid, user.gid)
}

async function namespacesAllowed(): Promise<boolean> {
  return run('unshare', ['--user', 'true'], { env }).then(
    () => true,
    () => false,
  )
}
