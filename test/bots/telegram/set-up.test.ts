import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandsIn } from '../../../bots/telegram/care.ts'
import { telegramSettings } from '../../../bots/telegram/config.ts'
import type { Channel, Finding } from '../../../src/channels/channel.ts'
import { createTexts, locales } from '../../../src/texts.ts'
import { noon, startedReporter, startTelegram, type TelegramFixture } from '../sandbox/telegram-stand-in.ts'
import { type House, openChannel, openHouse, words } from './telegram-channel.ts'

const { say, keys } = createTexts()
let telegram: TelegramFixture
let house: House
let channel: Channel

beforeEach(async () => {
  telegram = await startTelegram()
  house = openHouse(telegram)
  channel = await openChannel(telegram, house)
})
afterEach(() => telegram.stop())

describe('at its start', () => {
  test('the bot learns its name and tells people what it does, in both languages, once', async () => {
    await channel.care?.()
    const { bots } = (await telegram.control('/telegram/bots')).body as { bots: { profile: Record<string, unknown> }[] }
    expect(Object.keys(bots[0]?.profile ?? {}).sort()).toEqual([
      'commands all_private_chats ',
      'commands all_private_chats en',
      'description ',
      'description en',
      'short description ',
      'short description en',
    ])
    const before = telegram.calls.list().length
    await channel.care?.()
    expect(telegram.calls.list()).toHaveLength(before)
    expect(await channel.check()).toEqual({ kind: 'ok', detail: '@giaoban_demo_bot' })
  })

  test('a bot that was given another name is linked under it after the next start', async () => {
    house.memory.username = 'giaoban_old_bot'
    const again = await openChannel(telegram, house)
    expect(again.startLink?.('ma')).toBe('https://t.me/giaoban_old_bot?start=ma')
    await again.care?.()
    expect(again.startLink?.('ma')).toBe('https://t.me/giaoban_demo_bot?start=ma')
    expect(house.memory.username).toBe('giaoban_demo_bot')
  })

  test('what was refused is asked for again, and nothing else', async () => {
    const body = { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 1 } }
    const failure = { kind: 'answer', status: 429, body } as const
    telegram.faults.schedule({ channel: 'telegram', method: 'setMyDescription', failure })
    await channel.care?.()
    expect(house.lines.filter((line) => line.includes('did not take the set-up'))).toHaveLength(1)
    const before = telegram.calls.list().at(-1)?.id ?? 0
    await channel.care?.()
    expect(telegram.calls.list({ since: before }).map(({ method, status }) => `${method} ${status}`)).toEqual([
      'setMyDescription 200',
    ])
  })

  test.each(locales)('what it says of itself keeps the platform’s lengths (%s)', (locale) => {
    for (const { command, description } of commandsIn(say, locale)) {
      expect(command).toMatch(/^[a-z0-9_]{1,32}$/)
      expect([...description].length).toBeGreaterThan(0)
      expect([...description].length).toBeLessThanOrEqual(256)
    }
    expect([...say(locale, 'telegram-description')].length).toBeLessThanOrEqual(512)
    expect([...say(locale, 'telegram-short-description')].length).toBeLessThanOrEqual(120)
  })

  test('a link opens the chat with 1-64 signs the platform carries, and with no others', () => {
    expect(channel.startLink?.('ma_1-2')).toBe('https://t.me/giaoban_demo_bot?start=ma_1-2')
    expect(channel.startLink?.('x'.repeat(64))).toContain('x'.repeat(64))
    for (const parameter of ['x'.repeat(65), '', 'mã', 'a b', 'a=b'])
      expect(() => channel.startLink?.(parameter)).toThrow()
  })

  test('what costs Stars or is nowhere documented has its careful answer unless somebody chose', () => {
    expect(telegramSettings.parse({})).toEqual({
      pace: { messages: 3, perMs: 100 },
      paidBroadcast: false,
      albumCost: 'each',
    })
  })
})

describe('the doctor', () => {
  const codesOf = (findings: readonly Finding[]) => findings.map(({ code, state }) => `${code} ${state}`)
  const examined = async (settings: unknown = {}) =>
    codesOf(await (await openChannel(telegram, house, settings)).examine())

  test('finds everything in place once the bot is set up', async () => {
    await channel.care?.()
    expect(await channel.examine()).toEqual([
      { code: 'token-accepted', state: 'ok', values: { bot: '@giaoban_demo_bot' } },
      { code: 'polling', state: 'ok' },
      { code: 'commands-set', state: 'ok' },
    ])
  })

  test('finds a menu that differs, money that is spent, and updates nobody takes', async () => {
    const person = startedReporter(telegram)
    for (let count = 0; count < 100; count += 1) telegram.telegram.hands.sticker(person.id)
    expect(await examined({ paidBroadcast: true })).toEqual([
      'token-accepted ok',
      'polling ok',
      'updates-waiting warning',
      'commands-differ note',
      'paid-broadcast note',
    ])
  })

  test('finds a refused token, a frozen bot and a platform out of reach, and asks no further', async () => {
    const refuse = (status: number, description: string) =>
      telegram.faults.schedule({
        channel: 'telegram',
        method: 'getMe',
        failure: { kind: 'answer', status, body: { ok: false, error_code: status, description } },
      })
    house.memory.username = 'giaoban_demo_bot'
    refuse(401, 'Unauthorized')
    expect(await examined()).toEqual(['token-refused failing'])
    refuse(400, 'Bad Request: FROZEN_METHOD_INVALID')
    expect(await examined()).toEqual(['frozen failing'])
    refuse(500, 'Internal Server Error')
    expect(await examined()).toEqual(['unreachable failing'])
    telegram.faults.schedule({ channel: 'telegram', method: 'getMe', failure: { kind: 'drop-before' } })
    expect(await examined()).toEqual(['unreachable failing'])
    telegram.faults.schedule({ channel: 'telegram', method: 'getWebhookInfo', failure: { kind: 'html-502' } })
    expect(await examined()).toContain('hearing-unknown warning')
  })

  test('finds a webhook that is missing, somebody else’s, deaf, failing, or in the way', async () => {
    const webhookUrl = 'http://127.0.0.1:9/webhooks/telegram'
    const hearing = async (settings: unknown) => (await examined(settings))[1]
    expect(await hearing({ webhookUrl })).toBe('webhook-missing failing')
    await telegram.call('setWebhook', { url: 'http://127.0.0.1:9/someone/secret-path' })
    expect(await hearing({ webhookUrl })).toBe('webhook-elsewhere failing')
    expect(await hearing({})).toBe('webhook-in-the-way failing')
    expect(JSON.stringify(await channel.examine())).not.toContain('secret-path')
    await telegram.call('setWebhook', { url: webhookUrl, allowed_updates: ['message'] })
    expect(await hearing({ webhookUrl })).toBe('webhook-deaf warning')
    await (await openChannel(telegram, house, { webhookUrl })).care?.()
    expect(await hearing({ webhookUrl })).toBe('webhook-set ok')
    startedReporter(telegram)
    await expect.poll(() => hearing({ webhookUrl })).toBe('webhook-fails warning')
    telegram.moveClock({ byMs: 20 * 60_000 })
  })

  test('remembers another poller for a quarter of an hour', async () => {
    house.memory.pollConflictAt = noon.toISOString()
    expect(await examined()).toContain('another-poller failing')
    telegram.moveClock({ byMs: 15 * 60_000 })
    expect(await examined()).toContain('polling ok')
  })

  test('tells for a day that many chats are unknown, which one or two are not worth', async () => {
    const [part] = channel.render(words('x'))
    const send = (address: number) => part && channel.send(String(address), part)
    for (let address = 91; address < 100; address += 1)
      expect(await send(address)).toMatchObject({ kind: 'recipient-gone', code: 'chat-not-found' })
    expect(await examined()).not.toContain('chats-unknown warning')
    await send(100)
    expect(await examined()).toContain('chats-unknown warning')
    expect(house.lines.filter((line) => line.includes('telegram-unknown-chats'))).toHaveLength(1)
    telegram.moveClock({ byMs: 24 * 3_600_000 })
    expect(await examined()).not.toContain('chats-unknown warning')
  })

  test('has a sentence for everything it finds, and one on what to do unless all is well', () => {
    const wellKnown = ['token-accepted', 'webhook-set', 'polling', 'commands-set']
    const found = keys('vi').filter((key) => key.startsWith('doctor-telegram-') && !key.endsWith('-do'))
    expect(found).toHaveLength(18)
    for (const key of found) {
      const isWell = wellKnown.includes(key.replace('doctor-telegram-', ''))
      expect(keys('vi').includes(`${key}-do`), key).toBe(!isWell)
    }
  })
})
