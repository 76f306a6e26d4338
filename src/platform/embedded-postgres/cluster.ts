import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Binaries, copyBinaries, programOf } from './binaries.ts'
import { EmbeddedPostgresError } from './embedded-postgres.errors.ts'
import type { ServerLog } from './server.ts'
import { anyoneMayEnter, chooseServerUser, commandAs, giveTo, type ServerUser } from './server-user.ts'

/** One initialised cluster: `home` holds its data, password, port and log. */
export type Cluster = {
  readonly home: string
  readonly dataFolder: string
  readonly password: string
  readonly binaries: Binaries
  readonly user: ServerUser
}

type Opening = {
  readonly dataDir: string
  readonly binaries: Binaries
  readonly settings: Readonly<Record<string, string>>
  readonly log: ServerLog
}

// Where a server that runs as another account keeps what it could not reach in our own folder.
const sharedPlace = '/var/lib/giaoban-postgres'

const run = promisify(execFile)

/** The cluster of `dataDir`, made first when there is none, moved first when its account could not reach it. */
export async function openCluster({ dataDir, binaries, settings, log }: Opening): Promise<Cluster> {
  const known = await readFile(join(dataDir, 'moved-to'), 'utf8').catch(() => join(dataDir, 'server'))
  const user = await chooseServerUser(join(known, 'data'))
  const place = await reachablePlace({ dataDir, known, binaries, user })
  if (place.home !== known) {
    log.warn({ from: known, to: place.home }, 'the database moves to where its own account can read it')
    await moveHome(known, place.home, user)
    await writeFile(join(dataDir, 'moved-to'), place.home)
  }
  if (!(await exists(join(place.home, 'data')))) await createHome({ ...place, user, sync: settings.fsync !== 'off' })
  if (user.kind === 'account' && (await stat(join(place.home, 'data'))).uid !== user.uid)
    await giveTo(user, join(place.home, 'data'))
  const password = await readFile(join(place.home, 'password'), 'utf8').catch(() => {
    throw new EmbeddedPostgresError('folder-not-ours', place.home)
  })
  return { ...place, dataFolder: join(place.home, 'data'), password, user }
}

type Place = { readonly home: string; readonly binaries: Binaries }

async function reachablePlace({
  dataDir,
  known,
  binaries,
  user,
}: {
  dataDir: string
  known: string
  binaries: Binaries
  user: ServerUser
}): Promise<Place> {
  if (user.kind !== 'account') return { home: known, binaries }
  const version = createHash('sha256').update(binaries.root).digest('hex').slice(0, 12)
  const readable = (await anyoneMayEnter(binaries.root))
    ? binaries
    : { root: await copyBinaries(binaries.root, join(sharedPlace, `binaries-${version}`)) }
  if (await anyoneMayEnter(dirname(known))) return { home: known, binaries: readable }
  return {
    home: join(sharedPlace, createHash('sha256').update(dataDir).digest('hex').slice(0, 16)),
    binaries: readable,
  }
}

async function moveHome(from: string, to: string, user: ServerUser) {
  if (!(await exists(from))) return
  const unfinished = `${to}-${process.pid}`
  await cp(from, unfinished, { recursive: true, preserveTimestamps: true })
  await giveTo(user, join(unfinished, 'data'))
  await rename(unfinished, to)
}

// A home appears under its name only when complete, so a crash or a second process in the middle does no harm.
async function createHome({ home, binaries, user, sync }: Place & { user: ServerUser; sync: boolean }) {
  await mkdir(dirname(home), { recursive: true, mode: 0o755 })
  const unfinished = await mkdtemp(`${home}-new-`)
  await chmod(unfinished, 0o711)
  const password = randomBytes(24).toString('base64url')
  const passwordFile = join(unfinished, 'password')
  try {
    await writeFile(passwordFile, password, { mode: 0o600 })
    await initialise({ binaries, user, home: unfinished, password, sync })
    await rename(unfinished, home)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!(await exists(home))) throw error
  }
}

async function initialise({
  binaries,
  user,
  home,
  password,
  sync,
}: {
  binaries: Binaries
  user: ServerUser
  home: string
  password: string
  sync: boolean
}) {
  const data = join(home, 'data')
  const handed = join(home, 'password-for-initdb')
  await mkdir(data, { mode: 0o700 })
  await writeFile(handed, password, { mode: 0o600 })
  await giveTo(user, data)
  await giveTo(user, handed)
  // ICU sorts Vietnamese names rightly (Ánh, Ăn, Dũng, Đức); the C library's locale need not know Vietnamese then.
  const locale = ['-E', 'UTF8', '--locale-provider=icu', '--icu-locale=vi-VN', '--locale=C']
  const access = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${handed}`]
  const { command, args, options } = commandAs(user, programOf(binaries, 'initdb'), [
    '-D',
    data,
    ...locale,
    ...access,
    ...(sync ? [] : ['--no-sync']),
  ])
  await run(command, args, options).catch((error: { stderr?: string; message: string }) => {
    throw new EmbeddedPostgresError('initdb-failed', error.stderr || error.message)
  })
  await rm(handed)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
