import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { telegramMethods } from '../../../bots/sandbox/telegram/telegram-routes.ts'
import type { Part } from '../../../src/channels/channel.ts'
import type { Button } from '../../../src/channels/outgoing-message.ts'
import { carry, openChannel, openHouse, pollUntil, sendAll, words } from '../telegram/telegram-channel.ts'
import { type BotApiCheck, type BotApiDescription, botApiCheck } from './bot-api-schemas.ts'
import { demoToken, startedReporter, startTelegram, type TelegramFixture } from './telegram-stand-in.ts'

const place = new URL('../../../../shared/reference/telegram-bot-api.json', import.meta.url)
const here = existsSync(place)
if (!here)
  process.stderr.write('NOT RUN: the Telegram stand-in against the public description of the Bot API (not at hand)\n')

let api: BotApiCheck
let telegram: TelegramFixture
let person: { readonly id: string; readonly userId: string }
beforeAll(async () => {
  if (!here) return
  api = botApiCheck(JSON.parse(readFileSync(place, 'utf8')) as BotApiDescription)
  telegram = await startTelegram()
  person = startedReporter(telegram)
})
afterAll(() => telegram?.stop())

/** What is wrong with everything that was asked, answered and told since; and which methods were answered well. */
function judge(since = 0): { readonly wrong: readonly string[]; readonly answered: ReadonlySet<string> } {
  const calls = telegram.calls.list({ channel: 'telegram', since })
  const wrong = calls.flatMap(({ method, request, answer, status }) => {
    if (status !== 200) return api.refusal(answer)
    const { result } = answer as { readonly result: unknown }
    return [...api.request(method, request), ...api.result(method, result)]
  })
  const bot = telegram.telegram.bots.all()[0]?.id ?? 0
  const told = telegram.telegram.updates.history(bot).flatMap((update) => api.update(update))
  return {
    wrong: [...wrong, ...told],
    answered: new Set(calls.filter(({ status }) => status === 200).map(({ method }) => method)),
  }
}

const nothing: Part = { channel: 'telegram', body: null }
const pdf = Buffer.from('%PDF-1.4 bản tin')

test.runIf(here)('every method answers in the public shape, and so does every kind of update', async () => {
  const { hands } = telegram.telegram
  const chat_id = person.userId
  const call = async (method: string, parameters: object = {}) => {
    const { body } = await telegram.call(method, parameters)
    expect(body, method).toMatchObject({ ok: true })
    return body.result as never
  }
  const keys = { inline_keyboard: [[{ text: 'Tham dự', callback_data: 'yes', style: 'success' }]] }
  const closed = { inline_keyboard: [[{ text: 'Đã đóng', disabled: {} }]] }
  const html =
    '<b>Bản tin</b> <tg-time unix="1793595600" format="wDT">2/11</tg-time><blockquote expandable>dài</blockquote><pre><code class="language-sh">ls</code></pre> <a href="https://vd.example.vn/p">trang</a>'
  await call('getMe')
  const { message_id } = await call('sendMessage', { chat_id, text: html, parse_mode: 'HTML', reply_markup: keys })
  const late = hands.tap(person.id, { messageId: message_id, data: 'yes' })
  await call('answerCallbackQuery', { callback_query_id: late, text: 'Đã ghi nhận' })
  await call('editMessageReplyMarkup', { chat_id, message_id, reply_markup: closed })
  await call('editMessageText', {
    chat_id,
    message_id,
    text: 'Đã thu hồi',
    link_preview_options: { is_disabled: true },
  })
  const share = { keyboard: [[{ text: 'Gửi số của tôi', request_contact: true }]], one_time_keyboard: true }
  await call('sendMessage', { chat_id, text: 'Số?', reply_markup: share, reply_parameters: { message_id } })
  hands.contact(person.id)
  hands.contact(person.id, { of: { phone: '+84900000000', firstName: 'Ai Đó' } })
  await call('sendMessage', { chat_id, text: 'Cảm ơn', reply_markup: { remove_keyboard: true }, protect_content: true })
  const { document } = hands.file(person.id, {
    name: 'bài viết.docx',
    bytes: pdf,
    caption: 'xem https://vd.example.vn',
  })
  await call('getFile', { file_id: document?.file_id })
  const media = [1, 2].map((at) => ({ type: 'document', media: document?.file_id, caption: `Tệp ${at}` }))
  await call('sendMediaGroup', { chat_id, media })
  const alone = { message_id: 0, ...((await call('sendDocument', { chat_id, document: document?.file_id })) as object) }
  await call('editMessageCaption', { chat_id, message_id: alone.message_id, caption: 'mới', reply_markup: keys })
  await call('deleteMessages', { chat_id, message_ids: [message_id, 999] })
  await call('deleteMessage', { chat_id, message_id: alone.message_id })
  hands.tap(person.id, { messageId: message_id, data: 'yes', late: true })
  const { message_id: said } = hands.text(person.id, { text: 'https://bao.example.vn/1' })
  hands.edit(person.id, { messageId: said, text: 'https://bao.example.vn/2' })
  hands.sticker(person.id)
  hands.block(person.id)
  hands.unblock(person.id)
  await call('sendChatAction', { chat_id, action: 'typing' })
  const commands = [{ command: 'help', description: 'Hướng dẫn' }]
  for (const whose of [{}, { language_code: 'en' }, { scope: { type: 'chat', chat_id: Number(chat_id) } }]) {
    await call('setMyCommands', { commands, ...whose })
    expect(await call('getMyCommands', whose)).toEqual(commands)
  }
  await call('deleteMyCommands', { language_code: 'en' })
  await call('setMyDescription', { description: 'Bàn báo chí' })
  await call('getMyDescription')
  await call('setMyShortDescription', { short_description: 'Báo chí', language_code: 'vi' })
  await call('getMyShortDescription', { language_code: 'vi' })
  await call('getUpdates', { allowed_updates: ['message', 'callback_query'] })
  await call('setWebhook', { url: 'http://127.0.0.1:9/hook', allowed_updates: ['message'], max_connections: 2 })
  await call('getWebhookInfo')
  await call('deleteWebhook')
  const { wrong, answered } = judge()
  expect(wrong).toEqual([])
  expect([...answered].toSorted()).toEqual([...telegramMethods].toSorted())
  const kinds = telegram.telegram.updates.history(7_000_000_001).flatMap((update) => Object.keys(update).slice(1))
  expect(new Set(kinds)).toEqual(new Set(['message', 'edited_message', 'callback_query', 'my_chat_member']))
})

test.runIf(here)('every call of our own bot is one that the public description knows', async () => {
  const since = telegram.calls.list().at(-1)?.id ?? 0
  const house = openHouse(telegram, demoToken)
  const channel = await openChannel(telegram, house)
  const files = [carry(house, 'Bản tin tháng 11.pdf', pdf), carry(house, 'phụ lục; 2.pdf', Buffer.from('%PDF 2'))]
  const message = words('Xin chào')
  const rich = {
    ...message,
    blocks: [
      { kind: 'heading', text: 'Bản tin' },
      { kind: 'quote', text: 'một đoạn dài '.repeat(40) },
      { kind: 'time', at: '2026-11-05T01:00:00.000Z', label: 'Thời gian', text: '8 giờ ngày 5/11' },
      { kind: 'link', label: 'Trang', url: 'https://vd.example.vn/p/1' },
    ],
    buttons: [
      { label: 'Tham dự', reference: 'r1', style: 'success' },
      { label: 'Đóng', reference: 'r2', closed: true },
      { label: 'Trang', url: 'https://vd.example.vn/p/1' },
    ],
    files,
  } as const
  const outcomes = [
    ...(await sendAll(channel, person.userId, rich)),
    ...(await sendAll(channel, person.userId, { ...message, files: files.slice(0, 1) })),
    ...(await sendAll(channel, person.userId, { ...message, buttons: [{ label: 'Gửi số', ask: 'phone' }] })),
  ]
  expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'sent'))
  const [first] = outcomes
  const sent = { messageId: first?.kind === 'sent' ? (first.messageIds[0] ?? '') : '', sentAt: telegram.clock.now() }
  const said = (button: Button) => channel.render({ ...words('Đã thu hồi'), buttons: [button] })[0] ?? nothing
  const buttons = said({ label: 'Đã đóng', reference: 'r1', closed: true })
  for (const change of [
    { kind: 'buttons', part: buttons },
    { kind: 'replace', part: said({ label: 'Trang', url: 'https://vd.example.vn/p/1' }) },
    { kind: 'delete' },
  ] as const)
    expect(await channel.revise?.(person.userId, sent, change)).toMatchObject({ kind: 'revised' })
  await channel.acknowledge?.('1', 'Đã ghi nhận')
  await channel.care?.()
  await channel.examine()
  telegram.telegram.hands.text(person.id, { text: 'còn nghe' })
  await pollUntil(channel, (kept) => kept.length > 0)
  const hooked = await openChannel(telegram, house, { webhookUrl: 'http://127.0.0.1:9/hook' })
  await hooked.care?.()
  await hooked.examine()
  const { wrong, answered } = judge(since)
  expect(wrong).toEqual([])
  const sends = ['sendMessage', 'sendDocument', 'sendMediaGroup']
  const changes = ['editMessageText', 'editMessageReplyMarkup', 'deleteMessage']
  const care = [
    'getMe',
    'setMyCommands',
    'setMyDescription',
    'setWebhook',
    'deleteWebhook',
    'getWebhookInfo',
    'getUpdates',
  ]
  for (const method of [...sends, ...changes, ...care]) expect(answered).toContain(method)
})

test.runIf(here)('a wrong field is found wherever it stands', () => {
  const from = { id: 42, is_bot: false, first_name: 'An' }
  const message = { message_id: 1, from, chat: { id: 42, type: 'private' }, date: 1, text: 'x' }
  expect(api.update({ update_id: 1, message })).toEqual([])
  for (const [update, words] of [
    [{ update_id: 1, message: { ...message, thumb: {} } }, 'additional properties'],
    [{ update_id: 1, message: { ...message, date: '1' } }, 'must be integer'],
    [{ update_id: 1, message: { message_id: 1, date: 1 } }, "'chat'"],
    [{ update_id: 1, callback_query: { id: 9, from, chat_instance: '1' } }, 'must be string'],
    [{ message }, "'update_id'"],
  ] as const)
    expect(api.update(update).join('\n')).toContain(words)
  expect(api.result('deleteMessage', { ok: true })).not.toEqual([])
  expect(api.request('sendMessage', { chat_id: '42', text: 'x', colour: 'red' })).not.toEqual([])
  expect(
    api.request('sendMessage', { chat_id: '42', text: 'x', reply_markup: '{"inline_keyboard":[{}]}' }),
  ).not.toEqual([])
  expect(api.request('sendMessage', { text: 'x' })).not.toEqual([])
  expect(api.request('sendEverything', {})).not.toEqual([])
})
