import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { readTelegramUpdate } from '../../../bots/telegram/receive.ts'
import { demoToken, noon, startedReporter, startTelegram, type TelegramFixture } from '../sandbox/telegram-stand-in.ts'
import { openChannel, openHouse, pollUntil, sendAll, words } from './telegram-channel.ts'

const opened: TelegramFixture[] = []
const folders: string[] = []
afterEach(async () => {
  for (const telegram of opened.splice(0)) await telegram.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
async function start(options: Parameters<typeof startTelegram>[0] = {}) {
  const telegram = await startTelegram(options)
  opened.push(telegram)
  const house = openHouse(telegram)
  return { telegram, house, channel: await openChannel(telegram, house) }
}

describe('what people do on the phone', () => {
  test('reaches the desk in neutral words', async () => {
    const { telegram, channel } = await start()
    const person = telegram.people.add({ name: 'Giàng Thị Sua', outlet: '', channel: 'telegram' })
    const { hands } = telegram.telegram
    hands.start(person.id, { parameter: 'ma_dang-ky' })
    await sendAll(channel, person.userId, { ...words('mời'), buttons: [{ label: 'Nhận', reference: 'ya.x' }] })
    const typed = hands.text(person.id, { text: 'Bài của tôi: https://bao.example.vn/1 và bao.example.vn' })
    hands.edit(person.id, { messageId: typed.message_id, text: 'Bài của tôi: https://bao.example.vn/2' })
    hands.text(person.id, { text: '/stop' })
    const query = hands.tap(person.id, { messageId: 2, data: 'ya.x' })
    hands.file(person.id, { name: 'bài.docx', bytes: Buffer.from('x'), caption: 'gửi ban biên tập' })
    hands.sticker(person.id)
    hands.block(person.id)
    hands.unblock(person.id)
    const kept = await pollUntil(channel, ({ length }) => length === 9)
    const who = { address: person.userId, displayName: 'Giàng Thị Sua', at: noon, interaction: true }
    expect(kept.flatMap(({ payload }) => channel.read(payload))).toEqual([
      { ...who, kind: 'start', parameter: 'ma_dang-ky' },
      {
        ...who,
        kind: 'text',
        text: 'Bài của tôi: https://bao.example.vn/1 và bao.example.vn',
        links: ['https://bao.example.vn/1'],
      },
      { ...who, kind: 'text', text: 'Bài của tôi: https://bao.example.vn/2', links: ['https://bao.example.vn/2'] },
      { ...who, kind: 'text', text: '/stop', links: [] },
      { ...who, kind: 'tap', reference: 'ya.x', acknowledgement: query },
      { ...who, kind: 'file', name: 'bài.docx', caption: 'gửi ban biên tập' },
      { ...who, kind: 'wordless', what: 'sticker' },
      { ...who, interaction: false, kind: 'reachability', reachable: false },
      { ...who, interaction: false, kind: 'reachability', reachable: true },
    ])
    await channel.acknowledge?.(query, 'Đã ghi nhận '.repeat(30))
    const { notice, waitingTaps } = telegram.telegram.readChat(person.id)
    expect([...(notice?.text ?? '')].length).toBe(200)
    expect(waitingTaps).toBe(0)
  })

  test('hidden links and addresses without https are found, in text and under a photo', () => {
    const from = { id: 42, is_bot: false, first_name: 'An' }
    const base = { from, chat: { id: 42, type: 'private' }, date: 1795000000 }
    const entities = [
      { type: 'text_link', offset: 0, length: 3, url: 'https://bao.example.vn/a' },
      { type: 'url', offset: 4, length: 16 },
      { type: 'text_link', offset: 0, length: 3, url: 'tg://user?id=1' },
    ]
    const links = ['https://bao.example.vn/a', 'https://bao.example.vn/b']
    const text = 'bài bao.example.vn/b'
    expect(readTelegramUpdate({ update_id: 1, message: { ...base, text, entities } }, noon)).toMatchObject([
      { kind: 'text', links },
    ])
    const photo = { ...base, photo: [], caption: text, caption_entities: entities }
    expect(readTelegramUpdate({ update_id: 1, message: photo }, noon)).toMatchObject([{ kind: 'text', text, links }])
  })

  test('groups, channels, other bots and junk concern nobody', () => {
    const from = { id: 42, is_bot: false, first_name: 'An' }
    const group = { from, chat: { id: -1, type: 'group' }, date: 1795000000, text: 'x' }
    const robot = { from: { ...from, is_bot: true }, chat: { id: 42, type: 'private' }, date: 1795000000, text: 'x' }
    for (const payload of [
      { message: group },
      { message: robot },
      { channel_post: group },
      null,
      'x',
      7,
      [],
      { message: null },
      {},
    ])
      expect(readTelegramUpdate(payload, noon)).toEqual([])
    fc.assert(
      fc.property(fc.anything(), (payload) => {
        expect(readTelegramUpdate(payload, noon)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

describe('fetching updates', () => {
  test('what the desk could not keep comes again, and nothing it kept does', async () => {
    const { telegram, channel } = await start()
    const person = startedReporter(telegram)
    for (const text of ['một', 'hai', 'ba']) telegram.telegram.hands.text(person.id, { text })
    let refused = false
    const kept = await pollUntil(
      channel,
      ({ length }) => length === 4,
      async ({ payload }) => {
        if (!refused && JSON.stringify(payload).includes('hai')) {
          refused = true
          throw new Error('the database is away')
        }
      },
    )
    expect(
      kept.flatMap(({ payload }) => channel.read(payload)).map((event) => event.kind === 'text' && event.text),
    ).toEqual([false, 'một', 'hai', 'ba'])
    expect(new Set(kept.map(({ externalId }) => externalId)).size).toBe(4)
  })

  test('a restart of the platform and of the desk loses nothing and repeats at most what was not confirmed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'giaoban-telegram-'))
    folders.push(folder)
    const stateFile = join(folder, 'sandbox.sqlite')
    const before = await start({ stateFile })
    const person = startedReporter(before.telegram)
    const first = await pollUntil(before.channel, ({ length }) => length === 1)
    await opened.pop()?.stop()

    const after = await start({ stateFile })
    Object.assign(after.house.memory, before.house.memory)
    after.telegram.telegram.hands.text(person.id, { text: 'sau khi khởi động lại' })
    const second = await pollUntil(after.channel, ({ length }) => length === 1)
    expect(first.flatMap(({ payload }) => after.channel.read(payload))).toMatchObject([{ kind: 'start' }])
    expect(second.flatMap(({ payload }) => after.channel.read(payload))).toMatchObject([
      { kind: 'text', text: 'sau khi khởi động lại' },
    ])
    expect(after.telegram.telegram.readChat(person.id).messages).toHaveLength(2)
  })

  test('after a week of silence an old offset is not used: the platform may count from another number', async () => {
    const { telegram, channel, house } = await start()
    Object.assign(house.memory, {
      pollOffset: 999_999_999_999,
      pollOffsetAt: new Date(noon.getTime() - 7 * 86_400_000).toISOString(),
    })
    startedReporter(telegram)
    expect(await pollUntil(channel, ({ length }) => length === 1)).toHaveLength(1)
  })

  test('two pollers do not fight: the one thrown out says so and waits', async () => {
    const { telegram, channel, house } = await start()
    const stop = new AbortController()
    const polling = channel.poll?.(async () => {}, stop.signal)
    await expect.poll(() => telegram.calls.list({ method: 'deleteWebhook' }).length).toBe(1)
    await expect
      .poll(
        async () =>
          (await telegram.call('getUpdates', {})) &&
          telegram.calls.list({ method: 'getUpdates' }).some(({ status }) => status === 409),
      )
      .toBe(true)
    await expect.poll(() => house.lines.some((line) => line.includes('another program'))).toBe(true)
    const begun = performance.now()
    stop.abort()
    await polling
    expect(performance.now() - begun).toBeLessThan(1000)
    expect(house.lines.join('')).not.toContain(demoToken)
  })

  test('a refused token is asked again only after a pause', async () => {
    const { telegram } = await start()
    const house = openHouse(telegram, '7000000009:AArevoked-token-0000000000000000')
    const channel = await openChannel(telegram, house)
    const stop = new AbortController()
    const polling = channel.poll?.(async () => {}, stop.signal)
    await expect.poll(() => house.lines.filter((line) => line.includes('refuses the token')).length).toBe(1)
    stop.abort()
    await polling
    expect(house.lines.filter((line) => line.includes('refuses the token'))).toHaveLength(1)
  })
})
