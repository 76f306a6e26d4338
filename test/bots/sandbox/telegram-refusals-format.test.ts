import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoToken, startedReporter, startTelegram, type TelegramFixture } from './telegram-stand-in.ts'

let telegram: TelegramFixture
let person: { readonly id: string; readonly userId: string }
beforeAll(async () => {
  telegram = await startTelegram()
  person = startedReporter(telegram)
})
afterAll(() => telegram.stop())

const last = () => telegram.telegram.readChat(person.id).messages.at(-1)
const send = (extra: object) => telegram.call('sendMessage', { chat_id: person.userId, text: 'xin chào', ...extra })
const html = (text: string) => send({ text, parse_mode: 'HTML' })

describe('formatted text', () => {
  test.each<[string, string, string, object[]]>([
    [
      'tags in capitals, spaces in them',
      '<B>x</B ><i >y</i>',
      'xy',
      [
        { type: 'bold', offset: 0, length: 1 },
        { type: 'italic', offset: 1, length: 1 },
      ],
    ],
    ['places count UTF-16 units', '👍<b>đậm</b>', '👍đậm', [{ type: 'bold', offset: 2, length: 3 }]],
    [
      'four named references in small letters, and numbers',
      '&lt;&gt;&amp;&quot;&#7879;&#x1f44d; &LT; &copy;',
      '<>&"ệ👍 &LT; &copy;',
      [],
    ],
    ['a reference without its semicolon', 'a &lt b', 'a < b', []],
    [
      'a quote that folds',
      '<blockquote expandable>x</blockquote>',
      'x',
      [{ type: 'expandable_blockquote', offset: 0, length: 1 }],
    ],
    [
      'a link in a quote in bold',
      '<b><blockquote><a href="https://a.vn">x</a></blockquote></b>',
      'x',
      [
        { type: 'bold', offset: 0, length: 1 },
        { type: 'blockquote', offset: 0, length: 1 },
        { type: 'text_link', url: 'https://a.vn', offset: 0, length: 1 },
      ],
    ],
    [
      'code with its language',
      '<pre><code class="language-sh">ls</code></pre>',
      'ls',
      [{ type: 'pre', language: 'sh', offset: 0, length: 2 }],
    ],
    [
      'a moment in the reader’s own time',
      '<tg-time unix="1793595600" format="wDT">2/11</tg-time>',
      '2/11',
      [{ type: 'date_time', unix_time: 1793595600, date_time_format: 'wDT', offset: 0, length: 4 }],
    ],
    ['a tag around nothing leaves nothing', '<b></b>x', 'x', []],
  ])('%s', async (_what, text, shown, entities) => {
    expect((await html(text)).body.description).toBeUndefined()
    expect(last()).toMatchObject({ text: shown })
    expect(last()?.entities).toHaveLength(entities.length)
    expect(last()?.entities).toEqual(expect.arrayContaining(entities))
  })

  test.each([
    ['a tag that never ends', '<b', 'Unclosed start tag at byte offset 0'],
    ['a tag that never ends, after letters of three bytes', 'ệ<b href="x', 'Unclosed start tag at byte offset 3'],
    ['an attribute without value', '<a href>x</a>', 'Expected equal sign'],
    ['an attribute without name', '<a ="x">x</a>', 'Empty attribute name'],
    ['an address without quotes', '<a href=https://a.vn>x</a>', 'Unexpected end of name token'],
    ['an end tag that never ends', '<b>x</b', 'Unclosed end tag'],
    ['half a letter', '&#xd83d;', 'invalid Unicode'],
    ['a quote in a folded quote', '<blockquote expandable><blockquote>x</blockquote></blockquote>', "can't be nested"],
    ['code in bold', '<b><code>x</code></b>', "can't be nested"],
    ['a link in a link', '<a href="https://a.vn"><a href="https://b.vn">x</a></a>', "can't be nested"],
    ['a moment both short and long', '<tg-time unix="1" format="tT">x</tg-time>', 'Invalid date-time format'],
    ['a moment relative and absolute', '<tg-time unix="1" format="rD">x</tg-time>', 'Invalid date-time format'],
    ['an emoji without number', '<tg-emoji emoji-id="x">👍</tg-emoji>', 'Invalid custom emoji'],
    ['an unknown tag between', 'x <br> y', 'Unsupported start tag "br" at byte offset 2'],
  ])('%s is refused', async (_what, text, words) => {
    const { body } = await html(text)
    expect(body).toMatchObject({ error_code: 400 })
    expect(body.description).toContain("can't parse entities")
    expect(body.description).toContain(words)
  })

  test('4,096 characters are counted after parsing, in characters and not in bytes', async () => {
    expect((await html(`<b>${'🇻'.repeat(4096)}</b>&amp;`.replace('&amp;', ''))).status).toBe(200)
    expect((await html(`<b>${'ạ'.repeat(4095)}</b>&amp;`)).status).toBe(200)
    expect((await html(`<b>${'ạ'.repeat(4096)}</b>&amp;`)).body.description).toContain('message is too long')
    const caption = (length: number) =>
      telegram.call('sendDocument', { chat_id: person.userId, document: 'x'.repeat(30), caption: 'ạ'.repeat(length) })
    expect((await caption(1024)).body.description).toContain('wrong file identifier')
    expect((await caption(1025)).body.description).toContain('message caption is too long')
  })
})

describe('a keyboard below the chat', () => {
  const lay = (reply_markup: object) => send({ reply_markup })
  test('stays on the phone and not in the message, until it is removed or used', async () => {
    const key = { text: 'Gửi số của tôi', request_contact: true }
    await lay({ keyboard: [[key], ['Thôi']], resize_keyboard: true })
    expect(telegram.telegram.readChat(person.id).keyboard?.keyboard).toEqual([[key], [{ text: 'Thôi' }]])
    expect(last()?.buttons).toEqual([])
    await lay({ remove_keyboard: true })
    expect(telegram.telegram.readChat(person.id).keyboard).toBeNull()
    await lay({ keyboard: [[key]], one_time_keyboard: true })
    telegram.telegram.hands.contact(person.id)
    expect(telegram.telegram.readChat(person.id).keyboard).toBeNull()
  })

  test.each([
    ['a button without words', { keyboard: [[{ text: ' ', request_contact: true }]] }, 'must be non-empty'],
    ['a button that asks for something else', { keyboard: [[{ text: 'x', request_location: true }]] }, "can't parse"],
    ['an inline button in it', { keyboard: [[{ text: 'x', callback_data: 'y' }]] }, "can't parse"],
    ['two keyboards in one', { keyboard: [['x']], inline_keyboard: [] }, "can't parse"],
    ['no rows at all', { keyboard: 'x' }, "can't parse"],
    ['a hint of 65 letters', { keyboard: [['x']], input_field_placeholder: 'x'.repeat(65) }, "can't parse"],
  ])('%s is refused', async (_what, markup, words) => {
    expect((await lay(markup)).body.description).toContain(words)
  })

  test('does not go with an edit', async () => {
    await send({})
    const message_id = last()?.messageId
    const edit = { chat_id: person.userId, message_id, reply_markup: { keyboard: [['x']] } }
    expect((await telegram.call('editMessageReplyMarkup', edit)).body.description).toContain("can't parse")
  })
})

describe('a disabled button', () => {
  const keys = (button: object) => ({ reply_markup: { inline_keyboard: [[{ text: 'Đã đóng', ...button }]] } })
  test('stands there and cannot be pressed', async () => {
    await send(keys({ disabled: {}, style: 'danger' }))
    expect(last()?.buttons).toEqual([[{ text: 'Đã đóng', disabled: {}, style: 'danger' }]])
    expect(() => telegram.telegram.hands.tap(person.id, { messageId: last()?.messageId ?? 0, data: '' })).toThrow(
      'no such button',
    )
  })
  test('does nothing else beside', async () => {
    expect((await send(keys({ disabled: {}, callback_data: 'x' }))).body.description).toContain('exactly one action')
    expect((await send(keys({ disabled: true }))).body.description).toContain("can't parse inline keyboard button")
  })
})

describe('a request', () => {
  const root = (token = demoToken) => `${telegram.apiRoot}/bot${token}`
  const told = async (answer: Response) => {
    const { error_code: code, description } = (await answer.json()) as { error_code?: number; description?: string }
    return [answer.status, code, description]
  }
  test.each([
    ['the path before all else', '/telegram/hello', [404, 404, 'Not Found']],
    [
      'a token of no shape before the method',
      '/telegram/botabc/nothing',
      [401, 401, 'Unauthorized: invalid token specified'],
    ],
    ['an empty token', '/telegram/bot/getMe', [401, 401, 'Unauthorized: invalid token specified']],
    ['a token that begins with 0', '/telegram/bot07:x/getMe', [401, 401, 'Unauthorized: invalid token specified']],
    [
      'a token of 81 characters',
      `/telegram/bot7:${'x'.repeat(79)}/getMe`,
      [401, 401, 'Unauthorized: invalid token specified'],
    ],
    ['an unknown token before the method', '/telegram/bot7:x/nothing', [401, 401, 'Unauthorized']],
    [
      'the method before the parameters',
      `/telegram/bot${demoToken}/nothing?x=1`,
      [404, 404, 'Not Found: method not found'],
    ],
    [
      'the parameters before the chat',
      `/telegram/bot${demoToken}/sendMessage?chat_id=99&text=x&x=1`,
      [400, 400, 'Bad Request: unknown parameter "x"'],
    ],
    [
      'the text before the chat',
      `/telegram/bot${demoToken}/sendMessage?chat_id=99&text=`,
      [400, 400, 'Bad Request: message text is empty'],
    ],
    [
      'then the chat',
      `/telegram/bot${demoToken}/sendMessage?chat_id=99&text=x`,
      [400, 400, 'Bad Request: chat not found'],
    ],
  ])('is checked in order: %s', async (_what, path, refusal) => {
    expect(await told(await fetch(`${telegram.base}${path}`))).toEqual(refusal)
  })

  test('may be a GET or a POST, the method in any letters, the test environment too', async () => {
    for (const [method, path] of [
      ['GET', '/GETME'],
      ['POST', '/test/getme'],
    ] as const)
      expect((await fetch(root() + path, { method })).status).toBe(200)
    expect(await told(await fetch(`${root()}/getMe`, { method: 'PUT' }))).toEqual([405, 405, 'Method Not Allowed'])
  })

  test('brings its parameters in the address, as a form, as JSON or in parts', async () => {
    const given = { chat_id: person.userId, text: 'một & hai', reply_markup: '{"remove_keyboard":true}' }
    const form = new FormData()
    for (const [name, value] of Object.entries(given)) form.set(name, value)
    const bodies: [string, RequestInit][] = [
      [`?${new URLSearchParams(given)}`, {}],
      ['', { method: 'POST', body: new URLSearchParams(given) }],
      [
        '',
        {
          method: 'POST',
          body: JSON.stringify({ ...given, reply_markup: { remove_keyboard: true } }),
          headers: { 'content-type': 'application/json' },
        },
      ],
      ['', { method: 'POST', body: form }],
      [`?chat_id=${person.userId}`, { method: 'POST', body: new URLSearchParams({ text: given.text }) }],
    ]
    for (const [query, init] of bodies) {
      expect((await fetch(`${root()}/sendMessage${query}`, init)).status).toBe(200)
      expect(last()?.text).toBe('một & hai')
    }
    const wrong = { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }
    expect((await told(await fetch(`${root()}/sendMessage`, wrong)))[0]).toBe(400)
    const plain = { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }
    expect((await told(await fetch(`${root()}/sendMessage`, plain)))[2]).toContain('not supported')
  })

  test('of more than 1 MiB of parameters is refused', async () => {
    expect((await send({ text: 'x'.repeat((1 << 20) + 1) })).status).toBe(413)
  })

  test('is taken as leniently as the platform takes it when the stand-in is told so', async () => {
    const odd = { chat_id: person.userId, text: 'x', colour: 'red', disable_notification: 'yes' }
    const answers = async () => [
      (await telegram.call('sendMessage', odd)).status,
      (await telegram.call('getUpdates', { limit: 'many', offset: '' })).status,
    ]
    expect(await answers()).toEqual([400, 400])
    await telegram.control('/telegram/switches', { strictParameters: false })
    expect(await answers()).toEqual([200, 200])
    await telegram.control('/telegram/switches', { strictParameters: true })
  })
})

describe('a file in parts, as grammY writes them', () => {
  const upload = (disposition: string, method = 'sendDocument') => {
    const part = (head: string, value: string) => `--b\r\ncontent-disposition:form-data;${head}\r\n\r\n${value}\r\n`
    const fields = part('name="chat_id"', person.userId) + part('name="document"', 'attach://f1')
    const body = `${fields}${part(disposition, '%PDF')}--b--\r\n`
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    return fetch(`${telegram.apiRoot}/bot${demoToken}/${method}`, { method: 'POST', headers, body })
  }
  test.each([
    ['bare, with spaces and accents', 'name="f1";filename=Báo cáo tháng 11.pdf', 'Báo cáo tháng 11.pdf'],
    ['bare, with a quotation mark inside', 'name="f1";filename=nửa "ngoặc".pdf', 'nửa "ngoặc".pdf'],
    ['bare, up to a semicolon', 'name="f1";filename=một;hai.pdf', 'một'],
    ['percent codes are read', 'name="f1";filename=b%C3%A1o%20c%C3%A1o.pdf', 'báo cáo.pdf'],
    ['a lone percent sign stays', 'name="f1";filename=100%.pdf', '100%.pdf'],
    ['quoted, with escapes', 'name="f1"; filename="a \\"b\\"; c.pdf"', 'a "b"; c.pdf'],
    ['the name of the part after that of the file', 'filename="x; name=y.pdf";name="f1"', 'x; name=y.pdf'],
  ])('its name: %s', async (_what, disposition, name) => {
    expect((await upload(disposition)).status).toBe(200)
    expect(last()?.file).toMatchObject({ name, sizeBytes: 4 })
  })

  test.each([
    ['a part that nobody refers to', 'name="f2";filename=a.pdf', 'file "f2" is not used'],
    ['a part of the same name twice', 'name="chat_id";filename=a.pdf', 'is there twice'],
    ['a part without a name', 'filename=a.pdf', 'has no name'],
    ['text where a file should be', 'name="f1"', 'unknown parameter "f1"'],
  ])('%s is refused', async (_what, disposition, words) => {
    const answer = await upload(disposition)
    expect(((await answer.json()) as { description: string }).description).toContain(words)
    expect(answer.status).toBe(400)
  })
})
