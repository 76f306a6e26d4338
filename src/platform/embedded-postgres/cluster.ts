import { createHash, randomBytes } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Logger } from '../logger.ts'
import { type Binaries, copyBinaries } from './binaries.ts'
import { copyHome, createHome, hasData } from './cluster-home.ts'
import { EmbeddedPostgresError } from './embedded-postgres.errors.ts'
import { anyoneMayEnter, chooseServerUser, giveTo, type ServerUser } from './server-user.ts'

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
  readonly log: Pick<Logger, 'info' | 'warn'>
  readonly otherAccount: { readonly always?: boolean; readonly place?: string }
}

// Where a server that runs as another account keeps what it could not reach in our own folder.
const placeForOthers = '/var/lib/giaoban-postgres'

/** The cluster of `dataDir`: made first when there is none, moved first when its account could not reach it. */
export async function openCluster({ dataDir, binaries, settings, log, otherAccount }: Opening): Promise<Cluster> {
  const known = await knownHome(dataDir)
  const user = await chooseServerUser(join(known, 'data'), otherAccount.always)
  const place = otherAccount.place ?? placeForOthers
  const cluster = { user, binaries: await reachableBinaries(binaries, user, place) }
  const home = await reachableHome(known, user, place)
  if (!(await hasData(home))) {
    if (await hasData(known)) await copyHome(known, home)
    else await createHome({ ...cluster, home, sync: settings.fsync !== 'off' })
    if (home !== known) await writeFile(join(dataDir, 'moved-to'), home)
    if (home !== known) log.warn({ home }, 'the database lives where its own account can read it')
  }
  const dataFolder = join(home, 'data')
  if (user.kind === 'account' && (await stat(dataFolder)).uid !== user.uid) await giveTo(user, dataFolder)
  const password = await readFile(join(home, 'password'), 'utf8').catch(() => {
    throw new EmbeddedPostgresError('folder-not-ours', home)
  })
  return { ...cluster, home, dataFolder, password }
}

async function knownHome(dataDir: string): Promise<string> {
  const moved = await readFile(join(dataDir, 'moved-to'), 'utf8').catch(() => undefined)
  if (moved === undefined) return join(dataDir, 'server')
  // A new, empty database here would look as if everything had been lost.
  if (!(await hasData(moved))) throw new EmbeddedPostgresError('data-missing', moved)
  return moved
}

async function reachableHome(known: string, user: ServerUser, place: string): Promise<string> {
  if (user.kind !== 'account' || (await anyoneMayEnter(dirname(known)))) return known
  return join(place, randomBytes(8).toString('hex'))
}

async function reachableBinaries(binaries: Binaries, user: ServerUser, place: string): Promise<Binaries> {
  if (user.kind !== 'account' || (await anyoneMayEnter(binaries.root))) return binaries
  const version = createHash('sha256').update(binaries.root).digest('hex').slice(0, 12)
  return { root: await copyBinaries(binaries.root, join(place, `binaries-${version}`)) }
}
