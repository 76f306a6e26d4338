import { expect, test } from 'vitest'
import { oaId, type ZaloStand, zaloStand } from '../zalo/stand.ts'

const form = 'application/x-www-form-urlencoded'

async function tokenRequest(
  { roots }: ZaloStand,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${roots.oauth}/v4/oa/access_token`, {
    method: 'POST',
    headers: { 'content-type': form, secret_key: 'Aq7InventedAppKey01x', ...headers },
    body: new URLSearchParams({ app_id: '3000000000000000011', ...fields }).toString(),
  })
  return { status: response.status, body: (await response.json()) as Record<string, string | number> }
}
const refresh = (stand: ZaloStand, refresh_token: string) =>
  tokenRequest(stand, { grant_type: 'refresh_token', refresh_token })

/** One raw call, as a client that reads no documentation would make it. */
async function call(
  stand: ZaloStand,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await fetch(`${stand.roots.api}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...sent,
  })
  return { status: response.status, body: (await response.json()) as { error: number; data?: Record<string, unknown> } }
}
async function signedIn(stand: ZaloStand) {
  const { body } = await refresh(stand, 'seed-1')
  return { access_token: String(body.access_token) }
}
const cs = '/v3.0/oa/message/cs'
const to = (user_id: string, message: unknown) => ({ recipient: { user_id }, message })
const buttons = (count: number, more = {}) => ({
  text: 'x',
  attachment: {
    type: 'template',
    payload: { buttons: Array(count).fill({ title: 'Mở', type: 'oa.query.hide', payload: 'p', ...more }) },
  },
})
const media = (attachment_id: string) => ({
  attachment: {
    type: 'template',
    payload: { template_type: 'media', elements: [{ media_type: 'image', attachment_id }] },
  },
})

test.each([
  { name: 'plain text', message: { text: 'Xin chào' }, error: 0 },
  { name: '2,000 characters', message: { text: 'ệ'.normalize('NFD').repeat(2000) }, error: 0 },
  { name: '2,001 characters', message: { text: 'x'.repeat(2001) }, error: -210 },
  { name: 'no text at all', message: {}, error: -201 },
  { name: 'an empty text', message: { text: '' }, error: -201 },
  { name: 'a parameter nobody knows', message: { text: 'x', parse_mode: 'HTML' }, error: -201 },
  { name: 'five buttons', message: buttons(5), error: 0 },
  { name: 'six buttons', message: buttons(6), error: -210 },
  { name: 'no buttons where some are announced', message: buttons(0), error: -201 },
  { name: 'a title over 100', message: buttons(1, { title: 'x'.repeat(101) }), error: -210 },
  { name: 'a payload over 1,000', message: buttons(1, { payload: 'x'.repeat(1001) }), error: -210 },
  { name: 'an unknown type of button', message: buttons(1, { type: 'oa.open.magic' }), error: -201 },
  { name: 'buttons without text', message: { ...buttons(1), text: undefined }, error: -201 },
  {
    name: 'template_type "button"',
    message: { text: 'x', attachment: { type: 'template', payload: { template_type: 'button', buttons: [] } } },
    error: -201,
  },
  { name: 'attachment type "image"', message: { attachment: { type: 'image', payload: {} } }, error: -201 },
  { name: 'a token nobody was given', message: { attachment: { type: 'file', payload: { token: 't' } } }, error: -201 },
  { name: 'a picture nobody uploaded', message: media('a'), error: -201 },
])('a message with $name gets $error', async ({ message, error }) => {
  await using stand = await zaloStand()
  const token = await signedIn(stand)
  const { userId } = stand.person('an', 1)
  const { status, body } = await call(stand, 'POST', cs, to(userId, message), token)
  expect({ status, error: body.error }).toEqual({ status: 200, error })
  expect(await stand.chat('an')).toHaveLength(error === 0 ? 1 : 0)
})

test.each([
  { name: 'without a token', headers: {}, error: -216 },
  { name: 'with a token nobody gave out', headers: { access_token: 'x' }, error: -216 },
  { name: 'with a bearer header', headers: { authorization: 'Bearer x' }, error: -216 },
])('a call $name gets $error with HTTP 200', async ({ headers, error }) => {
  await using stand = await zaloStand()
  const { status, body } = await call(stand, 'POST', cs, to('84', { text: 'x' }), headers)
  expect({ status, ...body }).toMatchObject({ status: 200, error })
  expect(body).not.toHaveProperty('data')
})

test.each([
  { name: 'a token in the address', method: 'GET', path: '/v2.0/oa/getoa?access_token=x', status: 404 },
  { name: 'a message without its kind', method: 'POST', path: '/v3.0/oa/message', status: 404 },
  { name: 'the old way to write to one person', method: 'POST', path: '/v2.0/oa/message', status: 200, error: -240 },
])('$name is turned away', async ({ method, path, status, error }) => {
  await using stand = await zaloStand()
  const token = await signedIn(stand)
  const answer = await call(stand, method, path, method === 'POST' ? {} : undefined, token)
  expect(answer.status).toBe(status)
  if (error !== undefined) expect(answer.body.error).toBe(error)
})

test.each([
  { tier: 'growth', limit: '100', remain: '99' },
  { tier: 'full', limit: '2000', remain: '1999' },
])('every answer says how many calls the $tier package has left this minute', async ({ tier, limit, remain }) => {
  await using stand = await zaloStand({ tier })
  const response = await fetch(`${stand.roots.api}/v2.0/oa/getoa`, { headers: await signedIn(stand) })
  expect(response.headers.get('x-ratelimit-limit')).toBe(limit)
  expect(response.headers.get('x-ratelimit-remain')).toBe(remain)
})

test('somebody without this app is nobody', async () => {
  await using stand = await zaloStand()
  const token = await signedIn(stand)
  expect((await call(stand, 'POST', cs, to('123', { text: 'x' }), token)).body.error).toBe(-201)
})

test('a rotated token is dead at once, and an old one after 25 hours', async () => {
  await using stand = await zaloStand()
  const first = await refresh(stand, 'seed-1')
  expect(first.body).toMatchObject({ expires_in: '90000' })
  const second = await refresh(stand, String(first.body.refresh_token))
  const withToken = (token: unknown) => call(stand, 'GET', '/v2.0/oa/getoa', undefined, { access_token: String(token) })
  expect((await withToken(first.body.access_token)).body.error).toBe(-216)
  expect((await withToken(second.body.access_token)).body).toMatchObject({ error: 0, data: { oa_id: oaId } })
  stand.clock.advance(25 * 3_600_000)
  expect((await withToken(second.body.access_token)).body.error).toBe(-220)
})

test.each([
  {
    name: 'a refresh token used twice',
    fields: { grant_type: 'refresh_token', refresh_token: 'seed-1' },
    error: -14014,
  },
  { name: 'another app', fields: { app_id: '1', grant_type: 'refresh_token' }, error: -14002 },
  { name: 'a wrong secret', fields: { grant_type: 'refresh_token' }, headers: { secret_key: 'x' }, error: -14004 },
  { name: 'an unknown grant', fields: { grant_type: 'password' }, error: -14018 },
  {
    name: 'a made-up code',
    fields: { grant_type: 'authorization_code', code: 'x', code_verifier: 'v' },
    error: -14005,
  },
  { name: 'JSON', fields: {}, headers: { 'content-type': 'application/json' }, error: -14018 },
])('the token server answers $name with $error, HTTP 200 and empty tokens', async ({ fields, headers, error }) => {
  await using stand = await zaloStand()
  await refresh(stand, 'seed-1')
  const { status, body } = await tokenRequest(stand, fields as unknown as Record<string, string>, headers)
  expect({ status, ...body }).toMatchObject({ status: 200, error, access_token: '', refresh_token: '' })
})

test('a consent gives a code for one use within ten minutes', async () => {
  await using stand = await zaloStand()
  const exchange = (code: unknown) =>
    tokenRequest(stand, { grant_type: 'authorization_code', code: String(code), code_verifier: 'v'.repeat(43) })
  const { code } = await stand.control(`/zalo/oas/${oaId}/consent`, {})
  expect((await exchange(code)).body.access_token).not.toBe('')
  expect((await exchange(code)).body.error).toBe(-14005)
  const { code: late } = await stand.control(`/zalo/oas/${oaId}/consent`, {})
  stand.clock.advance(10 * 60_000)
  expect((await exchange(late)).body.error).toBe(-14005)
})

const notice = {
  recipient: 'An',
  issuer: 'Sở',
  document_number: '1',
  subject: 's',
  when: 'w',
  code: 'c',
  link: 'https://x.vn',
}
test.each([
  { name: 'an approved template', body: {}, error: 0 },
  { name: 'an unknown template', body: { template_id: '0' }, error: -201 },
  { name: 'a missing value', body: { template_data: { ...notice, subject: '' } }, error: -201 },
  { name: 'a value nobody asked for', body: { template_data: { ...notice, extra: 'x' } }, error: -201 },
  { name: 'a value too long', body: { template_data: { ...notice, subject: 'x'.repeat(101) } }, error: -210 },
  { name: 'a nested recipient', body: { recipient: {} }, error: -201 },
])('a template message with $name gets $error', async ({ body, error }) => {
  await using stand = await zaloStand()
  const token = await signedIn(stand)
  const { userId } = stand.person('an', 24 * 90)
  const sent = { user_id: userId, template_id: '410001', template_data: notice, ...body }
  expect((await call(stand, 'POST', '/v3.0/oa/message/template', sent, token)).body.error).toBe(error)
  expect(stand.billedVnd()).toBe(error === 0 ? 275 : 0)
})

test.each([
  { name: 'a PDF that is none', kind: 'file', file: 'a.pdf', head: 'MZ', size: 100, error: -201 },
  { name: 'a spreadsheet', kind: 'file', file: 'a.xlsx', head: 'PK\u0003\u0004', size: 100, error: -201 },
  { name: 'a PDF of over 5 MB', kind: 'file', file: 'a.pdf', head: '%PDF', size: 5_000_001, error: -210 },
  {
    name: 'a picture of over 1 MB',
    kind: 'image',
    file: 'a.jpg',
    head: '\u00ff\u00d8\u00ff',
    size: 1_000_001,
    error: -210,
  },
  { name: 'a PDF as a picture', kind: 'image', file: 'a.pdf', head: '%PDF', size: 100, error: -201 },
  { name: 'a PDF', kind: 'file', file: 'a.pdf', head: '%PDF', size: 5_000_000, error: 0 },
])('an upload of $name gets $error', async ({ kind, file, head, size, error }) => {
  await using stand = await zaloStand()
  const headers = await signedIn(stand)
  const body = new FormData()
  body.set('file', new File([Buffer.from(head, 'latin1'), new Uint8Array(size - head.length)], file))
  const response = await fetch(`${stand.roots.api}/v2.0/oa/upload/${kind}`, { method: 'POST', headers, body })
  expect(await response.json()).toMatchObject({ error })
})
