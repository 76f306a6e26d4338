import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkChannels, tableOf } from '../../src/cli/channel-check.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { telegramSeed, zaloSeed } from '../../src/domain/accounts/account-seeds.ts'
import { wordsOfFinding } from '../../src/domain/accounts/examine-account.ts'
import { keepAccount } from '../../src/domain/accounts/keep-account.ts'
import { movableClock, systemClock } from '../../src/platform/clock.ts'
import { createKeyring } from '../../src/platform/crypto.ts'
import { newId } from '../../src/platform/ids.ts'
import { createTexts, locales } from '../../src/texts.ts'
import { app, settings, type ZaloStand, zaloStand } from '../bots/zalo/stand.ts'
import { type TestDatabase, testDatabase } from '../database.ts'

const { say } = createTexts()
const appKey = 'a key for tests only, long enough to be one'
let database: TestDatabase
let stand: ZaloStand
let config: Config
let keep: (seed: Parameters<typeof keepAccount>[2]) => Promise<string>
beforeAll(async () => {
  database = await testDatabase()
  stand = await zaloStand({ clock: movableClock({ running: true }) })
  const read = readConfig({
    DATABASE_URL: database.url,
    APP_KEY: appKey,
    ZALO_API_ROOT: stand.roots.api,
    ZALO_BUSINESS_ROOT: stand.roots.business,
    ZALO_OAUTH_ROOT: stand.roots.oauth,
    TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
  })
  if ('problems' in read) throw new Error(read.problems.join())
  config = read.config
  const organisationId = newId(new Date())
  await database.db.organisation.create({
    data: { id: organisationId, name: 'Sở Mẫu', shortName: 'SM', createdAt: new Date() },
  })
  keep = (seed) =>
    keepAccount({ db: database.db, clock: systemClock, keyring: createKeyring(appKey) }, organisationId, seed)
})
afterAll(async () => {
  await stand[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

test('a house without accounts says so', async () => {
  const { accounts, wellAll } = await checkChannels(config, 'vi')
  expect([tableOf(accounts, 'vi').includes('Chưa có tài khoản nào'), wellAll]).toEqual([true, true])
})

test('the terminal prints what is in order and what is not, with what to do, and sends nothing', async () => {
  const secrets = { ...app, seedRefreshToken: 'seed-1' }
  await keep({ ...zaloSeed('OA của Sở', app), secrets, settings, on: true })
  const well = await checkChannels(config, 'vi')
  expect(well.accounts[0]?.findings).toContainEqual(expect.objectContaining({ code: 'connected', state: 'ok' }))
  await keep(zaloSeed('OA chưa kết nối', { ...app, appId: '3000000000000000012' }))
  const token = `7000000123:${'a'.repeat(35)}`
  await keep({
    ...telegramSeed({ keyring: createKeyring(appKey) }, 'Bot', { token, webhookUrl: undefined }),
    secrets: {},
  })
  const { accounts, wellAll } = await checkChannels(config, 'en')
  expect(wellAll).toBe(false)
  const table = tableOf(accounts, 'en')
  expect(table).toContain('Zalo: OA chưa kết nối (Off)')
  expect(table).toContain('FAILING  The Official Account has not given this system its consent.')
  expect(table).toContain('→ Press “Connect the Official Account…”')
  expect(table).toContain('FAILING  The account has no keys.')
  for (const secret of [app.appSecret, app.oaSecret]) expect(JSON.stringify(accounts)).not.toContain(secret)
  expect(stand.calls('message/cs')).toEqual([])
})

const ownFindings = ['off', 'alarm', 'keys-none', 'keys-unreadable', 'cannot-open', 'cannot-ask']
const consentFindings = ['needed', 'missing', 'unused', 'ageing', 'rotation-fails'].map((code) => `consent-${code}`)

test.each([
  ...ownFindings.map((code) => ['account', code] as const),
  ...consentFindings.map((code) => ['zalo', code] as const),
])('%s: %s says in both languages what it is and what to do', (room, code) => {
  const values = { reason: '-14014', days: 70, left: 20, hours: 9 }
  for (const lang of locales) {
    const words = wordsOfFinding((key, args) => say(lang, key, args), { room, code, state: 'failing', values })
    expect([words.found, words.remedy]).not.toContain('')
  }
})
