import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTelegramChannel } from '../../../bots/telegram/channel.ts'
import { cleanName } from '../../../bots/telegram/send-files.ts'
import type { Channel } from '../../../src/channels/channel.ts'
import { demoToken, startedReporter, startTelegram, type TelegramFixture } from '../sandbox/telegram-stand-in.ts'
import { carry, type House, openChannel, openHouse, sendAll, words } from './telegram-channel.ts'

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
const fetched = (fileId: string) => Buffer.from(telegram.telegram.fileBytes(fileId)?.bytes ?? [])
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

  test('a file byte for byte under its own name, uploaded once for everybody', async () => {
    const bytes = random(300_000)
    const file = carry(house, 'Phụ lục 1; bản "đồ" 100%.pdf', bytes)
    const others = [startedReporter(telegram, 'Một'), startedReporter(telegram, 'Hai')]
    const all = [sua, ...others]
    const outcomes = await Promise.all(
      all.map(({ userId }) => sendAll(channel, userId, { ...words('kèm'), files: [file] })),
    )
    expect(outcomes.flat().map(({ kind }) => kind)).toEqual(Array(6).fill('sent'))
    for (const { id } of all) {
      const bubble = inbox(id).find((one) => one.file)
      expect(bubble?.file).toMatchObject({ name: 'Phụ lục 1 bản đồ 100.pdf', mediaType: 'application/pdf' })
      expect(fetched(bubble?.file?.fileId ?? '').equals(bytes)).toBe(true)
    }
    const uploads = telegram.calls
      .list({ method: 'sendDocument' })
      .filter(({ request }) => JSON.stringify(request).includes('attach://'))
    expect(uploads).toHaveLength(1)
  })

  test('an album, by upload and then by handles, each file under its own message', async () => {
    const contents = [random(1000), random(2000), random(3000)]
    const files = contents.map((bytes, index) => carry(house, `Tài liệu ${index}.docx`, bytes))
    const message = { ...words('kèm'), files }
    const [, first] = await sendAll(channel, sua.userId, message)
    const [, second] = await sendAll(channel, sua.userId, message)
    expect(first).toMatchObject({ kind: 'sent', messageIds: ['3', '4', '5'] })
    expect(second).toMatchObject({ kind: 'sent', messageIds: ['7', '8', '9'] })
    const received = inbox().filter(({ file }) => file)
    for (const [index, { file }] of received.entries())
      expect(fetched(file?.fileId ?? '').equals(contents[index % 3] as Uint8Array)).toBe(true)
    expect(new Set(received.map(({ albumId }) => albumId)).size).toBe(2)
    expect(JSON.stringify(telegram.calls.list({ method: 'sendMediaGroup' })[1]?.request)).not.toContain('attach://')
  })

  test('the same content under another name keeps the other name', async () => {
    const bytes = random(100)
    await sendAll(channel, sua.userId, { ...words('x'), files: [carry(house, 'a.pdf', bytes)] })
    await sendAll(channel, sua.userId, { ...words('x'), files: [carry(house, 'b.pdf', bytes)] })
    expect(inbox().flatMap(({ file }) => file?.name ?? [])).toEqual(['a.pdf', 'b.pdf'])
  })

  test('a handle that died is forgotten and the file uploaded again, once', async () => {
    const file = carry(house, 'a.pdf', random(100))
    house.handles.set(`${file.sha256} document a.pdf`, 'BQACdead-handle-of-a-bot-that-was-replaced')
    const [, outcome] = await sendAll(channel, sua.userId, { ...words('x'), files: [file] })
    expect(outcome?.kind).toBe('sent')
    expect(telegram.calls.list({ method: 'sendDocument' }).map(({ status }) => status)).toEqual([400, 200])
    expect(house.handles.get(`${file.sha256} document a.pdf`)).not.toContain('dead')
  })

  test('file names lose only what the platform would misread', () => {
    expect(cleanName('Kế hoạch; "quý" 4%.pdf')).toBe('Kế hoạch quý 4.pdf')
    expect(cleanName('a\r\nb/c\\d.pdf')).toBe('a b c d.pdf')
    expect(cleanName('')).toBe('file')
    expect(cleanName(`${'đ'.repeat(300)}.docx`)).toBe(`${'đ'.repeat(110)}.docx`)
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

  test('neither outcomes nor logs nor errors repeat the token or the text', async () => {
    fault({
      kind: 'answer',
      status: 400,
      body: { ok: false, error_code: 400, description: `Bad Request: "xin chào" ${demoToken}` },
    })
    fault({ kind: 'drop-before' })
    const outcomes = [await send(), await send()]
    await channel.acknowledge?.('1', 'xin chào')
    const everything = JSON.stringify(outcomes) + house.lines.join('\n')
    expect(house.lines.length).toBeGreaterThan(0)
    expect(everything).not.toMatch(/xin chào|AAsandbox/)
  })
})

test('at its start the bot learns its name and tells people what it does, in both languages', async () => {
  expect(channel.startLink?.('ma_1-2')).toBe('https://t.me/giaoban_demo_bot?start=ma_1-2')
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
