import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPageLinks } from '../../src/domain/reporters/page-links.ts'
import { movableClock } from '../../src/platform/clock.ts'
import { createKeyring, type Keyring } from '../../src/platform/crypto.ts'
import { closeDatabase, createDatabase, type Database } from '../../src/platform/postgres.ts'
import { addEverybody, freePort } from '../flows/desk.ts'
import { enrol, type Reporter } from '../flows/reporters.ts'
import { type SandboxServer, startSandbox } from '../flows/sandbox-server.ts'
import { until } from '../flows/until.ts'
import { type Gate, openGate } from './gate.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'
import { type ServiceProcess, startProcess } from './program.ts'
import { openStaff, type Staff } from './publications.ts'
import { type RedisServer, startRedis } from './redis-server.ts'
import { openValve, type Valve } from './valve.ts'

export type Backend = 'redis' | 'postgres'

/** The whole house in processes of its own, with everything a trial may break within reach. */
export type Stage = {
  readonly backend: Backend
  readonly db: Database
  readonly postgres: PostgresServer
  readonly redis: RedisServer | undefined
  readonly sandbox: SandboxServer
  readonly gate: Gate
  readonly valve: Valve
  readonly staff: Staff
  readonly publicUrl: string
  readonly organisationId: string
  readonly reporters: readonly Reporter[]
  /** Their chats: whom every sending is meant for. */
  readonly audience: readonly string[]
  /** The office's rules, where a trial needs one of its own. */
  furnishSettings(changed: { readonly abortWindowSeconds?: number }): Promise<void>
  /** Rows that were being sent when a worker was killed: nobody can know of them. */
  readonly abandoned: Set<string>
  /** By how many ms the processes' clocks are to be wrong; they look when they get SIGUSR2. */
  readonly clockFile: string
  web(): ServiceProcess
  workers(): readonly ServiceProcess[]
  startWeb(): Promise<void>
  /** One more; those that died are forgotten. */
  startWorker(): Promise<ServiceProcess>
  close(): Promise<void>
}

const appKey = 'a-key-for-the-fault-trials-and-nothing-else'
/** Fast enough that a trial takes seconds, slow enough that it can be caught in the middle. */
const pace = { messages: 4, perMs: 100 }

export type StageOptions = {
  readonly backend: Backend
  readonly recipients: number
  /** Closes everything when the harness is broken off: databases are processes of their own and would outlive it. */
  readonly endsOnSignal?: boolean
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const endings: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const end of endings.splice(0).toReversed()) await end().catch(() => undefined)
  }
  if (options.endsOnSignal)
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void close().finally(() => process.exit(130)))
  try {
    return await open(options, endings, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function open(
  { backend, recipients }: StageOptions,
  endings: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'giaoban-faults-'))
  endings.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const postgres = await startPostgres(join(folder, 'postgres'))
  endings.push(() => postgres.close())
  const redis = backend === 'redis' ? await startRedis(folder) : undefined
  if (redis) endings.push(() => redis.close())
  const clock = movableClock({ running: true })
  const sandbox = await startSandbox(clock)
  endings.push(() => sandbox.close())
  const gate = await openGate(Number(new URL(sandbox.address).port))
  endings.push(() => gate.close())
  const valve = await openValve(gate.port)
  endings.push(() => valve.close())

  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const environment = {
    DATA_DIR: folder,
    DATABASE_URL: postgres.url,
    ...(redis && { REDIS_URL: redis.url }),
    PORT: String(port),
    // A webhook needs a public name; the stand-in, which knows this machine only, is told the real place.
    PUBLIC_URL: 'https://giaoban.example',
    APP_KEY: appKey,
    LOG_LEVEL: 'warn',
    FAULTS_CLOCK_FILE: join(folder, 'clock-offset'),
    NODE_COMPILE_CACHE: join(tmpdir(), 'giaoban-faults-compiled'),
    TELEGRAM_BOT_TOKEN: sandbox.telegram.token,
    TELEGRAM_ENABLED: 'true',
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_API_ROOT: `http://127.0.0.1:${valve.port}/telegram`,
  }
  const startWeb = () => startProcess({ ...environment, PROCESS_MODE: 'web' })
  let web = await startWeb()
  endings.push(() => web.stop())
  const db = createDatabase({ url: postgres.url, maxConnections: 5 })
  endings.push(() => closeDatabase(db))
  const keyring = createKeyring(appKey)
  const { organisationId, reporters, audience } = await furnish({ db, sandbox, clock, keyring, publicUrl, recipients })
  let workers: ServiceProcess[] = []
  endings.push(() => Promise.all(workers.map((each) => each.stop())))
  const startWorker = async () => {
    const started = await startProcess({ ...environment, PROCESS_MODE: 'worker' })
    workers = [...workers.filter((each) => each.isAlive()), started]
    return started
  }
  await startWorker()
  await until(
    async () => (await db.inboxItem.count({ where: { state: 'waiting' } })) === 0,
    'the greetings to be handled',
    60_000,
  )
  return {
    ...{ backend, db, postgres, redis, sandbox, gate, valve, publicUrl, organisationId, reporters, audience },
    furnishSettings: (changed) => settle(db, organisationId, changed),
    abandoned: new Set(),
    staff: await openStaff(publicUrl, async (publicationId) => {
      return (await db.conference.findFirstOrThrow({ where: { publicationId } })).id
    }),
    clockFile: environment.FAULTS_CLOCK_FILE,
    web: () => web,
    workers: () => workers,
    async startWeb() {
      web = await startWeb()
    },
    startWorker,
    close,
  }
}

type Furnishing = {
  readonly db: Database
  readonly sandbox: SandboxServer
  readonly clock: ReturnType<typeof movableClock>
  readonly keyring: Keyring
  readonly publicUrl: string
  readonly recipients: number
}

/** Never quiet, waits for nothing, and no number of failures stops a sending: that would be another trial's matter. */
async function settle(db: Database, organisationId: string, changed: { readonly abortWindowSeconds?: number }) {
  const never = { quietHours: { from: '00:00', to: '00:00' }, errorRate: { percent: 100, afterDeliveries: 10_000 } }
  const settings = { ...never, abortWindowSeconds: 0, ...changed }
  await db.organisation.update({ where: { id: organisationId }, data: { settings } })
}

/** An office that is never quiet and waits for nothing, its people, and reporters on Telegram. */
async function furnish({ db, sandbox, clock, keyring, publicUrl, recipients }: Furnishing) {
  const { id: organisationId } = await db.organisation.findFirstOrThrow()
  await settle(db, organisationId, {})
  const account = await db.channelAccount.findFirstOrThrow({ where: { channel: 'telegram' } })
  await db.channelAccount.update({
    where: { id: account.id },
    data: { settings: { ...(account.settings as object), pace } },
  })
  const webhook = {
    url: `${publicUrl}/webhooks/telegram`,
    secret_token: keyring.derive('telegram-webhook').toString('base64url'),
  }
  const answer = await fetch(`${sandbox.roots.telegram}/bot${sandbox.telegram.token}/setWebhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(webhook),
  })
  if (!answer.ok) throw new Error(`The stand-in refused the webhook: ${await answer.text()}`)
  const deps = { db, clock, keyring, pageLinks: createPageLinks(keyring, publicUrl) }
  const staffIds = await addEverybody(deps, organisationId)
  const roster = { sandbox, organisationId, clock, deps, staffIds, accounts: { telegram: account.id, zalo: '' } }
  const people = Array.from({ length: recipients }, (_, at) => ({
    name: `Phóng viên ${String.fromCharCode(65 + (at % 26))}${at}`,
    reach: { on: 'telegram' as const },
  }))
  const enrolled = await enrol({ ...roster, settled: async () => {} }, people)
  const contacts = await db.contact.findMany({ select: { address: true } })
  return { organisationId, reporters: [...enrolled.values()], audience: contacts.map(({ address }) => address) }
}
