import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demoToken, noon, startedReporter, startTelegram, type TelegramFixture } from './telegram-stand-in.ts'

let telegram: TelegramFixture
let person: { readonly id: string; readonly userId: string }
beforeEach(async () => {
  telegram = await startTelegram()
  person = startedReporter(telegram)
})
afterEach(() => telegram.stop())

const chat = () => telegram.telegram.readChat(person.id)
const send = (extra: object = {}) =>
  telegram.call('sendMessage', { chat_id: person.userId, text: 'xin chào', ...extra })
const keyboard = (data: string) => ({ reply_markup: { inline_keyboard: [[{ text: 'Nhận', callback_data: data }]] } })

describe('formatted text', () => {
  test('is kept as text and entities with UTF-16 places, and trimmed', async () => {
    await send({
      parse_mode: 'HTML',
      text: '  <b>🇻🇳 Đậm</b> &lt;x&gt; &nbsp; <a href="https://a.example.vn/?x=1&amp;y=2">đường dẫn</a> https://b.example.vn/1.\n',
    })
    expect(chat().messages.at(-1)).toMatchObject({
      text: '🇻🇳 Đậm <x> &nbsp; đường dẫn https://b.example.vn/1.',
      entities: [
        { type: 'bold', offset: 0, length: 8 },
        { type: 'text_link', offset: 20, length: 9, url: 'https://a.example.vn/?x=1&y=2' },
        { type: 'url', offset: 30, length: 22 },
      ],
    })
  })

  test('a link nobody can open loses its address without a word', async () => {
    await send({ parse_mode: 'HTML', text: '<a href="http://localhost/x">đây</a>' })
    expect(chat().messages.at(-1)).toMatchObject({ text: 'đây', entities: [] })
  })
})

describe('an inline button', () => {
  test('is tapped only where it is, and its query is answered once', async () => {
    await send(keyboard('a'))
    const { hands } = telegram.telegram
    expect(() => hands.tap(person.id, { messageId: 2, data: 'b' })).toThrow('no such button')
    const id = hands.tap(person.id, { messageId: 2, data: 'a' })
    expect(chat().waitingTaps).toBe(1)
    const answer = () => telegram.call('answerCallbackQuery', { callback_query_id: id, text: 'Đã nhận' })
    expect((await answer()).body).toEqual({ ok: true, result: true })
    expect(chat()).toMatchObject({ waitingTaps: 0, notice: { text: 'Đã nhận', alert: false } })
    expect((await answer()).body.description).toContain('query is too old')
  })

  test('is not answered after 150 s, and a tap nobody fetched by then is lost', async () => {
    await send(keyboard('a'))
    await telegram.call('getUpdates', { offset: -1 })
    const id = telegram.telegram.hands.tap(person.id, { messageId: 2, data: 'a' })
    await telegram.control('/clock', { advanceMs: 151_000 })
    expect((await telegram.call('answerCallbackQuery', { callback_query_id: id })).body.error_code).toBe(400)
    const { body } = await telegram.call('getUpdates')
    expect(JSON.stringify(body.result)).not.toContain('callback_query')
  })

  test('goes when the text is edited without it, and cannot be edited twice into the same', async () => {
    await send(keyboard('a'))
    const edit = () => telegram.call('editMessageText', { chat_id: person.userId, message_id: 2, text: 'xong' })
    expect((await edit()).body).toMatchObject({ ok: true, result: { text: 'xong', edit_date: noon.getTime() / 1000 } })
    expect(chat().messages.at(-1)).toMatchObject({ buttons: [], editedAt: noon.toISOString() })
    expect((await edit()).body.description).toContain('message is not modified')
    const marked = await telegram.call('editMessageReplyMarkup', {
      chat_id: person.userId,
      message_id: 2,
      ...keyboard('c'),
    })
    expect(marked.body).toMatchObject({ ok: true, result: { text: 'xong' } })
  })
})

test('a message is deleted within 48 hours and not later', async () => {
  await send()
  await send()
  const remove = (id: number) => telegram.call('deleteMessage', { chat_id: person.userId, message_id: id })
  expect((await remove(2)).body).toEqual({ ok: true, result: true })
  expect(chat().messages.map(({ deleted }) => deleted)).toEqual([false, true, false])
  await telegram.control('/clock', { advanceMs: 49 * 3_600_000 })
  expect((await remove(3)).body.description).toContain("message can't be deleted")
})

test('a file a person sent is fetched byte for byte, by its own bot only', async () => {
  const bytes = Buffer.from('nội dung bài báo')
  await telegram.control(`/telegram/people/${person.id}/file`, { name: 'bài.docx', data: bytes.toString('base64') })
  const fileId = chat().messages.at(-1)?.file?.fileId ?? ''
  const { result } = (await telegram.call('getFile', { file_id: fileId })).body as { result: { file_path: string } }
  const got = await fetch(
    `${telegram.apiRoot.replace('/telegram', '/telegram/file')}/bot${demoToken}/${result.file_path}`,
  )
  expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true)
  const other = '7000000002:AAsandbox-token-of-another-bot-00001'
  await telegram.control('/telegram/bots', { token: other, username: 'khac_bot', name: 'Khác' })
  expect((await telegram.call('getFile', { file_id: fileId }, other)).body.description).toContain('invalid file_id')
})

test('faster than the limits: 429 with the wait in body and header, and nothing in the chat', async () => {
  await telegram.control('/telegram/flood', { on: true, perSecond: 30, chatBurst: 3 })
  for (let count = 0; count < 3; count += 1) expect((await send()).status).toBe(200)
  const { status, body, headers } = await send()
  expect([status, body.parameters?.retry_after, headers.get('retry-after')]).toEqual([429, 1, '1'])
  expect(chat().messages).toHaveLength(4)
})

test('updates are given from the earliest unconfirmed, of the kinds that were asked for', async () => {
  const ids = async (parameters: object) =>
    ((await telegram.call('getUpdates', parameters)).body.result as { update_id: number }[]).map(
      ({ update_id: id }) => id,
    )
  telegram.telegram.hands.text(person.id, { text: 'hai' })
  const [first = 0, second = 0] = await ids({})
  expect(second).toBe(first + 1)
  expect(await ids({ limit: 1 })).toEqual([first])
  expect(await ids({ offset: second, allowed_updates: ['callback_query'] })).toEqual([second])
  telegram.telegram.hands.text(person.id, { text: 'ba' })
  expect(await ids({ offset: second + 1 })).toEqual([])
})

test('a waiting poll is answered the moment somebody writes, and thrown out by a second one', async () => {
  const { result } = (await telegram.call('getUpdates')).body as { result: { update_id: number }[] }
  const offset = (result.at(-1)?.update_id ?? 0) + 1
  const pollers = [1, 2].map(() => telegram.call('getUpdates', { offset, timeout: 50 }))
  const thrownOut = await Promise.race(pollers)
  expect(thrownOut.body).toMatchObject({ error_code: 409, description: expect.stringContaining('terminated by other') })
  telegram.telegram.hands.text(person.id, { text: 'nhanh' })
  const answers = (await Promise.all(pollers)).map(({ body }) => body)
  expect(answers.filter(({ ok }) => ok)).toMatchObject([{ result: [{ message: { text: 'nhanh' } }] }])
})

test('a webhook gets every update in order with its secret, again when it failed, and shuts polling out', async () => {
  const got: { secret: unknown; update: { message?: { text?: string } } }[] = []
  let failures = 2
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (data) => {
      body += data
    })
    request.on('end', () => {
      failures -= 1
      if (failures < 0)
        got.push({ secret: request.headers['x-telegram-bot-api-secret-token'], update: JSON.parse(body) })
      response.writeHead(failures < 0 ? 200 : 500, { 'retry-after': '0' }).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const url = `http://127.0.0.1:${port}/hook`
  failures = 1
  const set = await telegram.call('setWebhook', { url, secret_token: 'bi-mat', drop_pending_updates: true })
  expect(set.body).toEqual({ ok: true, result: true, description: 'Webhook was set' })
  for (const text of ['một', 'hai', 'ba']) telegram.telegram.hands.text(person.id, { text })
  await expect.poll(() => got.length).toBe(3)
  expect(got.map(({ update }) => update.message?.text)).toEqual(['một', 'hai', 'ba'])
  expect(got.every(({ secret }) => secret === 'bi-mat')).toBe(true)
  const info = (await telegram.call('getWebhookInfo')).body.result
  expect(info).toMatchObject({
    url,
    pending_update_count: 0,
    last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
  })
  expect((await telegram.call('getUpdates')).body.description).toContain('webhook is active')
  expect((await telegram.call('deleteWebhook')).body.description).toBe('Webhook was deleted')
  server.close()
})

test('hands do only what a thumb could', () => {
  const { hands } = telegram.telegram
  const never = telegram.people.add({ name: 'Chưa', outlet: '', channel: 'telegram' })
  expect(() => hands.text(never.id, { text: 'x' })).toThrow('not pressed Start')
  hands.block(person.id)
  expect(() => hands.text(person.id, { text: 'x' })).toThrow('blocked the bot')
  hands.start(person.id)
  expect(chat().blocked).toBe(false)
  expect(() => hands.start(person.id, { parameter: 'có dấu' })).toThrow('start parameter')
})

test('chats, files, updates and the log survive the end of the process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'giaoban-telegram-'))
  const stateFile = join(folder, 'sandbox.sqlite')
  const first = await startTelegram({ stateFile })
  const reporter = startedReporter(first)
  await first.call('sendMessage', { chat_id: reporter.userId, text: 'còn đây', ...keyboard('a') })
  const seen = [first.telegram.readChat(reporter.id), first.calls.list(), (await first.call('getUpdates')).body]
  await first.stop()
  const second = await startTelegram({ stateFile })
  expect([
    second.telegram.readChat(reporter.id),
    second.calls.list().slice(0, 1),
    (await second.call('getUpdates')).body,
  ]).toEqual(seen)
  await second.stop()
  rmSync(folder, { recursive: true })
})

test('the log tells what was really put into the chat, whatever was answered', async () => {
  const kinds = ['drop-before', 'drop-after', 'html-502', 'html-502-after'] as const
  await telegram.control(
    '/faults',
    kinds.map((kind) => ({ channel: 'telegram', method: 'sendMessage', failure: { kind } })),
  )
  for (const _kind of kinds) await send().catch(() => {})
  const { body } = await telegram.control('/calls?since=0&method=sendMessage')
  expect(body.calls).toMatchObject([
    { effect: false, messageIds: [], recipient: person.userId, account: 'giaoban_demo_bot' },
    { effect: true, messageIds: ['2'] },
    { effect: false, status: 502 },
    { effect: true, messageIds: ['3'], status: 502 },
  ])
  expect(chat().messages).toHaveLength(3)
})
