import { existsSync } from 'node:fs'
import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres.errors.ts'

/** The unpacked server: programs in `bin`, its libraries beside them. */
export type Binaries = { readonly root: string }

const extension = process.platform === 'win32' ? '.exe' : ''

export const programOf = (binaries: Binaries, name: 'postgres' | 'initdb' | 'pg_ctl') =>
  join(binaries.root, 'bin', `${name}${extension}`)

/** Finds this platform's npm package and completes its library links; copies it into `dataDir` where the package is read-only. */
export async function findBinaries(dataDir: string): Promise<Binaries> {
  const root = join(packageFolder(), 'native')
  requireGlibc()
  try {
    await completeLinks(root)
    return { root }
  } catch (error) {
    return { root: await copyBinaries(root, join(dataDir, 'binaries'), error) }
  }
}

/** A whole copy at `target`, made once; appears under its name only when complete. */
export async function copyBinaries(root: string, target: string, reason?: unknown): Promise<string> {
  if (existsSync(target)) return target
  const unfinished = `${target}-${process.pid}`
  try {
    await mkdir(dirname(target), { recursive: true, mode: 0o755 })
    await cp(root, unfinished, { recursive: true, verbatimSymlinks: true })
    await completeLinks(unfinished)
    await rename(unfinished, target)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!existsSync(target)) throw new EmbeddedPostgresError('links-refused', `${root}: ${String(reason ?? error)}`)
  }
  return target
}

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new EmbeddedPostgresError('no-binaries', name)
  }
}

// musl systems (Alpine) lack the loader that the binaries name, and would only say "no such file".
function requireGlibc() {
  if (process.platform !== 'linux') return
  const loader = process.arch === 'arm64' ? '/lib/ld-linux-aarch64.so.1' : '/lib64/ld-linux-x86-64.so.2'
  if (!existsSync(loader)) throw new EmbeddedPostgresError('needs-glibc', loader)
}

// npm 12 blocks the package's own postinstall script, which would have made these.
async function completeLinks(root: string) {
  const list = await readFile(join(root, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as readonly { source: string; target: string }[]) {
    const place = join(root, '..', target).replace(join(root, '..', 'native'), root)
    if (await lstat(place).catch(() => undefined)) continue
    await symlink(relative(dirname(target), source), place).catch(ignoreExisting)
  }
}

function ignoreExisting(error: NodeJS.ErrnoException) {
  if (error.code !== 'EEXIST') throw error
}
