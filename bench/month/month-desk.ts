import { setTimeout as wait } from 'node:timers/promises'
import type { Call } from '../../bots/sandbox/calls.ts'
import { applyMigrations } from '../../prisma/migrate.ts'
import { type App, createApp } from '../../src/app.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { keepAccount } from '../../src/domain/accounts/keep-account.ts'
import type { Deps } from '../../src/domain/deps.ts'
import type { ActingStaff } from '../../src/domain/organisations/acting-staff.ts'
import { addStaff } from '../../src/domain/staff/add-staff.ts'
import { type Role, roles } from '../../src/domain/staff/staff.ts'
import { type MovableClock, movableClock } from '../../src/platform/clock.ts'
import { createKeyring } from '../../src/platform/crypto.ts'
import { newId } from '../../src/platform/ids.ts'
import { createLogger } from '../../src/platform/logger.ts'
import { closeDatabase, createDatabase, type Database } from '../../src/platform/postgres.ts'
import { type SandboxServer, startSandbox } from '../../test/flows/sandbox-server.ts'

/** The whole service and strict stand-ins of the platforms in one process, on a clock that only the story moves. */
export type MonthDesk = {
  readonly db: Database
  readonly deps: Deps
  readonly clock: MovableClock
  readonly sandbox: SandboxServer
  readonly organisationId: string
  readonly accounts: Readonly<Record<'telegram' | 'zalo' | 'email', string>>
  readonly staff: Readonly<Record<Role, ActingStaff>>
  /** To an office time of November 2026, "17 18:00", and until what became due then has come to rest. */
  goTo(moment: string): Promise<void>
  settled(): Promise<void>
  calls(): Promise<readonly Call[]>
  close(): Promise<void>
}

export const officeMoment = (moment: string): Date => {
  const [day = '', time = ''] = moment.split(' ')
  return new Date(`2026-11-${day.padStart(2, '0')}T${time}:00+07:00`)
}

const department = { name: 'Sở Thông tin và Truyền thông Sông Bằng', shortName: 'Sở TTTT Sông Bằng' }
const appKey = 'a-key-for-the-month-and-nothing-else'

export async function openMonthDesk(place: {
  readonly databaseUrl: string
  readonly redisUrl: string | undefined
  readonly port: number
  say(line: string): void
}): Promise<MonthDesk> {
  const clock = movableClock({ running: false, at: officeMoment('2 08:00') })
  const sandbox = await startSandbox(clock)
  await applyMigrations(place.databaseUrl)
  const db = createDatabase({ url: place.databaseUrl, maxConnections: 4 })
  const organisationId = newId(clock.now())
  const settings = { calendar: { days: [{ date: '2026-11-24', kind: 'off', name: 'Ngày nghỉ lễ' }] } }
  await db.organisation.create({ data: { ...department, id: organisationId, settings, createdAt: clock.now() } })
  await addOfficialAccount({ db, clock, keyring: createKeyring(appKey) }, organisationId, sandbox)
  const config = configFor(sandbox, place, await sandbox.mail())
  const log = createLogger({ level: 'error', destination: { write: (line) => place.say(line.trim()) } })
  const app = await createApp(config, { clock, log, roots: sandbox.roots, schedules: { sweepEveryMs: 100 } })
  await sandbox.post('/zalo/webhook', { url: `${app.address}/webhooks/zalo` })
  const desk = { db, sandbox, clock }
  const settled = () => settle(desk)
  return {
    ...desk,
    deps: app.deps,
    organisationId,
    accounts: await accountsOf(app),
    staff: await addEverybody(app.deps, organisationId),
    settled,
    async goTo(moment) {
      clock.set(officeMoment(moment))
      await settled()
    },
    calls: () => sandbox.calls(),
    async close() {
      await app.stop()
      await sandbox.close()
      await closeDatabase(db)
    },
  }
}

async function accountsOf(app: App): Promise<MonthDesk['accounts']> {
  const idOf = (name: string) => app.channels.all().find((each) => each.name === name)?.accountId
  for (let round = 0; round < 200; round += 1) {
    const [telegram, zalo, email] = [idOf('telegram'), idOf('zalo'), idOf('email')]
    if (telegram && zalo && email) return { telegram, zalo, email }
    await wait(50)
  }
  throw new Error('the three accounts did not open')
}

/** Faster than Zalo lets anybody be: the pace has benches of its own, and a month must not take one. */
const requestsPerMinute = 4_000

async function addOfficialAccount(
  deps: Parameters<typeof keepAccount>[0],
  organisationId: string,
  { zalo: { appId, appSecret, oaSecret, refreshToken, templates } }: SandboxServer,
): Promise<void> {
  await keepAccount(deps, organisationId, {
    channel: 'zalo',
    name: 'Zalo',
    externalId: `app:${appId}`,
    secrets: { appId, appSecret, oaSecret, seedRefreshToken: refreshToken },
    settings: {
      queryButtons: true,
      requestsPerMinute,
      templateCostVnd: 300,
      templates: Object.fromEntries(templates.map(({ about, id }) => [about, id])),
    },
    on: true,
  })
}

const names: Readonly<Record<Role, string>> = {
  editor: 'Lê Thu Hà',
  approver: 'Trần Quốc Bảo',
  clerk: 'Phạm Thị Mơ',
  administrator: 'Ngô Đức Anh',
}

async function addEverybody(
  deps: Pick<Deps, 'db' | 'clock'>,
  organisationId: string,
): Promise<Readonly<Record<Role, ActingStaff>>> {
  const added = roles.map(async (role) => {
    const person = { name: names[role], email: `${role}@songbang.example`, role, locale: 'vi' } as const
    const id = await addStaff(deps, { ...person, password: 'mật-khẩu-của-sở-1', organisationId })
    return [role, { id, role, organisationId }] as const
  })
  return Object.fromEntries(await Promise.all(added)) as Record<Role, ActingStaff>
}

type Moving = Pick<MonthDesk, 'db' | 'sandbox' | 'clock'>

async function settle(desk: Moving): Promise<void> {
  const end = performance.now() + 120_000
  for (;;) {
    if ((await desk.sandbox.quiet()) && (await atRest(desk))) return
    if (performance.now() > end)
      throw new Error(`the desk does not come to rest: ${JSON.stringify(await moving(desk))}`)
    await wait(20)
  }
}

const atRest = async (desk: Moving): Promise<boolean> => Object.values(await moving(desk)).every((count) => count === 0)

/** How much of each kind is on its way, or due by the story's clock. One statement, so one moment. */
async function moving({ db, clock }: Moving): Promise<Readonly<Record<string, number>>> {
  const now = clock.now()
  const [row] = await db.$queryRaw<Readonly<Record<string, number>>[]>`
    SELECT
      (SELECT count(*)::int FROM "InboxItem" WHERE state = 'waiting') AS updates,
      (SELECT count(*)::int FROM "Reminder" WHERE state = 'scheduled' AND "dueAt" <= ${now}) AS reminders,
      (SELECT count(*)::int FROM "Broadcast" WHERE state = 'sending') AS sending,
      (SELECT count(*)::int FROM "Broadcast" WHERE state = 'held' AND "heldUntil" <= ${now}) AS held,
      (SELECT count(*)::int FROM "SendSchedule" WHERE state = 'active' AND "nextAt" <= ${now}) AS schedules,
      (SELECT count(*)::int FROM "RevisionStep" WHERE state IN ('planned', 'queued')) AS revisions,
      (SELECT count(*)::int FROM "Reply" WHERE state IN ('planned', 'queued', 'sending')) AS replies`
  return row ?? {}
}

/** As the environment would say it. */
function configFor(
  sandbox: SandboxServer,
  place: { readonly databaseUrl: string; readonly redisUrl: string | undefined; readonly port: number },
  email: NonNullable<Config['email']>,
): Config {
  const { appId, appSecret, oaSecret, refreshToken } = sandbox.zalo
  const read = readConfig({
    PORT: String(place.port),
    DATABASE_URL: place.databaseUrl,
    REDIS_URL: place.redisUrl,
    PUBLIC_URL: `http://127.0.0.1:${place.port}`,
    APP_KEY: appKey,
    DEMO: 'false',
    TELEGRAM_BOT_TOKEN: sandbox.telegram.token,
    TELEGRAM_ENABLED: 'true',
    ZALO_APP_ID: appId,
    ZALO_APP_SECRET: appSecret,
    ZALO_OA_SECRET: oaSecret,
    ZALO_REFRESH_TOKEN: refreshToken,
    SMTP_URL: email.smtpUrl,
    MAIL_FROM: email.from,
  })
  if ('problems' in read) throw new Error(read.problems.join('; '))
  return read.config
}
