import { randomUUID } from 'node:crypto'
import { setTimeout as rest } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { ledgerOf } from '../../src/domain/deliveries/ledger.repository.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { newId } from '../../src/platform/ids.ts'
import { closeDatabase, createDatabase, type Database } from '../../src/platform/postgres.ts'
import { runAdmin, withDatabaseName } from '../database-server.ts'
import { type Browser, openBrowser } from './browser.ts'
import { addEverybody, cleanRedis, emailOf, freePort, password } from './desk.ts'
import { metricOf, type RealProcess, startService } from './real-process.ts'
import { openTelegramWitness, type TelegramWitness } from './telegram-witness.ts'
import { until } from './until.ts'

const audience = 300
/** So slow that everything can be restarted under the broadcast, also on a machine that is busy; then quickly to the end. */
const slow = { messages: 1, perMs: 100 }
const quick = { messages: 10, perMs: 100 }

let telegram: TelegramWitness
let db: Database
let publicUrl: string
let web: RealProcess
const workers: RealProcess[] = []
const endings: (() => Promise<unknown>)[] = []
let start: (mode: 'web' | 'worker') => Promise<RealProcess>

beforeAll(async () => {
  telegram = await openTelegramWitness()
  const { adminUrl } = inject('databaseServer')
  const name = `several_${randomUUID()}`
  await runAdmin(adminUrl, `CREATE DATABASE "${name}"`)
  const url = withDatabaseName(adminUrl, name)
  db = createDatabase({ url, maxConnections: 4 })
  const port = await freePort()
  publicUrl = `http://127.0.0.1:${port}`
  const redisUrl = await cleanRedis()
  const common = {
    DATABASE_URL: url,
    ...(redisUrl && { REDIS_URL: redisUrl }),
    APP_KEY: 'a-key-for-several-processes-and-nothing-else',
    PUBLIC_URL: publicUrl,
    LOG_LEVEL: 'warn',
    TELEGRAM_BOT_TOKEN: '7400000001:token-of-the-witness-alone',
    TELEGRAM_ENABLED: 'true',
    TELEGRAM_API_ROOT: telegram.root,
  }
  start = async (mode) => {
    const own = mode === 'web' ? port : await freePort()
    // The same number twice: the harness asks for /healthz at PORT, where a worker answers on METRICS_PORT.
    return startService({ ...common, PROCESS_MODE: mode, PORT: String(own), METRICS_PORT: String(own) })
  }
  endings.push(
    () => telegram.close(),
    () => runAdmin(adminUrl, `DROP DATABASE "${name}" WITH (FORCE)`),
    () => closeDatabase(db),
    () => Promise.all([web, ...workers].map((each) => each?.kill())),
  )
  const started = await Promise.all([start('web'), start('worker'), start('worker')])
  web = started[0]
  workers.push(started[1], started[2])
}, 90_000)

afterAll(async () => {
  for (const end of endings.toReversed()) await end()
}, 30_000)

const leaders = async () => {
  const told = await Promise.all(workers.map((each) => metricOf(each, 'giaoban_leader')))
  return workers.filter((_, at) => told[at] === 1)
}
const ledger = async () => ledgerOf(db, (await db.broadcast.findFirstOrThrow()).id)

async function replace(worker: RealProcess): Promise<void> {
  const [code, next] = await Promise.all([worker.stop(), start('worker')])
  expect(code).toBe(0)
  workers.splice(workers.indexOf(worker), 1, next)
}

async function replaceWeb(): Promise<void> {
  expect(await web.stop()).toBe(0)
  web = await start('web')
}

test('three processes that start at once on an empty database make one office and one account, and one of them leads', async () => {
  expect([await db.organisation.count(), await db.channelAccount.count()]).toEqual([1, 1])
  await until(async () => (await leaders()).length === 1, 'one of the workers to lead')
  expect(await metricOf(web, 'giaoban_leader')).toBe(0)
  await until(() => telegram.polls > 0, 'a worker to poll')
}, 30_000)

test('all processes are restarted one after the other while a broadcast goes out: nobody is unsure, nobody got it twice, and it never stands still', async () => {
  await putOnTelegram()
  const editor = await releaseAnnouncement('Cảnh báo triều cường')
  await editor.send()
  const sentAtMs = performance.now()
  await until(() => telegram.arrived.length > 0, 'the first message')
  // The web has no lane: what it adds is taken by a worker.
  expect((telegram.arrived[0]?.atMs ?? 0) - sentAtMs).toBeLessThan(3_000)

  const [first, second] = workers
  if (!first || !second) throw new Error('two workers were to run')
  await Promise.all([replace(first), replaceWeb()])
  expect(telegram.arrived.length).toBeLessThan(audience)
  await replace(second)
  expect(telegram.arrived.length).toBeLessThan(audience)
  await db.channelAccount.updateMany({ data: { settings: { pace: quick } } })
  await until(async () => (await db.broadcast.findFirstOrThrow()).state === 'finished', ledger, 40_000)

  expect(await ledger()).toMatchObject({ audience, sent: audience, unknown: 0, failed: 0, skipped: 0 })
  expect(telegram.arrived).toHaveLength(audience)
  expect(new Set(telegram.arrived.map(({ chat }) => chat)).size).toBe(audience)
  const pauses = telegram.arrived.map(({ atMs }, at) => atMs - (telegram.arrived[at - 1]?.atMs ?? atMs))
  expect(Math.max(...pauses)).toBeLessThan(2_000)
}, 90_000)

test('a leader that is stopped is followed at once, one that is killed within 15 seconds; only one ever polls', async () => {
  const [leader] = await leaders()
  if (!leader) throw new Error('nobody leads')
  const stoppedAtMs = performance.now()
  const stopping = leader.stop()
  workers.splice(workers.indexOf(leader), 1)
  await until(async () => (await leaders()).length === 1, 'the other one to lead after a stop')
  expect(performance.now() - stoppedAtMs).toBeLessThan(5_000)
  expect(await stopping).toBe(0)
  workers.push(await start('worker'))

  const [second] = await leaders()
  if (!second) throw new Error('nobody leads')
  const killedAtMs = performance.now()
  await second.kill()
  workers.splice(workers.indexOf(second), 1)
  telegram.says(501, '/start')
  await until(async () => (await leaders()).length === 1, 'the other one to lead after a kill', 15_000)
  const before = telegram.arrived.length
  await until(() => telegram.arrived.length > before || hasAnswer(), 'a stranger to be answered', 15_000)
  expect(performance.now() - killedAtMs).toBeLessThan(15_000)
  expect(telegram.mostPollers).toBe(1)
  await until(async () => (await metricOf(workers[0], 'giaoban_reply_seconds_count')) === 1, 'the reply to be counted')
}, 60_000)

const hasAnswer = () => telegram.arrived.some(({ chat }) => chat === '501')

test('a second signal ends a worker at once that waits for a platform that hangs', async () => {
  telegram.hang()
  telegram.says(502, '/start')
  await until(() => telegram.arrived.some(({ chat }) => chat === '502'), 'the answer that hangs')
  const [worker] = workers
  const stopped = worker?.stop()
  await rest(1_100)
  const askedAgainAtMs = performance.now()
  await worker?.stop()
  expect(await stopped).toBe(1)
  expect(performance.now() - askedAgainAtMs).toBeLessThan(2_000)
}, 30_000)

async function putOnTelegram(): Promise<void> {
  const { id: organisationId } = await db.organisation.findFirstOrThrow()
  const account = await db.channelAccount.findFirstOrThrow()
  const settings = { abortWindowSeconds: 0, quietHours: { from: '00:00', to: '00:00' } }
  await db.organisation.update({ where: { id: organisationId }, data: { settings } })
  const { id: accountId } = await db.channelAccount.update({
    where: { id: account.id },
    data: { settings: { pace: slow } },
  })
  await addEverybody({ db, clock: systemClock }, organisationId)
  const now = new Date()
  const outletId = newId(now)
  const outlet = { id: outletId, organisationId, name: 'Báo Sông Bằng', kind: 'provincial-press', createdAt: now }
  await db.outlet.create({ data: outlet })
  const people = Array.from({ length: audience }, (_, at) => ({ id: newId(now), contactId: newId(now), at }))
  await db.reporter.createMany({
    data: people.map(({ id, at }) => ({ id, organisationId, outletId, fullName: `Phóng viên ${at}`, createdAt: now })),
  })
  const chat = { organisationId, accountId, channel: 'telegram', boundAt: now, lastInteractionAt: now, createdAt: now }
  await db.contact.createMany({
    data: people.map(({ id, contactId, at }) => ({ ...chat, id: contactId, reporterId: id, address: `${9_000 + at}` })),
  })
  const consent = { purpose: 'bulletins', text: 'Tôi đồng ý.', way: 'telegram', givenAt: now }
  await db.consent.createMany({
    data: people.map(({ id, contactId }) => ({ ...consent, id: newId(now), reporterId: id, contactId })),
  })
}

async function releaseAnnouncement(title: string): Promise<{ send(): Promise<unknown> }> {
  const signIn = async (role: 'editor' | 'approver' | 'clerk'): Promise<Browser> => {
    const browser = openBrowser(publicUrl)
    const answer = await browser.send('/sign-in', '/sign-in', { email: emailOf(role), password })
    expect(answer.status).toBe(303)
    return browser
  }
  const editor = await signIn('editor')
  const drafted = await editor.send('/announcements/new', '/announcements', { title, text: 'Đề nghị đưa tin ngay.' })
  const publication = drafted.location.replace(/\/edit$/, '')
  await editor.send(publication, `${publication}/submissions`)
  await (await signIn('approver')).send(publication, `${publication}/approvals`)
  await (await signIn('clerk')).send(publication, `${publication}/releases`)
  const id = /[\w-]+$/.exec(publication)?.[0] ?? ''
  return { send: () => editor.send(`${publication}/plan`, `/publications/${id}/broadcasts`) }
}
