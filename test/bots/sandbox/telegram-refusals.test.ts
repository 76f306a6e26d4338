import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoToken, startedReporter, startTelegram, type TelegramFixture } from './telegram-stand-in.ts'

let telegram: TelegramFixture
let chat = ''
const strangers = { never: '', blocked: '', gone: '' }

beforeAll(async () => {
  telegram = await startTelegram()
  chat = startedReporter(telegram).userId
  strangers.never = telegram.people.add({ name: 'Chưa Bấm', outlet: '', channel: 'telegram' }).userId
  const blocked = startedReporter(telegram, 'Đã Chặn')
  telegram.telegram.hands.block(blocked.id)
  strangers.blocked = blocked.userId
  const gone = startedReporter(telegram, 'Đã Xoá')
  telegram.people.setFlags(gone.id, { deactivated: true })
  strangers.gone = gone.userId
})
afterAll(() => telegram.stop())

const button = (fields: object) => ({ reply_markup: { inline_keyboard: [[{ text: 'x', ...fields }]] } })
const tooMany = Array.from({ length: 9 }, () => ({ text: 'x', callback_data: 'y' }))

describe('a wrong call is refused in the platform’s words', () => {
  const say = (extra: object) => ['sendMessage', { chat_id: '@chat', text: 'xin chào', ...extra }] as const
  const html = (text: string) => say({ text, parse_mode: 'HTML' })
  const refusals: readonly (readonly [string, readonly [string, object], number, string])[] = [
    ['no chat', ['sendMessage', { text: 'x' }], 400, 'chat_id is empty'],
    ['unknown chat', say({ chat_id: 99 }), 400, 'chat not found'],
    ['a name for a chat', say({ chat_id: '@somebody' }), 400, 'chat not found'],
    ['never pressed Start', say({ chat_id: '@never' }), 403, "bot can't initiate conversation with a user"],
    ['blocked the bot', say({ chat_id: '@blocked' }), 403, 'bot was blocked by the user'],
    ['deleted the account', say({ chat_id: '@gone' }), 403, 'user is deactivated'],
    ['a bot', say({ chat_id: 7_000_000_001 }), 403, "the bot can't send messages to the bot"],
    ['no text', ['sendMessage', { chat_id: '@chat' }], 400, 'message text is empty'],
    ['nothing but spaces', say({ text: ' \n ' }), 400, 'message text is empty'],
    ['a text of 4,097 letters', say({ text: 'ạ'.repeat(4097) }), 400, 'message is too long'],
    ['over 32,768 bytes before parsing', html(`<b>${'<i></i>'.repeat(5000)}x</b>`), 400, 'message is too long'],
    ['an unknown tag', html('<p>x</p>'), 400, 'Unsupported start tag "p" at byte offset 0'],
    ['an open tag', html('<b>x'), 400, 'Can\'t find end tag corresponding to start tag "b"'],
    ['tags that cross', html('<b><i>x</b></i>'), 400, 'Unmatched end tag'],
    ['an end without a start', html('x</b>'), 400, 'Unexpected end tag'],
    ['an unescaped sign', html('a < b'), 400, "can't parse entities"],
    ['quotes in quotes', html('<blockquote><blockquote>x</blockquote></blockquote>'), 400, "can't be nested"],
    ['tags in code', html('<code><b>x</b></code>'), 400, 'Nothing can be nested'],
    ['a span without class', html('<span>x</span>'), 400, 'must have class'],
    ['a time without a moment', html('<tg-time unix="soon">x</tg-time>'), 400, 'Invalid Unix time'],
    ['a time in an unknown form', html('<tg-time unix="1" format="q">x</tg-time>'), 400, 'Invalid date-time format'],
    ['another markup', say({ parse_mode: 'Markdown' }), 400, 'unsupported parse_mode'],
    ['an unknown parameter', say({ colour: 'red' }), 400, 'unknown parameter "colour"'],
    ['a wrong type', say({ disable_notification: 'maybe' }), 400, 'must be true or false'],
    ['a keyboard that is none', say({ reply_markup: { buttons: [] } }), 400, "can't parse reply keyboard markup"],
    ['a button without words', say(button({ text: ' ', url: 'https://vd.example.vn' })), 400, 'must be non-empty'],
    ['a button that does nothing', say(button({})), 400, 'Text buttons are unallowed'],
    [
      'a button that does two things',
      say(button({ url: 'https://a.example.vn', callback_data: 'y' })),
      400,
      'exactly one',
    ],
    ['65 bytes of button data', say(button({ callback_data: 'x'.repeat(65) })), 400, 'BUTTON_DATA_INVALID'],
    [
      '33 Vietnamese letters of button data',
      say(button({ callback_data: 'đ'.repeat(33) })),
      400,
      'BUTTON_DATA_INVALID',
    ],
    ['an empty button data', say(button({ callback_data: '' })), 400, 'BUTTON_DATA_INVALID'],
    ['a button to nowhere', say(button({ url: 'http://localhost:3000/x' })), 400, 'Wrong HTTP URL'],
    [
      'an unknown colour',
      say(button({ callback_data: 'y', style: 'pink' })),
      400,
      "can't parse inline keyboard button",
    ],
    ['nine buttons in a row', say({ reply_markup: { inline_keyboard: [tooMany] } }), 400, 'reply markup is too long'],
    ['a reply to nothing', say({ reply_parameters: { message_id: 999 } }), 400, 'message to be replied not found'],
    ['no document', ['sendDocument', { chat_id: '@chat' }], 400, 'there is no document in the request'],
    [
      'an unknown file',
      ['sendDocument', { chat_id: '@chat', document: 'BQACxxxxxxxxxxxxxxxxxxxxxxx' }],
      400,
      'wrong file identifier',
    ],
    ['a damaged file id', ['sendDocument', { chat_id: '@chat', document: '??' }], 400, 'wrong remote file identifier'],
    [
      'a file by address',
      ['sendDocument', { chat_id: '@chat', document: 'https://vd.example.vn/a.pdf' }],
      400,
      'failed to get HTTP URL content',
    ],
    ['an album of none', ['sendMediaGroup', { chat_id: '@chat', media: [] }], 400, 'there are no messages to send'],
    [
      'an album of one',
      ['sendMediaGroup', { chat_id: '@chat', media: [{ type: 'document', media: 'x' }] }],
      400,
      '2-10',
    ],
    [
      'an album of eleven',
      ['sendMediaGroup', { chat_id: '@chat', media: Array(11).fill({ type: 'document', media: 'x' }) }],
      400,
      'too many messages',
    ],
    [
      'documents among photos',
      [
        'sendMediaGroup',
        {
          chat_id: '@chat',
          media: [
            { type: 'document', media: 'x' },
            { type: 'photo', media: 'x' },
          ],
        },
      ],
      400,
      "document can't be mixed",
    ],
    [
      'an album without its file',
      ['sendMediaGroup', { chat_id: '@chat', media: Array(2).fill({ type: 'document', media: 'attach://a' }) }],
      400,
      'media not found',
    ],
    [
      'a keyboard under an album',
      ['sendMediaGroup', { chat_id: '@chat', media: [], reply_markup: {} }],
      400,
      'unknown parameter "reply_markup"',
    ],
    [
      'an edit of nothing',
      ['editMessageText', { chat_id: '@chat', message_id: 999, text: 'x' }],
      400,
      'message to edit not found',
    ],
    [
      'an edit of what the person wrote',
      ['editMessageText', { chat_id: '@chat', message_id: 1, text: 'x' }],
      400,
      "message can't be edited",
    ],
    [
      'a removal of nothing',
      ['deleteMessage', { chat_id: '@chat', message_id: 999 }],
      400,
      'message to delete not found',
    ],
    ['an answer to no tap', ['answerCallbackQuery', { callback_query_id: '1' }], 400, 'query is too old'],
    [
      'a notice of 201 letters',
      ['answerCallbackQuery', { callback_query_id: '1', text: 'x'.repeat(201) }],
      400,
      'MESSAGE_TOO_LONG',
    ],
    ['an unknown file to fetch', ['getFile', { file_id: 'x' }], 400, 'invalid file_id'],
    [
      'a command in capitals',
      ['setMyCommands', { commands: [{ command: 'Stop', description: 'x' }] }],
      400,
      'BOT_COMMAND_INVALID',
    ],
    ['commands that are none', ['setMyCommands', { commands: 'stop' }], 400, "can't parse commands JSON object"],
    [
      'an unknown action',
      ['sendChatAction', { chat_id: '@chat', action: 'dancing' }],
      400,
      'wrong parameter action in request',
    ],
    [
      'a webhook over plain HTTP',
      ['setWebhook', { url: 'http://vd.example.vn/hook' }],
      400,
      'An HTTPS URL must be provided',
    ],
    ['a webhook on a strange port', ['setWebhook', { url: 'https://vd.example.vn:444/hook' }], 400, 'only on ports'],
    [
      'a webhook secret with spaces',
      ['setWebhook', { url: 'https://127.0.0.1/h', secret_token: 'a b' }],
      400,
      'unallowed characters',
    ],
    ['an offset that is no number', ['getUpdates', { offset: 'x' }], 400, 'wrong parameter offset'],
    ['an unknown method', ['sendEverything', {}], 404, 'Not Found: method not found'],
  ]
  test.each(refusals)('%s', async (_what, [name, parameters], status, words) => {
    const given = parameters as Record<string, unknown>
    const places: Record<string, string> = {
      '@chat': chat,
      '@never': strangers.never,
      '@blocked': strangers.blocked,
      '@gone': strangers.gone,
    }
    const placed = 'chat_id' in given ? { ...given, chat_id: places[String(given.chat_id)] ?? given.chat_id } : given
    const before = telegram.telegram.readChat(telegram.people.all()[0]?.id ?? '').messages.length
    const { status: got, body } = await telegram.call(name, placed)
    expect(body).toMatchObject({ ok: false, error_code: status })
    expect(got).toBe(status)
    expect(body.description).toContain(words)
    expect(telegram.telegram.readChat(telegram.people.all()[0]?.id ?? '').messages).toHaveLength(before)
  })

  test.each([
    ['an unknown token', '7000000009:AAsomebody-elses-token-00000000000', 401, 'Unauthorized'],
    ['no token at all', 'abc', 401, 'Unauthorized: invalid token specified'],
  ])('%s', async (_what, token, status, words) => {
    const { body } = await telegram.call('getMe', {}, token)
    expect(body).toEqual({ ok: false, error_code: status, description: words })
  })

  test('a path that is none', async () => {
    const answer = await fetch(`${telegram.apiRoot}/hello`)
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { ok: false, error_code: 404, description: 'Not Found' },
    ])
  })

  test('a file above 50 MB, and a file nobody refers to', async () => {
    const post = async (name: string, bytes: Uint8Array) => {
      const form = new FormData()
      form.set('chat_id', chat)
      form.set(name, new Blob([bytes as Uint8Array<ArrayBuffer>]), 'a.pdf')
      const answer = await fetch(`${telegram.apiRoot}/bot${demoToken}/sendDocument`, { method: 'POST', body: form })
      return (await answer.json()) as object
    }
    expect(await post('document', new Uint8Array((50 << 20) + 1))).toMatchObject({ error_code: 413 })
    expect(await post('extra', new Uint8Array(5))).toMatchObject({
      error_code: 400,
      description: 'Bad Request: file "extra" is not used',
    })
  })
})
