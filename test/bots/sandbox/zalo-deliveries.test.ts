import { createHash } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { app, oaId, until, type ZaloStand, zaloStand } from '../zalo/stand.ts'
import { callZalo, csTo, signIn } from './zalo-caller.ts'

type Got = { readonly method: string; readonly headers: IncomingHttpHeaders; readonly body: string }
type Event = { event_name: string; message?: { msg_id?: string; text?: string } } & Record<string, unknown>

let stand: ZaloStand
let token: Record<string, string>
let got: Got[] = []
let answer: number | 'never' = 200
const desk = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  got.push({ method: request.method ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() })
  if (answer !== 'never') response.writeHead(answer).end()
})

beforeAll(async () => {
  stand = await zaloStand()
  token = await signIn(stand)
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve))
  await stand.control('/zalo/webhook', { url: `http://127.0.0.1:${(desk.address() as AddressInfo).port}/` })
  stand.person('an', 1)
})
beforeEach(() => {
  got = []
  answer = 200
})
afterAll(async () => {
  await stand[Symbol.asyncDispose]()
  desk.closeAllConnections()
  desk.close()
})

const state = () => stand.control('/zalo/webhook')
const settled = () => expect.poll(async () => (await state()).waiting).toBe(0)
const events = () => got.map(({ body }) => JSON.parse(body) as Event)
const write = (text: string) => stand.do('an', 'text', { text })
const minutes = (count: number) => stand.clock.advance(count * 60_000)

test('a desk that does not answer is asked again after 30 s, 5, 15, 30 and 60 minutes, and then never more', async () => {
  answer = 503
  await write('Một')
  for (const [done, wait] of [0.5, 4.5, 10, 15, 30].entries()) {
    await until(() => got.length === done + 1)
    minutes(wait)
  }
  await until(() => got.length === 6)
  expect(got.map(({ headers }) => headers.num_retry)).toEqual([undefined, '1', '2', '3', '4', '5'])
  expect(new Set(got.map(({ body, headers }) => `${body}${headers['x-zevent-signature']}`)).size).toBe(1)
  await expect.poll(async () => (await state()).on).toBe(false)
  answer = 200
  await write('Chưa bật lại')
  expect(await state()).toMatchObject({ waiting: 0, lost: 2 })
  await stand.control('/zalo/webhook/subscription', { on: true })
  await write('Đã bật lại')
  await until(() => got.length === 7)
  await settled()
})

test('before its time no try is made', async () => {
  answer = 503
  await write('Một')
  await until(() => got.length === 1)
  answer = 200
  stand.clock.advance(29_999)
  await write('Hai')
  await expect.poll(async () => (await state()).waiting).toBe(1)
  expect(events().map(({ message }) => message?.text)).toEqual(['Một', 'Hai'])
  stand.clock.advance(1)
  await settled()
  expect(got.map(({ headers }) => headers.num_retry)).toEqual([undefined, undefined, '1'])
})

test('an answer after the time is none', async () => {
  await stand.control('/zalo/switches', { answerWithinMs: 100 })
  answer = 'never'
  await write('Chậm')
  await until(() => got.length === 1)
  answer = 200
  minutes(1)
  await settled()
  expect(got.map(({ headers }) => headers.num_retry)).toEqual([undefined, '1'])
  await stand.control('/zalo/switches', { answerWithinMs: 2000 })
})

test('where only failed connections count, a refusal is the end of it', async () => {
  await stand.control('/zalo/switches', { retryNon200: false })
  answer = 500
  await write('Một')
  await settled()
  expect(got).toHaveLength(1)
  await stand.control('/zalo/switches', { retryNon200: true })
})

test('events are signed over their exact bytes with the key of the webhook page, in either spelling', async () => {
  for (const signature of ['mac', 'bare']) {
    got = []
    await stand.control('/zalo/switches', { signature })
    await write('Ký tên «ệ»')
    const [{ body, headers }] = await until(() => got.length > 0 && (got as [Got]))
    const { timestamp } = JSON.parse(body) as { timestamp: string }
    const hash = (key: string, bytes = body) =>
      `${signature === 'mac' ? 'mac=' : ''}${createHash('sha256').update(`${app.appId}${bytes}${timestamp}${key}`).digest('hex')}`
    expect(headers['x-zevent-signature']).toBe(hash(app.oaSecret))
    expect(headers['x-zevent-signature']).not.toBe(hash(app.appSecret))
    expect(headers['x-zevent-signature']).not.toBe(hash(app.oaSecret, JSON.stringify(JSON.parse(body))))
    await settled()
  }
  await stand.control('/zalo/switches', { signature: 'mac' })
})

test('an account whose two keys are the same is not taken', async () => {
  const same = { ...app, oaSecret: app.appSecret, oaId, name: 'x', refreshToken: 'x' }
  await expect(stand.control('/zalo/oas', same)).rejects.toThrow('never the same')
})

test.each([
  { kind: 'empty', method: 'POST', body: '' },
  { kind: 'get', method: 'GET', body: '' },
  { kind: 'sample', method: 'POST', signed: true },
  { kind: 'unsigned-sample', method: 'POST', signed: false },
])('saving the address in the console can probe it: $kind', async ({ kind, method, body, signed }) => {
  expect(await stand.control('/zalo/webhook/probe', { kind })).toEqual({ status: 200 })
  expect(got[0]?.method).toBe(method)
  if (body !== undefined) expect(got[0]?.body).toBe(body)
  else expect(events()[0]).toMatchObject({ message: { msg_id: 'This is message id', text: 'This is testing message' } })
  if (signed !== undefined) expect('x-zevent-signature' in (got[0]?.headers ?? {})).toBe(signed)
})

test('events can come twice, late, and in another order', async () => {
  await stand.control('/zalo/switches', { duplicateRate: 1 })
  await write('Hai lần')
  await until(() => got.length === 2)
  expect(got[0]?.body).toBe(got[1]?.body)
  await stand.control('/zalo/switches', { duplicateRate: 0 })
  got = []
  await stand.control('/zalo/webhook/hold', {})
  await write('Trước')
  await write('Sau')
  expect(await state()).toMatchObject({ held: 2 })
  expect(got).toEqual([])
  await stand.control('/zalo/webhook/release', { order: 'reversed' })
  expect(events().map(({ message }) => message?.text)).toEqual(['Sau', 'Trước'])
  got = []
  await stand.control('/zalo/switches', { reorderRate: 1 })
  await write('Chậm')
  await stand.control('/zalo/switches', { reorderRate: 0 })
  await write('Nhanh')
  await until(() => got.length === 2)
  expect(events().map(({ message }) => message?.text)).toEqual(['Nhanh', 'Chậm'])
  await settled()
})

test('groups that are not ticked in the console bring no events', async () => {
  const { state: usual } = await stand.control(`/zalo/oas/${oaId}/state`)
  await stand.control(`/zalo/oas/${oaId}/state`, { permissions: ['user-events'] })
  await write('Không tới')
  await stand.do('an', 'follow')
  await until(() => got.length === 1)
  expect(events()).toMatchObject([{ event_name: 'follow' }])
  await stand.control(`/zalo/oas/${oaId}/state`, usual)
})

test.each([
  ['follow', {}, 'follow', true],
  ['unfollow', {}, 'unfollow', false],
  ['chatnow', {}, 'user_click_chatnow', true],
  ['text', { text: 'x' }, 'user_send_text', true],
  ['link', { url: 'https://a.vn' }, 'user_send_link', true],
  ['file', { name: 'a.docx' }, 'user_send_file', true],
  ['file', { name: 'a.jpg' }, 'user_send_image', true],
  ['file', { name: 'a.gif' }, 'user_send_gif', true],
  ['audio', {}, 'user_send_audio', true],
  ['video', {}, 'user_send_video', true],
  ['sticker', {}, 'user_send_sticker', true],
  ['location', { latitude: 10.8, longitude: 106.6 }, 'user_send_location', true],
  ['business-card', { name: 'B', phone: '84912345678' }, 'user_send_business_card', true],
  ['submit-info', { phone: '84912345678' }, 'user_submit_info', true],
  ['submit-info', { phone: '84912345678', old: true }, 'user_submit_info', true],
  ['widget', { url: 'https://a.vn' }, 'widget_interaction_accepted', true],
  ['call', {}, 'user_call_oa', true],
  ['call', { answered: false }, 'user_call_oa', false],
  ['update-info', {}, 'update_user_info', false],
  ['seen', {}, 'user_seen_message', false],
  ['received', { messageId: 'm' }, 'user_received_message', false],
  ['withdraw', {}, 'user_withdraw', false],
  ['template-feedback', { messageId: 'm', rate: 5 }, 'user_feedback', false],
  ['template-response', { messageId: 'm' }, 'user_click_response_button', false],
] as const)('%s %o tells %s, and opens the window: %s', async (gesture, body, event_name, opens) => {
  const { userId } = stand.person(`cu-chi-${gesture}-${JSON.stringify(body).length}`)
  await stand.do(`cu-chi-${gesture}-${JSON.stringify(body).length}`, gesture, body)
  await until(() => got.length === 1)
  expect(events()).toMatchObject([{ event_name, app_id: app.appId }])
  expect(got[0]?.body).toContain(gesture.startsWith('template') ? oaId : userId)
  expect(got[0]?.headers['x-zevent-server']).toBe(gesture.startsWith('template') ? 'ZNS' : undefined)
  expect(stand.frame.zalo.world.chats.state({ oaId, userId }).lastInteractionAt !== null).toBe(opens)
})

test('a reaction tells which message, and a second press on "chat now" nothing', async () => {
  stand.person('hai', 1)
  const { messageId } = await stand.do('hai', 'text', { text: 'x' })
  await stand.do('hai', 'reaction', { messageId, icon: '/-heart' })
  await stand.do('hai', 'chatnow')
  await stand.do('hai', 'chatnow')
  await until(() => got.length === 3)
  await settled()
  const names = events().map((event) => event.event_name)
  expect(names.toSorted()).toEqual(['user_click_chatnow', 'user_reacted_message', 'user_send_text'])
  await expect(stand.do('hai', 'reaction', { messageId: 'x', icon: ':o' })).rejects.toThrow('404')
})

test('what an account sends is echoed, and can be told as received and as seen', async () => {
  await stand.control('/zalo/switches', { receivedEvents: true, seenEvents: true })
  const { userId } = stand.person('ba', 1)
  const sent = await callZalo(stand, 'POST', '/v3.0/oa/message/cs', csTo(userId, { text: 'x' }), token)
  await until(() => got.length === 3)
  expect(
    events()
      .map((event) => event.event_name)
      .toSorted(),
  ).toEqual([...['oa_send_text', 'user_received_message', 'user_seen_message']])
  for (const { body } of got) expect(body).toContain(String(sent.body.data?.message_id))
  await stand.control('/zalo/switches', { receivedEvents: false, seenEvents: false })
})

test('what happens to templates, numbers and quotas is told with the header of that server', async () => {
  await stand.control(`/zalo/oas/${oaId}/templates/410001`, { status: 'DISABLE' })
  await stand.control(`/zalo/oas/${oaId}/state`, { dailyPhoneQuota: 5 })
  await stand.control('/zalo/webhook/event', { event: { event_name: 'nobody_knows' } })
  await until(() => got.length === 3)
  const told = got.map(({ headers, body }) => [JSON.parse(body).event_name, headers['x-zevent-server']])
  expect(told.toSorted()).toEqual([
    ['change_oa_daily_quota', 'ZNS'],
    ['change_template_status', 'ZNS'],
    ['nobody_knows', undefined],
  ])
})

test.each(['event', 'silent'] as const)(
  'the tap of a template opens the window, whether told or not: %s',
  async (taps) => {
    await stand.control('/zalo/switches', { templateTaps: taps })
    const { userId } = stand.person(`tap-${taps}`, 24 * 30)
    const names = ['recipient', 'issuer', 'document_number', 'subject', 'when', 'code']
    const data = { ...Object.fromEntries(names.map((name) => [name, 'x'])), link: 'https://a.vn' }
    const body = { user_id: userId, template_id: '410002', template_data: data }
    expect((await callZalo(stand, 'POST', '/v3.0/oa/message/template', body, token)).body.error).toBe(0)
    await stand.do(`tap-${taps}`, 'open-notice')
    await until(() => got.length === (taps === 'event' ? 2 : 1))
    await settled()
    const { lastInteractionAt } = stand.frame.zalo.world.chats.state({ oaId, userId })
    expect(lastInteractionAt).toEqual(stand.clock.now())
  },
)
