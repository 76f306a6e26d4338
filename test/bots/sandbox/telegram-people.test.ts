import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demoToken, noon, startedReporter, startTelegram, type TelegramFixture } from './telegram-stand-in.ts'

let telegram: TelegramFixture
let person: { readonly id: string; readonly userId: string }
beforeEach(async () => {
  telegram = await startTelegram()
  person = startedReporter(telegram)
})
afterEach(() => telegram.stop())

type Update = Readonly<Record<string, unknown>>
const updates = async () => (await telegram.call('getUpdates')).body.result as Update[]
const newest = async () => (await updates()).at(-1)
const chat = () => telegram.telegram.readChat(person.id)
const send = (extra: object = {}) =>
  telegram.call('sendMessage', { chat_id: person.userId, text: 'xin chào', ...extra })
const hand = (gesture: string, wish: object = {}) => telegram.control(`/telegram/people/${person.id}/${gesture}`, wish)
const pass = (ms: number) => telegram.control('/clock', { advanceMs: ms })
const hours = 3_600_000

describe('a person', () => {
  test('blocks and unblocks the bot, which hears of both', async () => {
    await hand('block')
    expect(await newest()).toMatchObject({ my_chat_member: { new_chat_member: { status: 'kicked', until_date: 0 } } })
    expect((await send()).body.description).toBe('Forbidden: bot was blocked by the user')
    expect((await telegram.call('sendChatAction', { chat_id: person.userId, action: 'typing' })).status).toBe(403)
    await hand('unblock')
    expect(await newest()).toMatchObject({ my_chat_member: { new_chat_member: { status: 'member' } } })
    expect((await send()).status).toBe(200)
  })

  test('who deletes the account is gone for good and does nothing more', async () => {
    await hand('deactivate')
    expect((await send()).body.description).toBe('Forbidden: user is deactivated')
    for (const [gesture, wish] of [
      ['start', {}],
      ['text', { text: 'x' }],
      ['contact', {}],
    ] as const)
      expect((await hand(gesture, wish)).status, gesture).toBe(409)
  })

  test('deletes the chat: the phone is empty, the bot hears nothing and still reaches them', async () => {
    await send({ reply_markup: { keyboard: [['x']] } })
    const before = await updates()
    await hand('delete-chat')
    expect(chat()).toMatchObject({ messages: [], cleared: true, keyboard: null, started: true })
    expect(await updates()).toEqual(before)
    expect((await send()).status).toBe(200)
    expect(chat()).toMatchObject({ cleared: false, messages: [{ text: 'xin chào' }] })
    await hand('delete-chat', { block: true })
    expect((await send()).status).toBe(403)
  })

  test('changes what they wrote, and only that', async () => {
    const { body } = await hand('text', { text: 'https://bao.example.vn/sai' })
    const { message_id: messageId } = body.done as { message_id: number }
    await hand('edit', { messageId, text: 'https://bao.example.vn/đúng' })
    expect(await newest()).toMatchObject({
      edited_message: { message_id: messageId, text: 'https://bao.example.vn/đúng', edit_date: noon.getTime() / 1000 },
    })
    await send()
    expect((await hand('edit', { messageId: messageId + 1, text: 'x' })).status).toBe(404)
  })

  test('shares the own number, which carries their own id, or the card of somebody else', async () => {
    await hand('contact')
    const own = { phone_number: expect.stringMatching(/^849\d{8}$/), user_id: Number(person.userId) }
    expect(await newest()).toMatchObject({ message: { contact: own } })
    await hand('contact', { of: { phone: '+84912345678', firstName: 'Ai Đó' } })
    expect(await newest()).toMatchObject({ message: { contact: { phone_number: '+84912345678' } } })
    expect(JSON.stringify(await newest())).not.toContain('user_id')
    await telegram.control('/people', {
      id: person.id,
      name: 'Sua',
      channel: 'telegram',
      flags: { phone: '+84911111111' },
    })
    await hand('contact')
    expect(await newest()).toMatchObject({ message: { contact: { phone_number: '+84911111111' } } })
  })

  test('presses a button that the bot has just taken away, and the bot is told that the message is out of reach', async () => {
    await send({ reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'x' }]] } })
    await telegram.call('deleteMessage', { chat_id: person.userId, message_id: 2 })
    expect((await hand('tap', { messageId: 2, data: 'x' })).status).toBe(404)
    await hand('tap', { messageId: 2, data: 'x', late: true })
    expect(await newest()).toMatchObject({ callback_query: { data: 'x', message: { message_id: 2, date: 0 } } })
  })
})

describe('a sent message', () => {
  const edit = (extra: object) => telegram.call('editMessageText', { chat_id: person.userId, message_id: 2, ...extra })
  const keys = { inline_keyboard: [[{ text: 'x', callback_data: 'x' }]] }

  test('is changed at any age, and the same content is no change', async () => {
    await send({ reply_markup: keys })
    await pass(72 * hours)
    expect((await edit({ text: 'xin chào', reply_markup: keys })).body.description).toContain('message is not modified')
    expect((await edit({ text: '<b>xin chào</b>', parse_mode: 'HTML', reply_markup: keys })).status).toBe(200)
    expect(chat().messages.at(-1)?.buttons).toHaveLength(1)
    expect((await edit({ text: 'xin chào' })).status).toBe(200)
    expect(chat().messages.at(-1)?.buttons).toHaveLength(0)
  })

  test.each([
    ['no text', { text: ' ' }, 'message text is empty'],
    ['too long a text', { text: 'x'.repeat(4097) }, 'message is too long'],
    ['no number', { message_id: undefined, text: 'x' }, 'message identifier is not specified'],
    ['a number that is none', { message_id: 'x', text: 'x' }, 'wrong parameter message_id'],
    ['a deleted message', { message_id: 3, text: 'x' }, 'message to edit not found'],
    ['a document', { message_id: 4, text: 'x' }, 'there is no text in the message to edit'],
  ])('is not changed with %s', async (_what, extra, words) => {
    await send()
    await send()
    await telegram.call('deleteMessage', { chat_id: person.userId, message_id: 3 })
    const { body } = await hand('file', { name: 'a.pdf', data: 'AAAA' })
    const { document } = body.done as { document: { file_id: string } }
    await telegram.call('sendDocument', { chat_id: person.userId, document: document.file_id })
    // The person's own file is number 4, the bot's is number 5.
    const wish = 'message_id' in extra && extra.message_id === 4 ? { ...extra, message_id: 5 } : extra
    expect((await edit(wish)).body.description).toContain(words)
    expect(
      (await telegram.call('editMessageCaption', { chat_id: person.userId, message_id: 2, caption: 'x' })).body
        .description,
    ).toContain('there is no caption')
  })

  test('goes with others, old ones and strange ones stay without a word', async () => {
    await send()
    await pass(47 * hours)
    await send()
    await pass(2 * hours)
    const remove = (ids: readonly number[]) =>
      telegram.call('deleteMessages', { chat_id: person.userId, message_ids: ids })
    expect(
      (await telegram.call('deleteMessage', { chat_id: person.userId, message_id: 2 })).body.description,
    ).toContain("can't be deleted")
    expect((await remove([2, 3, 99])).body).toEqual({ ok: true, result: true })
    expect(chat().messages.map(({ deleted }) => deleted)).toEqual([false, false, true])
    expect((await remove([])).status).toBe(400)
    expect((await remove(Array.from({ length: 101 }, (_, at) => at))).status).toBe(400)
  })
})

describe('a file', () => {
  const document = async (fields: object, token?: string) =>
    (await telegram.call('sendDocument', { chat_id: person.userId, ...fields }, token)).body.description
  const given = (name: string, bytes: Uint8Array) =>
    telegram.telegram.hands.file(person.id, { name, bytes }).document?.file_id

  test('is fetched up to 20 MB', async () => {
    const fetchable = async (bytes: number) =>
      (await telegram.call('getFile', { file_id: given('a.pdf', new Uint8Array(bytes)) })).body.description
    expect(await fetchable(20 << 20)).toBeUndefined()
    expect(await fetchable((20 << 20) + 1)).toBe('Bad Request: file is too big')
  })

  test('is sent again by its own bot and as what it is', async () => {
    const sticker = telegram.telegram.hands.sticker(person.id).sticker?.file_id
    expect(await document({ document: sticker })).toContain("can't use file of type sticker as document")
    const other = '7000000002:AAsandbox-token-of-another-bot-00001'
    telegram.telegram.bots.register({ token: other, username: 'khac_bot', name: 'Khác' })
    telegram.telegram.hands.start(person.id, { bot: 'khac_bot' })
    const own = telegram.telegram.hands.file(person.id, { name: 'a.pdf', bytes: pdf, bot: 'giaoban_demo_bot' })
    const { file_id: id } = own.document ?? {}
    expect(await document({ document: id })).toBeUndefined()
    expect(await document({ document: id }, other)).toContain('wrong file identifier/HTTP URL specified')
  })

  test('that is empty is refused', async () => {
    const form = new FormData()
    form.set('chat_id', person.userId)
    form.set('document', new Blob([]), 'a.pdf')
    const answer = await fetch(`${telegram.apiRoot}/bot${demoToken}/sendDocument`, { method: 'POST', body: form })
    expect(await answer.json()).toMatchObject({ description: 'Bad Request: file must be non-empty' })
  })
})

const pdf = Buffer.from('%PDF')

describe('too fast', () => {
  const flood = (settings: object) => telegram.control('/telegram/flood', { on: true, ...settings })
  test('a chat takes ten at once and one a second after that, by the sandbox’s clock', async () => {
    await flood({})
    for (let count = 0; count < 10; count += 1) expect((await send()).status).toBe(200)
    const { status, body, headers } = await send()
    expect([status, body.parameters, body.description]).toEqual([
      429,
      { retry_after: 1 },
      'Too Many Requests: retry after 1',
    ])
    expect(headers.get('retry-after')).toBe('1')
    await pass(999)
    expect((await send()).status).toBe(429)
    await pass(1)
    expect((await send()).status).toBe(200)
    expect((await send()).status).toBe(429)
    expect(chat().messages).toHaveLength(12)
  })

  test('a bot sends thirty at once to all its chats, and thirty more in the next second', async () => {
    await flood({})
    const others = Array.from({ length: 7 }, (_, at) => startedReporter(telegram, `Người ${at}`))
    const to = (at: number) => telegram.call('sendMessage', { chat_id: others[at % 7]?.userId, text: `${at}` })
    for (const _second of [1, 2]) {
      for (let at = 0; at < 30; at += 1) expect((await to(at)).status, `${at}`).toBe(200)
      expect((await to(30)).body.parameters).toEqual({ retry_after: 1 })
      await pass(7000)
    }
  })

  test('an album costs as many as it holds; settings say how fast is too fast', async () => {
    const { body } = await hand('file', { name: 'a.pdf', data: 'AAAA' })
    const { file_id: media } = (body.done as { document: { file_id: string } }).document
    const album = (size: number) =>
      telegram.call('sendMediaGroup', { chat_id: person.userId, media: Array(size).fill({ type: 'document', media }) })
    await flood({ chatBurst: 5, chatPerSecond: 0.5 })
    expect((await album(4)).status).toBe(200)
    expect((await album(4)).body.parameters).toEqual({ retry_after: 6 })
    await pass(6000)
    expect((await album(4)).status).toBe(200)
    await flood({ chatBurst: 5 })
    expect((await album(10)).status, 'larger than the bucket').toBe(200)
    await flood({ perSecond: 1000, burst: 2, chatBurst: 100 })
    expect([(await send()).status, (await send()).status, (await send()).status]).toEqual([200, 200, 429])
  })

  test('a refused call costs nothing, and a clock that is moved back takes nothing away', async () => {
    await flood({ chatBurst: 2 })
    for (let count = 0; count < 5; count += 1) expect((await send({ text: '' })).status).toBe(400)
    expect((await send()).status).toBe(200)
    await telegram.control('/clock', { set: new Date(noon.getTime() - hours).toISOString() })
    expect([(await send()).status, (await send()).status]).toEqual([200, 429])
  })
})
