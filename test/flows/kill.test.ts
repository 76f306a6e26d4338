import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Call } from '../../bots/sandbox/calls.ts'
import { ledgerOf } from '../../src/domain/deliveries/ledger.repository.ts'
import { createPageLinks } from '../../src/domain/reporters/page-links.ts'
import { movableClock } from '../../src/platform/clock.ts'
import { createKeyring } from '../../src/platform/crypto.ts'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres/start-embedded-postgres.ts'
import { closeDatabase, createDatabase, type Database } from '../../src/platform/postgres.ts'
import { type Browser, openBrowser } from './browser.ts'
import { auditCalls, recordedMessages } from './call-auditor.ts'
import { addEverybody, emailOf, freePort, password } from './desk.ts'
import { type RealProcess, startService } from './real-process.ts'
import { enrol } from './reporters.ts'
import { type SandboxServer, startSandbox } from './sandbox-server.ts'
import { isSettled, whatMoves } from './settled.ts'
import { until } from './until.ts'

const audience = 60
const appKey = 'a-key-for-the-kill-test-and-nothing-else'
const clock = movableClock({ running: true })

let folder: string
let sandbox: SandboxServer
let environment: Record<string, string>
let service: RealProcess
let db: Database
let publicUrl: string
const endings: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'giaoban-kill-'))
  endings.push(() => rm(folder, { recursive: true, force: true }))
  sandbox = await startSandbox(clock)
  endings.push(() => sandbox.close())
  const port = await freePort()
  publicUrl = `http://127.0.0.1:${port}`
  const { appId, appSecret, oaSecret, refreshToken } = sandbox.zalo
  environment = {
    DATA_DIR: folder,
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    APP_KEY: appKey,
    LOG_LEVEL: 'warn',
    TELEGRAM_BOT_TOKEN: sandbox.telegram.token,
    TELEGRAM_ENABLED: 'true',
    TELEGRAM_API_ROOT: sandbox.roots.telegram ?? '',
    ZALO_APP_ID: appId,
    ZALO_APP_SECRET: appSecret,
    ZALO_OA_SECRET: oaSecret,
    ZALO_REFRESH_TOKEN: refreshToken,
    ZALO_API_ROOT: sandbox.roots.zalo.api ?? '',
    ZALO_BUSINESS_ROOT: sandbox.roots.zalo.business ?? '',
    ZALO_OAUTH_ROOT: sandbox.roots.zalo.oauth ?? '',
  }
  service = await startService(environment)
  endings.push(() => service.stop())
  // Joins the server that the service started, and keeps it up while the service is dead.
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') })
  endings.push(() => server.stop())
  db = createDatabase({ url: server.url, maxConnections: 5 })
  endings.push(() => closeDatabase(db))
  await sandbox.post('/zalo/webhook', { url: `${publicUrl}/webhooks/zalo` })
}, 90_000)

afterAll(async () => {
  for (const end of endings.toReversed()) await end()
}, 30_000)

const rested = () => isSettled(db, sandbox, clock.now())
const sendsOf = async (broadcastWords: string): Promise<readonly Call[]> =>
  (await sandbox.calls('method=sendMessage')).filter(
    ({ effect, request }) => effect && JSON.stringify(request).includes(broadcastWords),
  )

// Workers of their own are killed in test/faults; this is the one process of `npm start`, which knows that it is alone.
test('after kill -9 of the only process in the middle of a sending, every delivery ends in a definite state, and nothing went twice', async () => {
  await putSixtyOnTelegram()
  await until(rested, () => whatMoves(db, clock.now()), 20_000)
  const words = 'Cảnh báo mưa lớn đêm nay'
  const editor = await releaseAnnouncement(words)
  const id = /[\w-]+$/.exec(editor.publication)?.[0] ?? ''

  // Three calls hang at the platform, which will carry them out although nobody waits for the answer any more.
  await sandbox.fail({
    channel: 'telegram',
    method: 'sendMessage',
    after: 12,
    count: 3,
    failure: { kind: 'delay', ms: 2_500 },
  })
  const plan = `${editor.publication}/plan`
  await editor.browser.send(plan, `/publications/${id}/broadcasts`)
  await until(async () => (await sendsOf(words)).length >= 20, 'twenty messages to arrive')
  await service.kill()
  const { id: broadcastId } = await db.broadcast.findFirstOrThrow()
  const atDeath = await ledgerOf(db, broadcastId)
  expect(atDeath.sending).toBeGreaterThanOrEqual(3)
  expect(atDeath.planned + atDeath.queued).toBeGreaterThan(5)
  const inFlight = await db.delivery.findMany({ where: { state: 'sending' } })

  service = await startService(environment)
  const finished = async () => (await db.broadcast.findFirstOrThrow()).state === 'finished'
  await until(finished, () => ledgerOf(db, broadcastId), 60_000)
  await until(rested, () => whatMoves(db, clock.now()), 20_000)

  const { sent, failed, skipped, unknown, ...others } = await ledgerOf(db, broadcastId)
  expect(others).toEqual({ planned: 0, queued: 0, sending: 0, audience })
  expect(sent + failed + skipped + unknown).toBe(audience)
  expect([failed, skipped, unknown]).toEqual([0, 0, inFlight.length])
  const given = await db.delivery.findMany({ where: { state: 'unknown' } })
  expect(given.map((row) => row.id).toSorted()).toEqual(inFlight.map((row) => row.id).toSorted())
  expect(new Set(given.map(({ reason }) => reason))).toEqual(new Set(['crashed']))

  // The witness was not killed: what it saw and what we wrote down agree, and nobody has it twice.
  expect(auditCalls(await recordedMessages(db), await sandbox.calls())).toEqual([])
  const recipients = (await sendsOf(words)).map(({ recipient }) => recipient)
  expect(new Set(recipients).size).toBe(recipients.length)
  expect(recipients.length).toBeGreaterThanOrEqual(sent + 3)

  expect(await service.stop()).toBe(0)
  expect(service.said()).not.toContain('LEFT THE MACHINE')
}, 120_000)

async function putSixtyOnTelegram(): Promise<void> {
  const keyring = createKeyring(appKey)
  const { id: organisationId } = await db.organisation.findFirstOrThrow()
  // Real processes run on the real clock, and this must not depend on the hour.
  const settings = { abortWindowSeconds: 0, quietHours: { from: '00:00', to: '00:00' } }
  await db.organisation.update({ where: { id: organisationId }, data: { settings } })
  const { id: telegram } = await db.channelAccount.findFirstOrThrow({ where: { channel: 'telegram' } })
  const deps = { db, clock, keyring, pageLinks: createPageLinks(keyring, publicUrl) }
  const staffIds = await addEverybody(deps, organisationId)
  const roster = { sandbox, organisationId, clock, deps, staffIds, accounts: { telegram, zalo: '' } }
  const people = Array.from({ length: audience }, (_, at) => {
    return { name: `Phóng viên ${String.fromCharCode(65 + (at % 26))}${at}`, reach: { on: 'telegram' as const } }
  })
  await enrol({ ...roster, settled: async () => {} }, people)
}

async function releaseAnnouncement(
  title: string,
): Promise<{ readonly browser: Browser; readonly publication: string }> {
  const signIn = async (role: 'editor' | 'approver' | 'clerk') => {
    const browser = openBrowser(publicUrl)
    const answer = await browser.send('/sign-in', '/sign-in', { email: emailOf(role), password })
    expect(answer.status).toBe(303)
    return browser
  }
  const browser = await signIn('editor')
  const drafted = await browser.send('/announcements/new', '/announcements', { title, text: 'Đề nghị đưa tin ngay.' })
  const publication = drafted.location.replace(/\/edit$/, '')
  await browser.send(publication, `${publication}/submissions`)
  await (await signIn('approver')).send(publication, `${publication}/approvals`)
  await (await signIn('clerk')).send(publication, `${publication}/releases`)
  return { browser, publication }
}
