import { createServer } from 'node:net'
import { Redis } from 'ioredis'
import { type App, createApp } from '../../src/app.ts'
import type { Config } from '../../src/config.ts'
import { keepAccount } from '../../src/domain/accounts/keep-account.ts'
import type { Deps } from '../../src/domain/deps.ts'
import { addStaff } from '../../src/domain/staff/add-staff.ts'
import { type Role, roles } from '../../src/domain/staff/staff.ts'
import { type MovableClock, movableClock } from '../../src/platform/clock.ts'
import { createKeyring } from '../../src/platform/crypto.ts'
import { newId } from '../../src/platform/ids.ts'
import { createLogger } from '../../src/platform/logger.ts'
import type { Database } from '../../src/platform/postgres.ts'
import { testDatabase } from '../database.ts'
import { blockEgress, refusedEgress } from './block-egress.ts'
import { type Browser, openBrowser } from './browser.ts'
import { type SandboxServer, startSandbox } from './sandbox-server.ts'
import { isSettled, whatMoves } from './settled.ts'
import { until } from './until.ts'

export const password = 'mật-khẩu-của-sở-1'
const organisation = { name: 'Sở Thông tin và Truyền thông Sông Bằng', shortName: 'Sở TTTT Sông Bằng' }

/** The whole service over real parts, with the platforms beside it as a server of their own, on a clock that stands still. */
export type Desk = {
  readonly db: Database
  readonly deps: Deps
  readonly clock: MovableClock
  readonly sandbox: SandboxServer
  readonly organisationId: string
  readonly address: string
  readonly accounts: Readonly<Record<'telegram' | 'zalo', string>>
  readonly staffIds: Readonly<Record<Role, string>>
  /** Everything that was logged, as one text. */
  log(): string
  signIn(role: Role): Promise<Browser>
  /** Nothing is on its way any more, in neither direction. */
  settled(): Promise<void>
  /** To this moment, and until what became due then has gone out. */
  moveTo(moment: Date): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export type DeskOptions = {
  readonly telegramMode?: Config['telegram']['mode']
  /** With a mail account beside the chats. */
  readonly mail?: boolean
}

/** Nine in the morning at the office, a Monday. */
const monday = new Date('2026-11-23T02:00:00.000Z')

export async function openDesk({ telegramMode = 'polling', mail = false }: DeskOptions = {}): Promise<Desk> {
  blockEgress()
  const clock = movableClock({ running: false, at: monday })
  const sandbox = await startSandbox(clock)
  const database = await testDatabase()
  const { db } = database
  const lines: string[] = []
  const log = createLogger({ level: 'debug', destination: { write: (line) => void lines.push(line) } })
  const place = { databaseUrl: database.url, redisUrl: await cleanRedis(), port: await freePort() }
  const email = mail ? await sandbox.mail() : undefined
  const config = configFor(sandbox, { ...place, telegramMode, email })
  const keyring = createKeyring(config.appKey ?? '')
  const organisationId = newId(clock.now())
  const settings = { abortWindowSeconds: 0 }
  await db.organisation.create({ data: { ...organisation, id: organisationId, settings, createdAt: clock.now() } })
  const { refreshToken, appId, appSecret, oaSecret, templates } = sandbox.zalo
  const zalo = await keepAccount({ db, clock, keyring }, organisationId, {
    channel: 'zalo',
    name: 'Zalo',
    externalId: `app:${appId}`,
    secrets: { appId, appSecret, oaSecret, seedRefreshToken: refreshToken },
    settings: {
      queryButtons: true,
      requestsPerMinute: 4_000,
      templateCostVnd: 300,
      templates: Object.fromEntries(templates.map(({ about, id }) => [about, id])),
    },
    on: true,
  })
  const app = await createApp(config, { clock, log, roots: sandbox.roots, schedules: { sweepEveryMs: 100 } })
  const { deps, address = '' } = app
  await sandbox.post('/zalo/webhook', { url: `${address}/webhooks/zalo` })
  const staffIds = await addEverybody(deps, organisationId)
  await until(async () => app.channels.all().length === (mail ? 3 : 2), 'the channels to open')
  const telegram = app.channels.all().find(({ name }) => name === 'telegram')?.accountId ?? ''
  const settled = () =>
    until(
      () => isSettled(db, sandbox, clock.now()),
      () => whatMoves(db, clock.now()),
    )
  return {
    db,
    deps,
    clock,
    sandbox,
    organisationId,
    address,
    accounts: { telegram, zalo },
    staffIds,
    log: () => lines.join(''),
    async signIn(role) {
      const browser = openBrowser(address)
      const answer = await browser.send('/sign-in', '/sign-in', { email: emailOf(role), password })
      if (answer.status !== 303) throw new Error(`${role} could not sign in: ${answer.status}`)
      return browser
    },
    settled,
    async moveTo(moment) {
      clock.set(moment)
      await settled()
    },
    [Symbol.asyncDispose]: async () => {
      await stop(app, sandbox)
      await database[Symbol.asyncDispose]()
      if (refusedEgress.length > 0) throw new Error(`Calls that left the machine: ${refusedEgress.join(', ')}`)
    },
  }
}

async function stop(app: App, sandbox: SandboxServer): Promise<void> {
  await app.stop()
  await sandbox.close()
}

const names: Readonly<Record<Role, string>> = {
  editor: 'Lê Thu Hà',
  approver: 'Trần Quốc Bảo',
  clerk: 'Phạm Thị Mơ',
  administrator: 'Ngô Đức Anh',
}
export const emailOf = (role: Role) => `${role}@songbang.example`

export async function addEverybody(deps: Pick<Deps, 'db' | 'clock'>, organisationId: string) {
  const added = roles.map(async (role) => {
    const person = { name: names[role], email: emailOf(role), role, locale: 'vi', password } as const
    return [role, await addStaff(deps, { ...person, organisationId })] as const
  })
  return Object.fromEntries(await Promise.all(added)) as Record<Role, string>
}

function configFor(
  sandbox: SandboxServer,
  place: {
    readonly databaseUrl: string
    readonly redisUrl: string | undefined
    readonly port: number
    readonly telegramMode: Config['telegram']['mode']
    readonly email: Config['email']
  },
): Config {
  const { appId, appSecret, oaSecret, refreshToken } = sandbox.zalo
  return {
    host: '127.0.0.1',
    port: place.port,
    publicUrl: `http://127.0.0.1:${place.port}`,
    databaseUrl: place.databaseUrl,
    redisUrl: place.redisUrl,
    appKey: 'a-key-for-the-flow-tests-and-nothing-else',
    dataDir: '/nonexistent',
    processMode: 'all',
    telegram: { botToken: sandbox.telegram.token, enabled: true, apiRoot: undefined, mode: place.telegramMode },
    zalo: {
      credentials: { appId, appSecret, oaSecret, refreshToken },
      apiRoot: undefined,
      businessRoot: undefined,
      oauthRoot: undefined,
    },
    email: place.email,
    demo: false,
    directDatabaseUrl: undefined,
    metrics: { port: undefined, token: undefined },
    timeZone: 'Asia/Ho_Chi_Minh',
    logLevel: 'debug',
    proxy: { https: undefined, http: undefined, none: undefined },
  }
}

/** Each worker of the tests has a database of its own on the Redis it was given, emptied first: lanes go by fixed names. */
export async function cleanRedis(): Promise<string | undefined> {
  const given = process.env.REDIS_URL
  if (!given) return undefined
  const url = new URL(given)
  url.pathname = `/${1 + (Number(process.env.VITEST_POOL_ID ?? '1') % 15)}`
  const client = new Redis(url.href)
  await client.flushdb()
  client.disconnect()
  return url.href
}

/** Personal links carry the address, so it must be known before the server listens. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const place = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (place === null || typeof place === 'string') throw new Error('no port')
  return place.port
}
