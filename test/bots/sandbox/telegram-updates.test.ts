import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startedReporter, startTelegram, type TelegramFixture } from './telegram-stand-in.ts'

let telegram: TelegramFixture
let person: { readonly id: string; readonly userId: string }
beforeEach(async () => {
  telegram = await startTelegram()
  person = startedReporter(telegram)
})
afterEach(() => telegram.stop())

type Got = { readonly update_id: number; readonly message?: { readonly text?: string } }
const say = (...texts: string[]) => {
  for (const text of texts) telegram.telegram.hands.text(person.id, { text })
}
const ask = async (parameters: object = {}) => (await telegram.call('getUpdates', parameters)).body.result as Got[]
const idsOf = (updates: readonly Got[]) => updates.map(({ update_id: id }) => id)
const textsOf = (updates: readonly Got[]) => updates.map(({ message }) => message?.text)
const pass = (ms: number) => telegram.control('/clock', { advanceMs: ms })
const hours = 3_600_000

describe('fetching updates', () => {
  test('what an offset passed is gone, what it did not pass comes again', async () => {
    say('một', 'hai')
    const ids = idsOf(await ask())
    expect(textsOf(await ask({ offset: ids[1] }))).toEqual(['một', 'hai'])
    expect(textsOf(await ask({ offset: -1 }))).toEqual(['hai'])
    expect(textsOf(await ask())).toEqual(['hai'])
  })

  test('an offset far beyond the newest update confirms nothing', async () => {
    const [first = 0] = idsOf(await ask())
    expect(idsOf(await ask({ offset: first + 1_000_000 }))).toEqual([first])
    expect(idsOf(await ask({ offset: first + 1 }))).toEqual([])
  })

  test('wild limits and timeouts are brought back to what is allowed', async () => {
    say('một', 'hai')
    expect(await ask({ limit: 0 })).toHaveLength(1)
    expect(await ask({ limit: 5000, timeout: 9999 })).toHaveLength(3)
    expect(await ask({ limit: -3, timeout: -1 })).toHaveLength(1)
  })

  test('the same offset again too soon gets one update at a time, and waits when there is none', async () => {
    await telegram.control('/telegram/switches', { pollSlowDown: true })
    say('một')
    expect(await ask()).toHaveLength(2)
    const [only] = idsOf(await ask())
    expect(idsOf(await ask())).toEqual([only])
    const offset = idsOf(telegram.telegram.updates.history(7_000_000_001)).at(-1) ?? 0
    expect(await ask({ offset: offset + 1 })).toEqual([])
    const waits = ask({ offset: offset + 1 })
    await telegram.call('getMe')
    say('hai')
    expect(textsOf(await waits)).toEqual(['hai'])
  })

  test('a webhook that is set throws the waiting poller out, and a second 409 lets one wait', async () => {
    await telegram.control('/telegram/switches', { pollSlowDown: true })
    await ask({ offset: -1 })
    const [last = 0] = idsOf(telegram.telegram.updates.history(7_000_000_001))
    const poller = telegram.call('getUpdates', { offset: last + 1, timeout: 50 })
    await telegram.call('getMe')
    await telegram.call('setWebhook', { url: 'http://127.0.0.1:9/hook' })
    expect((await poller).body).toMatchObject({ error_code: 409, description: expect.stringContaining('setWebhook') })
    const order: string[] = []
    const again = telegram.call('getUpdates').then(() => order.push('second 409'))
    await telegram.call('getMe').then(() => order.push('another call'))
    expect(order).toEqual(['another call'])
    await telegram.stop()
    await again.catch(() => {})
    telegram = await startTelegram()
  })

  test('a message waits 24 hours, a tap 150 seconds', async () => {
    const keys = { inline_keyboard: [[{ text: 'x', callback_data: 'x' }]] }
    await telegram.call('sendMessage', { chat_id: person.userId, text: 'x', reply_markup: keys })
    telegram.telegram.hands.tap(person.id, { messageId: 2, data: 'x' })
    await pass(149_000)
    expect(await ask()).toHaveLength(2)
    await pass(2_000)
    expect(textsOf(await ask())).toEqual(['/start'])
    await pass(24 * hours)
    expect(await ask()).toEqual([])
  })

  test('numbers grow by one, and begin anywhere after a week of silence', async () => {
    say('một')
    const [first = 0, second = 0] = idsOf(await ask({ allowed_updates: [] }))
    expect(second).toBe(first + 1)
    await pass(7 * 24 * hours)
    say('hai')
    const [fresh = 0] = idsOf(await ask())
    expect([second, second + 1]).not.toContain(fresh)
  })

  test('kinds: what was asked for stays until something else is, an empty list is the usual ones, unknown names are nothing', async () => {
    const heard = async () => {
      await ask({ offset: -1 })
      const before = (await ask()).length
      telegram.telegram.hands.block(person.id)
      telegram.telegram.hands.unblock(person.id)
      say('x')
      return (await ask()).slice(before).map((update) => Object.keys(update)[1])
    }
    await ask({ allowed_updates: ['my_chat_member', 'smoke_signal'] })
    expect(await heard()).toEqual(['my_chat_member', 'my_chat_member'])
    await ask({})
    expect(await heard()).toEqual(['my_chat_member', 'my_chat_member'])
    await ask({ allowed_updates: ['smoke_signal'] })
    expect(await heard()).toEqual(['my_chat_member', 'my_chat_member', 'message'])
    await telegram.call('setWebhook', { url: 'http://127.0.0.1:9/', allowed_updates: ['message'] })
    expect((await telegram.call('getWebhookInfo')).body.result).toMatchObject({ allowed_updates: ['message'] })
    await telegram.call('deleteWebhook')
    expect(await heard()).toEqual(['message'])
    await ask({ allowed_updates: [] })
    expect(await heard()).toHaveLength(3)
  })
})

describe('on demand', () => {
  const deliver = (updateIds: readonly number[]) => telegram.control('/telegram/updates/deliver', { updateIds })

  test('an update comes once more, also after it was confirmed', async () => {
    const [first = 0] = idsOf(await ask())
    expect(await ask({ offset: first + 1 })).toEqual([])
    await deliver([first, first])
    expect(idsOf(await ask({ offset: first + 1 }))).toEqual([first, first])
    expect(idsOf(await ask({ offset: first + 1 }))).toEqual([])
  })

  test('updates come in the order that was asked for', async () => {
    await ask({ offset: -1 })
    await telegram.control('/telegram/switches', { holdUpdates: true })
    say('một', 'hai', 'ba')
    const { body } = await telegram.control('/telegram/updates')
    const [start = 0, one = 0, two = 0, three = 0] = body.waiting as number[]
    expect(await ask()).toEqual([])
    await deliver([three, one, two])
    await telegram.control('/telegram/switches', { holdUpdates: false })
    expect(idsOf(await ask())).toEqual([start, three, one, two])
  })

  test('a share of the updates comes twice when a soak asks for it', async () => {
    await ask({ offset: -1 })
    await telegram.control('/telegram/switches', { repeatUpdates: 0.5 })
    for (let count = 0; count < 20; count += 1) say(`${count}`)
    const ids = idsOf(await ask())
    const repeated = ids.length - new Set(ids).size
    expect(repeated).toBeGreaterThan(4)
    expect(repeated).toBeLessThan(16)
    expect(ids).toEqual(ids.toSorted((left, right) => left - right))
  })

  test('an update that never was cannot come again', async () => {
    expect((await deliver([1])).status).toBe(404)
  })
})
