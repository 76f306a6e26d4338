import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, cp, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Binaries, programOf } from './binaries.ts'
import { EmbeddedPostgresError } from './embedded-postgres.errors.ts'
import { commandAs, giveTo, type ServerUser } from './server-user.ts'

type NewHome = {
  readonly home: string
  readonly binaries: Binaries
  readonly user: ServerUser
  readonly sync: boolean
}

/** True when a cluster was made there. */
export async function hasData(home: string): Promise<boolean> {
  return stat(join(home, 'data')).then(
    () => true,
    () => false,
  )
}

/** Makes a cluster with a random password, readable by nobody else. */
export function createHome({ home, binaries, user, sync }: NewHome): Promise<void> {
  return appear(home, async (unfinished) => {
    const password = randomBytes(24).toString('base64url')
    await writeFile(join(unfinished, 'password'), password, { mode: 0o600 })
    await initialise({ home: unfinished, binaries, user, sync }, password)
  })
}

/** Copies a stopped cluster; the original stays. */
export function copyHome(from: string, home: string): Promise<void> {
  return appear(home, (unfinished) => cp(from, unfinished, { recursive: true, preserveTimestamps: true }))
}

// It gets its name only when complete, so a crash or a second process in the middle does no harm.
async function appear(home: string, fill: (unfinished: string) => Promise<void>) {
  await mkdir(dirname(home), { recursive: true, mode: 0o755 })
  const unfinished = await mkdtemp(`${home}-new-`)
  try {
    await chmod(unfinished, 0o711)
    await fill(unfinished)
    await rename(unfinished, home)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!(await hasData(home))) throw error
  }
}

async function initialise({ home, binaries, user, sync }: NewHome, password: string) {
  const data = join(home, 'data')
  const handedPassword = join(home, 'password-for-initdb')
  await mkdir(data, { mode: 0o700 })
  await writeFile(handedPassword, password, { mode: 0o600 })
  await giveTo(user, data)
  await giveTo(user, handedPassword)
  // ICU sorts Vietnamese names rightly (Ánh, Ăn, Dũng, Đức); the C library's locale need not know Vietnamese then.
  const locale = ['-E', 'UTF8', '--locale-provider=icu', '--icu-locale=vi-VN', '--locale=C']
  const access = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${handedPassword}`]
  const initdb = ['-D', data, ...locale, ...access, ...(sync ? [] : ['--no-sync'])]
  const { command, args, options } = commandAs(user, programOf(binaries, 'initdb'), initdb)
  await promisify(execFile)(command, args, options).catch((error: { stderr?: string; message: string }) => {
    throw new EmbeddedPostgresError('initdb-failed', error.stderr || error.message)
  })
  await rm(handedPassword)
}
