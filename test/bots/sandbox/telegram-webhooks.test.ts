import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startedReporter, startTelegram, type TelegramFixture } from './telegram-stand-in.ts'

type Post = { readonly what: string; readonly headers: IncomingHttpHeaders; readonly response: ServerResponse }

let telegram: TelegramFixture
let an: { readonly id: string; readonly userId: string }
let binh: { readonly id: string; readonly userId: string }
let hook: Server
let posts: Post[]
/** What the webhook does with each post; without it the post waits. */
let answer: ((post: Post) => void) | undefined

beforeEach(async () => {
  telegram = await startTelegram()
  an = startedReporter(telegram, 'Nguyễn Hoài An')
  binh = startedReporter(telegram, 'Đỗ Thanh Bình')
  posts = []
  answer = ({ response }) => response.end()
  hook = createServer(async (request, response) => {
    const update = JSON.parse(Buffer.concat(await request.toArray()).toString())
    const what = update.message?.text ?? update.callback_query?.data ?? Object.keys(update)[1]
    const post = { what, headers: request.headers, response }
    posts.push(post)
    answer?.(post)
  })
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  hook.closeAllConnections()
  hook.close()
  await telegram.stop()
})

const setWebhook = (extra: object = {}) => {
  const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`
  return telegram.call('setWebhook', { url, drop_pending_updates: true, ...extra })
}
const say = (who: { readonly id: string }, ...texts: string[]) => {
  for (const text of texts) telegram.telegram.hands.text(who.id, { text })
}
const fails =
  (status: number, headers: Record<string, string> = {}) =>
  ({ response }: Post) =>
    response.writeHead(status, headers).end()
const got = () => posts.map(({ what }) => what)
const count = (what: string) => got().filter((one) => one === what).length
const pass = (seconds: number) => telegram.control('/clock', { advanceMs: seconds * 1000 })
const soon = <T>(read: () => T) => expect.poll(read, { interval: 5 })
/** Everything that was to be posted by now has been: a message of somebody else went all the way. */
async function settled() {
  const mark = `dấu ${posts.length}`
  say(startedReporter(telegram), mark)
  await soon(got).toContain(mark)
}

test('a chat is told one thing at a time, other chats and taps go beside it', async () => {
  const keys = { inline_keyboard: [[{ text: 'x', callback_data: 'bấm' }]] }
  const sent = await telegram.call('sendMessage', { chat_id: an.userId, text: 'x', reply_markup: keys })
  const { message_id: messageId } = sent.body.result as { message_id: number }
  answer = undefined
  await setWebhook({ secret_token: 'bi-mat_1' })
  say(an, 'một', 'hai')
  telegram.telegram.hands.tap(an.id, { messageId, data: 'bấm' })
  telegram.telegram.hands.block(an.id)
  say(binh, 'khác')
  await soon(() => got().toSorted()).toEqual(['bấm', 'khác', 'my_chat_member', 'một'].toSorted())
  for (const { headers } of posts) expect(headers['x-telegram-bot-api-secret-token']).toBe('bi-mat_1')
  posts.find(({ what }) => what === 'một')?.response.end()
  await soon(got).toContain('hai')
})

test('no more posts at once than the connections that were allowed', async () => {
  answer = undefined
  await setWebhook({ max_connections: 1 })
  say(an, 'một')
  say(binh, 'hai')
  await soon(got).toEqual(['một'])
  posts[0]?.response.end()
  await soon(got).toEqual(['một', 'hai'])
})

test('what fails comes again at once, then after 2, 4, 8 seconds, and holds up its own chat only', async () => {
  answer = (post) => (post.what === 'hỏng' ? fails(500)(post) : post.response.end())
  await setWebhook()
  say(an, 'hỏng', 'sau')
  await soon(() => count('hỏng')).toBe(2)
  for (const [seconds, posted] of [
    [1.9, 2],
    [0.2, 3],
    [3.8, 3],
    [0.3, 4],
    [7.8, 4],
    [0.3, 5],
  ] as const) {
    await pass(seconds)
    await soon(() => count('hỏng')).toBe(posted)
    await settled()
    expect(count('hỏng')).toBe(posted)
  }
  expect(got()).not.toContain('sau')
  answer = ({ response }) => response.end()
  await pass(120)
  await soon(got).toContain('sau')
  const { result } = (await telegram.call('getWebhookInfo')).body as { result: Record<string, unknown> }
  expect(result).toMatchObject({
    pending_update_count: 0,
    has_custom_certificate: false,
    max_connections: 40,
    last_error_date: expect.any(Number),
    last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
  })
})

test.each([
  ['30', 29, 2],
  ['99999', 3599, 2],
])(
  'a webhook that says Retry-After: %s is left alone that long, but never longer than an hour',
  async (after, seconds, rest) => {
    answer = (post) => (post.what === 'bận' ? fails(503, { 'retry-after': after })(post) : post.response.end())
    await setWebhook()
    say(an, 'bận')
    await soon(() => count('bận')).toBe(1)
    await settled()
    await pass(seconds)
    await settled()
    expect(count('bận')).toBe(1)
    await pass(rest)
    await soon(() => count('bận')).toBe(2)
  },
)

test('what failed until it expired is dropped, and the next one begins anew', async () => {
  answer = (post) => (post.what === 'cũ' ? fails(500)(post) : post.response.end())
  await setWebhook()
  say(an, 'cũ', 'mới')
  await soon(() => count('cũ')).toBe(2)
  await pass(24 * 3600 + 1)
  say(an, 'mới hơn')
  await soon(got).toContain('mới hơn')
  expect(got()).not.toContain('mới')
})

test('a redirect is no success', async () => {
  answer = (post) => (post.what === 'đi' ? fails(302, { location: '/other' })(post) : post.response.end())
  await setWebhook()
  say(an, 'đi')
  await soon(() => count('đi')).toBe(2)
})

test('a webhook that says 410 for more than 23 hours is taken away', async () => {
  answer = fails(410)
  await setWebhook()
  say(an, 'đâu rồi')
  await soon(() => count('đâu rồi')).toBe(2)
  await pass(22.9 * 3600)
  await soon(() => count('đâu rồi')).toBe(3)
  const url = async () => ((await telegram.call('getWebhookInfo')).body.result as { url: string }).url
  expect(await url()).not.toBe('')
  await pass(0.5 * 3600)
  await soon(url).toBe('')
  expect((await telegram.call('getUpdates')).body.ok).toBe(true)
})

test('a webhook is set once a second, and only where it can be', async () => {
  expect((await setWebhook()).body.description).toBe('Webhook was set')
  expect((await setWebhook()).body.description).toBe('Webhook is already set')
  expect((await setWebhook({ url: '' })).body.description).toBe('Webhook was deleted')
  expect((await telegram.call('deleteWebhook')).body.description).toBe('Webhook is already deleted')
  for (const [wish, words] of [
    [{ url: 'nowhere' }, 'invalid webhook URL specified'],
    [{ url: 'http://vd.example.vn/h' }, 'An HTTPS URL must be provided for webhook'],
    [{ url: 'https://vd.example.vn:444/h' }, 'only on ports 80, 88, 443 or 8443'],
    [{ secret_token: 'x'.repeat(257) }, 'secret token is too long'],
    [{ secret_token: 'có dấu' }, 'unallowed characters'],
  ] as const)
    expect((await setWebhook(wish)).body.description).toContain(words)
  await telegram.control('/telegram/flood', { on: true })
  await setWebhook()
  expect((await setWebhook()).body).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } })
  await pass(1)
  expect((await setWebhook()).status).toBe(200)
})
