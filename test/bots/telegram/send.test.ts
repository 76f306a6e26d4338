import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTelegramChannel } from '../../../bots/telegram/channel.ts'
import type { Channel } from '../../../src/channels/channel.ts'
import { demoToken, noon, startedReporter, startTelegram, type TelegramFixture } from '../sandbox/telegram-stand-in.ts'
import { carry, type House, openChannel, openHouse, pollUntil, sendAll, words } from './telegram-channel.ts'

let telegram: TelegramFixture
let house: House
let channel: Channel
let sua: { readonly id: string; readonly userId: string }

beforeEach(async () => {
  telegram = await startTelegram()
  house = openHouse(telegram)
  channel = await openChannel(telegram, house)
  sua = startedReporter(telegram)
})
afterEach(() => telegram.stop())

const inbox = (personId = sua.id) => telegram.telegram.readChat(personId).messages.filter(({ fromBot }) => fromBot)
const random = (size: number) => randomBytes(size)

describe('what the desk sends arrives on the phone', () => {
  test('a bulletin with its buttons, formatted and without previews', async () => {
    const [outcome] = await sendAll(channel, sua.userId, {
      kind: 'message',
      blocks: [
        { kind: 'heading', text: 'SỞ VĂN HOÁ <Lai Xuân>' },
        { kind: 'paragraph', text: 'Số 12/TB & phụ lục' },
        { kind: 'link', label: 'Trang riêng', url: 'https://vd.example.vn/p/x?a=1&b="2"' },
      ],
      buttons: [{ label: 'Mở', reference: 'ot1.abc', style: 'primary' }],
      files: [],
    })
    expect(outcome).toMatchObject({
      kind: 'sent',
      messageIds: ['2'],
      costVnd: 0,
      trace: { method: 'sendMessage', status: 200 },
    })
    const [bubble] = inbox()
    expect(bubble?.text).toBe('SỞ VĂN HOÁ <Lai Xuân>\n\nSố 12/TB & phụ lục\nTrang riêng')
    expect(bubble?.entities.map(({ type }) => type)).toEqual(['bold', 'text_link'])
    expect(bubble?.buttons).toEqual([[{ text: 'Mở', style: 'primary', callback_data: 'ot1.abc' }]])
    expect(telegram.calls.list({ method: 'sendMessage' })[0]?.request).toMatchObject({
      link_preview_options: '{"is_disabled":true}',
    })
  })

  test('the keyboard that asks for a phone number goes with the next answer, and with nothing unasked', async () => {
    const ask = { ...words('Mời anh/chị đăng ký'), buttons: [{ label: 'Gửi số điện thoại', ask: 'phone' }] } as const
    const shown = () => telegram.telegram.readChat(sua.id).keyboard?.keyboard
    const markups = () => telegram.calls.list({ method: 'sendMessage' }).map(({ request }) => JSON.stringify(request))
    await sendAll(channel, sua.userId, ask, { inAnswer: true })
    expect(shown()).toMatchObject([[{ text: 'Gửi số điện thoại', request_contact: true }]])
    await sendAll(channel, sua.userId, words('Bản tin'))
    await sendAll(
      channel,
      sua.userId,
      { ...words('Mời'), buttons: [{ label: 'Có', reference: 'a' }] },
      { inAnswer: true },
    )
    expect(shown()).toBeDefined()
    await sendAll(channel, sua.userId, words('Đã nhận mã'), { inAnswer: true })
    expect(shown()).toBeUndefined()
    expect(house.memory).not.toHaveProperty(`phone-keyboard ${sua.userId}`)
    await sendAll(channel, sua.userId, words('Xong'), { inAnswer: true })
    expect(markups().filter((markup) => markup.includes('remove_keyboard'))).toHaveLength(1)
  })

  test('strangers who are asked for their number and never write again fill no memory', async () => {
    for (let stranger = 0; stranger < 600; stranger++) house.memory[`phone-keyboard ${stranger}`] = true
    const before = Object.keys(house.memory).length
    await sendAll(channel, sua.userId, { ...words('Mời'), buttons: [{ label: 'Gửi số', ask: 'phone' }] })
    expect(Object.keys(house.memory)).toHaveLength(before)
  })

  test('the number a person shares that way is their own', async () => {
    telegram.telegram.hands.contact(sua.id)
    telegram.telegram.hands.contact(sua.id, { of: { phone: '84911111111', firstName: 'Người khác', userId: 7 } })
    const kept = await pollUntil(channel, ({ length }) => length === 3)
    const [, own, other] = kept.flatMap(({ payload }) => channel.read(payload))
    expect(own).toMatchObject({ kind: 'phone', number: expect.stringMatching(/^84\d{9}$/), proven: true })
    expect(other).toMatchObject({ kind: 'wordless', what: 'contact' })
  })

  test('Stars are spent on what goes to many, when that was chosen, and never on answers', async () => {
    const paid = await openChannel(telegram, openHouse(telegram), { paidBroadcast: true })
    await sendAll(channel, sua.userId, words('x'))
    await sendAll(paid, sua.userId, words('x'))
    await sendAll(paid, sua.userId, words('x'), { inAnswer: true })
    const calls = telegram.calls.list({ method: 'sendMessage' }).map(({ request }) => JSON.stringify(request))
    expect(calls.map((call) => call.includes('allow_paid_broadcast'))).toEqual([false, true, false])
  })
})

describe('what does not arrive has an outcome that says so', () => {
  const send = async (address = sua.userId) => (await sendAll(channel, address, words('xin chào')))[0]
  const fault = (failure: object) =>
    telegram.faults.schedule({ channel: 'telegram', method: 'sendMessage', failure: failure as never })

  test('blocked, unblocked again, never started, deleted, unknown', async () => {
    telegram.telegram.hands.block(sua.id)
    expect(await send()).toMatchObject({ kind: 'recipient-gone', state: 'blocked', code: 'blocked' })
    telegram.telegram.hands.unblock(sua.id)
    expect(await send()).toMatchObject({ kind: 'sent' })
    const never = telegram.people.add({ name: 'Chưa', outlet: '', channel: 'telegram' })
    expect(await send(never.userId)).toMatchObject({ kind: 'recipient-gone', state: 'blocked', code: 'never-started' })
    telegram.people.setFlags(sua.id, { deactivated: true })
    expect(await send()).toMatchObject({ kind: 'recipient-gone', state: 'gone', code: 'deactivated' })
    expect(await send('99')).toMatchObject({ kind: 'recipient-gone', state: 'gone', code: 'chat-not-found' })
  })

  test('too fast: wait as long as the platform says', async () => {
    telegram.telegram.flood.set({ on: true, perSecond: 2 })
    const outcomes = [await send(), await send(), await send()]
    expect(outcomes.map((outcome) => outcome?.kind)).toEqual(['sent', 'sent', 'throttled'])
    expect(outcomes[2]).toMatchObject({ retryAfterMs: 1000 })
  })

  test('whatever happens after the request was written is unknown, whether it arrived or not', async () => {
    for (const [failure, code] of [
      [{ kind: 'drop-before' }, 'UND_ERR_SOCKET|ECONNRESET'],
      [{ kind: 'drop-after' }, 'UND_ERR_SOCKET|ECONNRESET'],
      [{ kind: 'html-502' }, 'http-502'],
      [{ kind: 'html-502-after' }, 'http-502'],
      [
        { kind: 'answer', status: 500, body: { ok: false, error_code: 500, description: 'Internal Server Error' } },
        'http-500',
      ],
    ] as const) {
      fault(failure)
      const outcome = await send()
      expect(outcome, failure.kind).toMatchObject({ kind: 'unknown', code: expect.stringMatching(code) })
    }
    expect(inbox()).toHaveLength(2)
    expect(telegram.calls.list({ method: 'sendMessage' }).map(({ effect }) => effect)).toEqual([
      false,
      true,
      false,
      true,
      false,
    ])
  })

  test('a platform that is not there was not written to', async () => {
    const empty = createServer()
    await new Promise<void>((resolve) => empty.listen(0, '127.0.0.1', resolve))
    const { port } = empty.address() as { port: number }
    await new Promise((resolve) => empty.close(resolve))
    const away = await createTelegramChannel(house.ports, { apiRoot: `http://127.0.0.1:${port}`, settings: {} })
    const [part] = away.render(words('x'))
    expect(part && (await away.send(sua.userId, part))).toMatchObject({ kind: 'not-written', code: 'ECONNREFUSED' })
    expect(await away.check()).toMatchObject({ kind: 'failing', code: 'ECONNREFUSED' })
  })

  test('a token that was revoked stops the account', async () => {
    const revoked = openHouse(telegram, '7000000009:AArevoked-token-0000000000000000')
    channel = await openChannel(telegram, revoked)
    expect(await send()).toMatchObject({ kind: 'misconfigured', code: 'unauthorized' })
    expect(await channel.check()).toMatchObject({ kind: 'failing', code: '401' })
  })

  test('neither outcomes nor logs nor findings repeat the token, the text or a link, whatever goes wrong', async () => {
    const said = `Bad Request: "xin chào" at https://vd.example.vn/p/x ${demoToken}`
    const failures = [
      { kind: 'answer', status: 400, body: { ok: false, error_code: 400, description: said } },
      { kind: 'answer', status: 401, body: { ok: false, error_code: 401, description: said } },
      { kind: 'answer', status: 502, body: `<html>${said}</html>` },
      { kind: 'answer', status: 200, body: { ok: false, description: said } },
      { kind: 'answer', status: 200, body: { ok: true } },
      { kind: 'drop-before' },
      { kind: 'drop-after' },
    ] as const
    const everything: unknown[] = []
    for (const failure of failures) {
      telegram.faults.schedule({ channel: 'telegram', method: '*', failure, count: 5 })
      const file = carry(house, 'mật.pdf', random(10))
      everything.push(await sendAll(channel, sua.userId, { ...words('xin chào'), files: [file] }))
      const [part] = channel.render(words('xin chào'))
      const sent = { messageId: '2', sentAt: noon }
      if (part) everything.push(await channel.revise?.(sua.userId, sent, { kind: 'replace', part }))
      await channel.acknowledge?.('1', 'xin chào')
      everything.push(await channel.examine(), await channel.check())
      await channel.care?.()
      await channel.poll?.(async () => {}, AbortSignal.timeout(150))
      telegram.faults.clear()
    }
    const told = JSON.stringify(everything) + house.lines.join('\n')
    expect(house.lines.length).toBeGreaterThan(failures.length)
    expect(told).not.toMatch(/xin chào|AAsandbox|example\.vn|mật\.pdf/)
  })

  test('a tap answered late or twice troubles nobody', async () => {
    await sendAll(channel, sua.userId, { ...words('mời'), buttons: [{ label: 'Nhận', reference: 'ya.x' }] })
    const tap = () => telegram.telegram.hands.tap(sua.id, { messageId: 2, data: 'ya.x' })
    const [early, late] = [tap(), tap()]
    await channel.acknowledge?.(early)
    await channel.acknowledge?.(early)
    telegram.moveClock({ byMs: 151_000 })
    await channel.acknowledge?.(late, 'Đã ghi nhận')
    const answers = telegram.calls.list({ method: 'answerCallbackQuery' })
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 400])
    expect(house.lines.filter((line) => line.includes('answer to a tap'))).toHaveLength(2)
  })
})
