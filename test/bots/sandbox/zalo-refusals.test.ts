import { afterAll, beforeAll, expect, test } from 'vitest'
import { oaId, type ZaloStand, zaloStand } from '../zalo/stand.ts'
import { callZalo, csTo, signIn } from './zalo-caller.ts'

let stand: ZaloStand
let token: Record<string, string>
beforeAll(async () => {
  stand = await zaloStand()
  token = await signIn(stand)
})
afterAll(() => stand[Symbol.asyncDispose]())

let people = 0
const somebody = (hoursAgo?: number) => stand.person(`nguoi-${people++}`, hoursAgo)
const call = (method: string, path: string, body?: unknown) => callZalo(stand, method, path, body, token)
const cs = '/v3.0/oa/message/cs'

const buttons = (count: number, more = {}) => ({
  text: 'x',
  attachment: {
    type: 'template',
    payload: { buttons: Array(count).fill({ title: 'Mở', type: 'oa.query.hide', payload: 'p', ...more }) },
  },
})
const template = (payload: object) => ({ attachment: { type: 'template', payload } })
const media = (element: object) => template({ template_type: 'media', elements: [{ media_type: 'image', ...element }] })
const element = { title: 'Chuyên đề', subtitle: 'Tháng 11', image_url: 'https://desk.example.vn/a.jpg' }
const list = (elements: readonly object[], more = {}) => template({ template_type: 'list', elements, ...more })
const request = (...elements: readonly object[]) => template({ template_type: 'request_user_info', elements })
const url = (address: string) => ({ type: 'oa.open.url', payload: { url: address } })
const phone = (phone_code: string) => ({ type: 'oa.open.phone', payload: { phone_code } })
const sms = (content: string) => ({ type: 'oa.open.sms', payload: { content, phone_code: '84912345678' } })

const x = (count: number) => 'x'.repeat(count)
test.each([
  ['plain text', { text: 'Xin chào' }, 0],
  ['2,000 characters', { text: 'ệ'.normalize('NFD').repeat(2000) }, 0],
  ['2,001 characters', { text: x(2001) }, -210],
  ['no text at all', {}, -201],
  ['an empty text', { text: '' }, -201],
  ['nothing but spaces', { text: ' \n' }, -201],
  ['a parameter nobody knows', { text: 'x', parse_mode: 'HTML' }, -201],
  ['five buttons', buttons(5), 0],
  ['six buttons', buttons(6), -210],
  ['no buttons where some are announced', buttons(0), -201],
  ['a title of 100', buttons(1, { title: x(100) }), 0],
  ['a title over 100', buttons(1, { title: x(101) }), -210],
  ['a payload of 1,000', buttons(1, { payload: x(1000) }), 0],
  ['a payload over 1,000', buttons(1, { payload: x(1001) }), -210],
  ['a payload that is no text', buttons(1, { payload: { code: 'p' } }), -201],
  ['an unknown type of button', buttons(1, { type: 'oa.open.magic' }), -201],
  ['a link button', buttons(1, url('https://desk.example.vn/p')), 0],
  ['a link button without https', buttons(1, url('http://desk.example.vn/p')), -201],
  ['a phone button', buttons(1, phone('84912345678')), 0],
  ['a phone button with a leading zero', buttons(1, phone('0912345678')), -201],
  ['a short message of 160', buttons(1, sms(x(160))), 0],
  ['a short message over 160', buttons(1, sms(x(161))), -210],
  ['buttons without text', { ...buttons(1), text: undefined }, -201],
  ['template_type "button"', { text: 'x', ...template({ template_type: 'button', buttons: [] }) }, -201],
  ['attachment type "image"', { attachment: { type: 'image', payload: {} } }, -201],
  ['a token nobody was given', { attachment: { type: 'file', payload: { token: 't' } } }, -201],
  ['a file by the other key', { attachment: { type: 'file', payload: { attachment_id: 't' } } }, -201],
  ['a picture nobody uploaded', media({ attachment_id: 'a' }), -201],
  ['a picture by its address', media({ url: 'https://desk.example.vn/a.jpg' }), 0],
  ['a picture by id and address', media({ attachment_id: 'a', url: 'https://desk.example.vn/a.jpg' }), -201],
  ['a moving picture without its size', media({ media_type: 'gif', url: 'https://desk.example.vn/a.gif' }), -201],
  ['a sticker', media({ media_type: 'sticker', attachment_id: '1' }), 0],
  ['a list', list([element, { title: 'Hai' }]), 0],
  [
    'a list with links and buttons',
    list([{ ...element, default_action: { type: 'oa.open.url', url: 'https://a.vn' } }]),
    0,
  ],
  ['a list of six', list(Array(6).fill(element)), -210],
  ['an empty list', list([]), -201],
  ['a list whose first row has no subtitle', list([{ title: 'Một' }]), -201],
  ['a row title over 100', list([{ ...element, title: x(101) }]), -210],
  ['a row subtitle over 500', list([{ ...element, subtitle: x(501) }]), -210],
  [
    'a list with six buttons',
    list([element], { buttons: Array(6).fill({ title: 'a', type: 'oa.query.show', payload: 'p' }) }),
    -210,
  ],
  ['a request for contact details', request(element), 0],
  ['two requests at once', request(element, element), -201],
  ['a request without a picture', request({ title: 'a', subtitle: 'b' }), -201],
  ['a request whose picture is not https', request({ ...element, image_url: 'http://desk.example.vn/a.jpg' }), -201],
  ['a request title over 100', request({ ...element, title: x(101) }), -210],
  ['a request subtitle over 500', request({ ...element, subtitle: x(501) }), -210],
  ['a quote of a message nobody sent', { text: 'x', quote_message_id: 'q' }, -201],
] as const)('a message with %s gets %3$i', async (_name, message, error) => {
  const { id, userId } = somebody(1)
  const { status, body } = await call('POST', cs, csTo(userId, message))
  expect({ status, error: body.error }).toEqual({ status: 200, error })
  expect(await stand.chat(id)).toHaveLength(error === 0 ? 1 : 0)
})

test.each([
  { name: 'unknown fields', switches: { unknownFields: 'ignored' }, message: { text: 'x', more: 1 }, error: 0 },
  { name: 'a sixth button', switches: { buttonCountCode: -201 }, message: buttons(6), error: -201 },
  { name: 'any buttons', switches: { buttons: false }, message: buttons(1), error: -233 },
  { name: 'any list', switches: { lists: false }, message: list([element]), error: -233 },
])('a switch decides what $name get: $error', async ({ switches, message, error }) => {
  await stand.control('/zalo/switches', switches)
  expect((await call('POST', cs, csTo(somebody(1).userId, message))).body.error).toBe(error)
  const usual = { unknownFields: 'refused', buttonCountCode: -210, buttons: true, lists: true }
  await stand.control('/zalo/switches', usual)
})

test.each([
  { name: 'a token in the address', method: 'GET', path: '/v2.0/oa/getoa?access_token=x', status: 404 },
  { name: 'a message without its kind', method: 'POST', path: '/v3.0/oa/message', status: 404 },
  { name: 'the old way to write to one person', method: 'POST', path: '/v2.0/oa/message', status: 200, error: -240 },
  { name: 'an old transaction', method: 'POST', path: '/v3.0/oa/message/transaction', status: 200, error: -240 },
  { name: 'an old promotion', method: 'POST', path: '/v3.0/oa/message/promotion', status: 200, error: -240 },
])('$name is turned away', async ({ method, path, status, error }) => {
  const answer = await call(method, path, method === 'POST' ? {} : undefined)
  expect(answer.status).toBe(status)
  if (error !== undefined) expect(answer.body.error).toBe(error)
})

test('somebody without this app is nobody, and nobody can be quoted, answered or reacted to in another chat', async () => {
  expect((await call('POST', cs, csTo('123', { text: 'x' }))).body.error).toBe(-201)
  const [one, other] = [somebody(1), somebody(1)]
  const { messageId } = await stand.do(one.id, 'text', { text: 'Hỏi' })
  expect((await call('POST', cs, csTo(one.userId, { text: 'x', quote_message_id: messageId }))).body.error).toBe(0)
  expect((await call('POST', cs, csTo(other.userId, { text: 'x', quote_message_id: messageId }))).body.error).toBe(-201)
  const answer = { recipient: { message_id: messageId }, message: { text: 'Đáp' } }
  expect((await call('POST', cs, answer)).body.data).toMatchObject({ user_id: one.userId })
  const react = (user_id: string, react_icon: string) =>
    call('POST', '/v2.0/oa/message', {
      recipient: { user_id },
      sender_action: { react_icon, react_message_id: messageId },
    })
  expect((await react(one.userId, '/-heart')).body.error).toBe(0)
  expect((await react(one.userId, '❤️')).body.error).toBe(-201)
  expect((await react(other.userId, '/-heart')).body.error).toBe(-201)
})

test.each([
  { state: { appActive: false }, error: -209 },
  { state: { apiProduct: false }, error: -212 },
  { state: { appRemoved: true }, error: -219 },
  { state: { disabled: true }, error: -204 },
  { state: { verified: false }, error: -221 },
  { state: { permissions: ['oa-information'] }, error: -223 },
  { state: { balanceVnd: 54 }, error: -321 },
])('an account in the state $state sends nothing: $error', async ({ state, error }) => {
  const { state: usual } = await stand.control(`/zalo/oas/${oaId}/state`)
  await stand.control(`/zalo/oas/${oaId}/state`, state)
  const { userId } = somebody(72)
  expect((await call('POST', cs, csTo(userId, { text: 'x' }))).body.error).toBe(error)
  await stand.control(`/zalo/oas/${oaId}/state`, usual)
  expect((await call('POST', cs, csTo(userId, { text: 'x' }))).body.error).toBe(0)
})
