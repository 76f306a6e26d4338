import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demoPassword, demoStaff } from '../../prisma/seed/demo-people.ts'
import { prepareHouse } from '../../src/app/first-start.ts'
import { type Config, readConfig } from '../../src/config.ts'
import type { Deps } from '../../src/domain/deps.ts'
import { addStaff } from '../../src/domain/staff/add-staff.ts'
import { movableClock } from '../../src/platform/clock.ts'
import { seal, unseal } from '../../src/platform/crypto.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { webDeps } from '../web/console.ts'

const telegram = { TELEGRAM_BOT_TOKEN: `7000000022:${'t'.repeat(30)}`, PUBLIC_URL: 'https://giaoban.example.vn' }
const zalo = {
  ZALO_APP_ID: '41',
  ZALO_APP_SECRET: 'app-secret',
  ZALO_OA_SECRET: 'oa-secret',
  ZALO_REFRESH_TOKEN: 'first',
}

let database: TestDatabase
let deps: Deps
beforeAll(async () => {
  database = await testDatabase()
  deps = webDeps(database.db, movableClock({ at: new Date('2026-11-23T02:00:00Z'), running: false }))
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => database.db.channelAccount.deleteMany())

const start = (environment: Record<string, string>) => prepareHouse(deps, configOf(environment), undefined)
const account = (channel: string) => database.db.channelAccount.findFirstOrThrow({ where: { channel } })
const secretsOf = async (channel: string) =>
  JSON.parse(unseal(deps.keyring, 'account', (await account(channel)).secretsSealed) ?? 'null')

describe('the first start', () => {
  it('makes one organisation, also when several processes start at once', async () => {
    const ids = await Promise.all([start({}), start({}), start({})])
    expect(new Set(ids).size).toBe(1)
    expect(await database.db.organisation.count()).toBe(1)
  })

  it('makes a mail account that is on, takes over a new password, and never turns it on against an administrator', async () => {
    const mail = { MAIL_FROM: 'Sở Mẫu <BaoChi@so-mau.example>', PUBLIC_URL: 'https://giaoban.example.vn' }
    await start({ ...mail, SMTP_URL: 'smtp://desk:one@mail.so-mau.example:587' })
    expect(await account('email')).toMatchObject({ state: 'on', name: 'Sở Mẫu', externalId: 'baochi@so-mau.example' })
    await database.db.channelAccount.updateMany({ data: { state: 'off' } })
    await start({ ...mail, SMTP_URL: 'smtp://desk:two@mail.so-mau.example:587' })
    expect((await account('email')).state).toBe('off')
    expect(await secretsOf('email')).toEqual({ url: 'smtp://desk:two@mail.so-mau.example:587' })
  })

  it('leaves Telegram off until somebody says that its note was read', async () => {
    await start(telegram)
    expect((await account('telegram')).state).toBe('off')
    await database.db.channelAccount.deleteMany()
    await start({ ...telegram, TELEGRAM_ENABLED: 'true' })
    expect((await account('telegram')).state).toBe('on')
  })

  it('turns Telegram on when the environment says later that the note was read, but never against an administrator', async () => {
    await start(telegram)
    await start({ ...telegram, TELEGRAM_ENABLED: 'true' })
    expect((await account('telegram')).state).toBe('on')
    await database.db.channelAccount.updateMany({ data: { state: 'off' } })
    await start({ ...telegram, TELEGRAM_ENABLED: 'true' })
    expect((await account('telegram')).state).toBe('off')
  })

  it('keeps what an administrator decided, and takes over a token that was made anew', async () => {
    await start(telegram)
    await database.db.channelAccount.updateMany({ data: { state: 'on' } })
    await start({ ...telegram, TELEGRAM_BOT_TOKEN: `7000000022:${'u'.repeat(30)}` })
    expect((await account('telegram')).state).toBe('on')
    expect((await secretsOf('telegram')).token).toBe(`7000000022:${'u'.repeat(30)}`)
    expect(await database.db.channelAccount.count()).toBe(1)
  })

  it('names the webhook only when updates are to come by it', async () => {
    await start({ ...telegram, TELEGRAM_MODE: 'webhook' })
    expect((await account('telegram')).settings).toEqual({ webhookUrl: 'https://giaoban.example.vn/webhooks/telegram' })
    expect((await secretsOf('telegram')).webhookSecret).toMatch(/^[\w-]{32,}$/)
    await start(telegram)
    expect((await account('telegram')).settings).toEqual({})
  })

  it('never overwrites the tokens that Zalo handed out since', async () => {
    await start({ ...zalo, PUBLIC_URL: 'https://giaoban.example.vn' })
    const { id } = await account('zalo')
    const secrets = { ...(await secretsOf('zalo')), tokens: { refreshToken: 'second' } }
    const secretsSealed = seal(deps.keyring, 'account', JSON.stringify(secrets))
    await database.db.channelAccount.update({ where: { id }, data: { secretsSealed } })
    await start({ ...zalo, ZALO_OA_SECRET: 'changed', PUBLIC_URL: 'https://giaoban.example.vn' })
    expect(await secretsOf('zalo')).toMatchObject({ oaSecret: 'changed', tokens: { refreshToken: 'second' } })
  })

  it('refuses to run the demo department, whose passwords stand in the repository, with real tokens', async () => {
    const organisationId = await start({})
    const person = demoStaff[0]
    if (!person) throw new Error('the demo has no staff')
    await addStaff(deps, { ...person, locale: 'vi', password: demoPassword, organisationId })
    await expect(start(telegram)).rejects.toThrow('DATA_DIR')
    expect(await database.db.channelAccount.count()).toBe(0)
  })
})

function configOf(environment: Record<string, string>): Config {
  const read = readConfig(environment)
  if ('problems' in read) throw new Error(read.problems.join())
  return read.config
}
