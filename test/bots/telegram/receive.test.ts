import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { readTelegramUpdate } from '../../../bots/telegram/receive.ts'
import { verifyTelegramWebhook } from '../../../bots/telegram/verify.ts'
import { noon, startTelegram, type TelegramFixture } from '../sandbox/telegram-stand-in.ts'
import { openChannel, openHouse, pollUntil, sendAll, webhookSecret, words } from './telegram-channel.ts'

const opened: TelegramFixture[] = []
afterEach(async () => {
  for (const telegram of opened.splice(0)) await telegram.stop()
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
        messageId: '3',
      },
      {
        ...who,
        kind: 'text',
        text: 'Bài của tôi: https://bao.example.vn/2',
        links: ['https://bao.example.vn/2'],
        messageId: '3',
        edited: true,
      },
      { ...who, kind: 'text', text: '/stop', links: [], messageId: '4' },
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
    const base = { message_id: 5, from, chat: { id: 42, type: 'private' }, date: 1795000000 }
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
    const group = { message_id: 5, from, chat: { id: -1, type: 'group' }, date: 1795000000, text: 'x' }
    const robot = {
      message_id: 5,
      from: { ...from, is_bot: true },
      chat: { id: 42, type: 'private' },
      date: 1795000000,
      text: 'x',
    }
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
  })

  test('a correction keeps the number of what it corrects and says when it was made', () => {
    const edited = { ...typed('https://bao.example.vn/2'), edit_date: 1795000600 }
    expect(readTelegramUpdate({ update_id: 2, edited_message: edited }, noon)).toEqual([
      {
        address: '42',
        displayName: 'An',
        at: new Date(1795000600_000),
        interaction: true,
        kind: 'text',
        text: 'https://bao.example.vn/2',
        links: [],
        messageId: '5',
        edited: true,
      },
    ])
    const pressed = { ...typed('/start ma'), edit_date: 1795000600 }
    expect(readTelegramUpdate({ update_id: 3, edited_message: pressed }, noon)).toMatchObject([
      { kind: 'text', edited: true },
    ])
    const { text: _text, ...rest } = edited
    const file = { ...rest, document: { file_name: 'a.pdf' }, caption: 'x' }
    expect(readTelegramUpdate({ update_id: 4, edited_message: file }, noon)).toEqual([])
  })

  test.each([
    ['84900000000', 42, '84900000000'],
    ['+84 900 000 000', 42, '84900000000'],
    ['0900000000', 42, '84900000000'],
    ['0084900000000', 42, '84900000000'],
    ['+4915112345678', 42, '4915112345678'],
    ['84900000000', 43, undefined],
    ['84900000000', undefined, undefined],
    ['113', 42, undefined],
    ['không có', 42, undefined],
  ])('a number counts only when its owner shares it: %s of %s', (phone, userId, number) => {
    const { text: _text, ...rest } = typed('')
    const contact = { phone_number: phone, first_name: 'An', ...(userId ? { user_id: userId } : {}) }
    const [event] = readTelegramUpdate({ update_id: 2, message: { ...rest, contact } }, noon)
    const content = number ? { kind: 'phone', number, proven: true } : { kind: 'wordless', what: 'contact' }
    expect(event).toMatchObject({ address: '42', interaction: true, ...content })
  })

  test('a tap on a message that is out of reach is still a tap', () => {
    const from = { id: 42, is_bot: false, first_name: 'An' }
    const message = { message_id: 5, chat: { id: 42, type: 'private' }, date: 0 }
    const query = { id: '99', from, chat_instance: '1', data: 'ya.x', message }
    expect(readTelegramUpdate({ update_id: 5, callback_query: query }, noon)).toMatchObject([
      { kind: 'tap', reference: 'ya.x', acknowledgement: '99', at: noon },
    ])
  })
})

const typed = (text: string) => ({
  message_id: 5,
  from: { id: 42, is_bot: false, first_name: 'An' },
  chat: { id: 42, type: 'private' },
  date: 1795000000,
  text,
})

describe('whatever comes in', () => {
  const real: readonly object[] = [
    { update_id: 1, message: { ...typed('/start ev_1'), entities: [{ offset: 0, length: 6, type: 'bot_command' }] } },
    { update_id: 2, message: { ...typed('x'), contact: { phone_number: '84900000000', user_id: 42 } } },
    { update_id: 3, message: { ...typed('x'), document: { file_name: 'a.pdf' }, caption: 'y' } },
    { update_id: 4, edited_message: { ...typed('https://bao.example.vn'), edit_date: 1795000009 } },
    { update_id: 5, callback_query: { id: '9', from: typed('').from, data: 'r', message: typed('x') } },
    {
      update_id: 6,
      my_chat_member: { ...typed('x'), new_chat_member: { user: typed('').from, status: 'kicked', until_date: 0 } },
    },
  ]
  const mutated = fc
    .tuple(fc.constantFrom(...real), fc.array(fc.tuple(fc.nat(), fc.jsonValue({ maxDepth: 1 })), { maxLength: 3 }))
    .map(([update, changes]) => changes.reduce<unknown>((value, [at, by]) => withOneChange(value, at, by), update))

  test('nothing makes the receiver fall over, and what it lets through can be kept', () => {
    let understood = 0
    fc.assert(
      fc.property(fc.oneof({ weight: 4, arbitrary: mutated }, fc.anything(), fc.jsonValue()), (payload) => {
        for (const event of readTelegramUpdate(payload, noon)) {
          understood += 1
          // Plain comparisons: ten thousand times, the matchers of the test library would take most of the time.
          const words = JSON.stringify(event)
          const number = event.kind === 'phone' ? event.number : '84912345678'
          const fits = /^[1-9]\d*$/.test(event.address) && /^[1-9]\d{7,14}$/.test(number)
          if (!fits || Number.isNaN(event.at.getTime()) || words.includes('\\u0000')) throw new Error(words)
        }
      }),
      { numRuns: 10_000 },
    )
    expect(understood).toBeGreaterThan(500)
  }, 30_000)

  test('whatever is posted with the right secret is an update that can be recognised, or is put aside', () => {
    const headers = { 'x-telegram-bot-api-secret-token': webhookSecret }
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((text) => Buffer.from(text)),
      mutated.map((update) => Buffer.from(JSON.stringify(update) ?? '')),
    )
    fc.assert(
      fc.property(body, (bytes) => {
        const verdict = verifyTelegramWebhook({ headers, body: bytes }, webhookSecret)
        const proper =
          verdict.kind === 'accepted'
            ? /^-?\d+$/.test(verdict.updates[0]?.externalId ?? '')
            : verdict.kind === 'ignored' && verdict.reason === 'no-update'
        if (!proper) throw new Error(JSON.stringify(verdict))
      }),
      { numRuns: 10_000 },
    )
  }, 30_000)

  test('junk is nothing', () => {
    fc.assert(
      fc.property(fc.anything(), (payload) => {
        expect(readTelegramUpdate(payload, noon)).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })
})

/** Puts `by` in the place of the leaf or branch with that number. */
function withOneChange(value: unknown, at: number, by: unknown): unknown {
  const copy = structuredClone(value)
  const places: { readonly within: Record<string, unknown>; readonly key: string }[] = []
  const visit = (one: unknown): void => {
    if (typeof one !== 'object' || one === null) return
    const within = one as Record<string, unknown>
    for (const key of Object.keys(within)) {
      places.push({ within, key })
      visit(within[key])
    }
  }
  visit(copy)
  const place = places[at % Math.max(1, places.length)]
  if (place) place.within[place.key] = by
  return copy
}
