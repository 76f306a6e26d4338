import { createHash, createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { oaId, type ZaloStand, zaloStand } from '../zalo/stand.ts'
import { askForTokens, callZalo, refreshTokens } from './zalo-caller.ts'

const appId = '3000000000000000011'
const back = 'https://desk.example.vn/settings/accounts/consent'
const verifier = 'v'.repeat(43)
const challenge = createHash('sha256').update(verifier).digest('base64url')

let stand: ZaloStand
let seeds = 0
let seed = ''
beforeAll(async () => {
  stand = await zaloStand()
})
afterAll(() => stand[Symbol.asyncDispose]())
/** Each test begins with a consent of its own. */
beforeEach(async () => {
  seed = `seed-${seeds++}`
  const keys = { appId, appSecret: 'Aq7InventedAppKey01x', oaSecret: 'Wb5InventedHookKey02', oaId }
  await stand.control('/zalo/oas', { ...keys, name: 'Sở thử', package: 'full', refreshToken: seed })
  await stand.control(`/zalo/oas/${oaId}/state`, { callbacks: [back], fixedChallenge: null, appActive: true })
  const off = { spentTokenCode: -14014, spentTokenGraceS: 0, refreshTokenInAnswer: true, appsecretProof: false }
  await stand.control('/zalo/switches', off)
})

const getOa = (headers: Record<string, string>) => callZalo(stand, 'GET', '/v2.0/oa/getoa', undefined, headers)
const withToken = (token: unknown) => getOa({ access_token: String(token) })

test.each([
  { name: 'without a token', headers: {} },
  { name: 'with a token nobody gave out', headers: { access_token: 'x' } },
  { name: 'with a bearer header', headers: { authorization: 'Bearer x' } },
])('a call $name gets -216 with HTTP 200 and no data', async ({ headers }) => {
  const { status, body } = await getOa(headers as Record<string, string>)
  expect({ status, ...body }).toMatchObject({ status: 200, error: -216 })
  expect(body).not.toHaveProperty('data')
})

test('a rotated token is dead at once, and an old one after 25 hours', async () => {
  const first = await refreshTokens(stand, seed)
  expect(first.body).toMatchObject({ expires_in: '90000', unannounced: 'stand-in' })
  const second = await refreshTokens(stand, String(first.body.refresh_token))
  expect((await withToken(first.body.access_token)).body.error).toBe(-216)
  expect((await withToken(second.body.access_token)).body).toMatchObject({
    ...{ error: 0, trace_id: 'stand-in', data: { oa_id: oaId, unannounced: 'stand-in' } },
  })
  stand.clock.advance(25 * 3_600_000)
  const late = await withToken(second.body.access_token)
  expect(late).toMatchObject({ status: 200, body: { error: -220 } })
  expect(late.body).not.toHaveProperty('data')
})

test('after three months a refresh token is worth nothing', async () => {
  stand.clock.advance(90 * 86_400_000)
  expect((await refreshTokens(stand, seed)).body.error).toBe(-14014)
})

const wrong: readonly { name: string; fields: Record<string, string>; headers?: object; error: number }[] = [
  { name: 'a refresh token used twice', fields: { grant_type: 'refresh_token', refresh_token: '' }, error: -14014 },
  { name: 'another app', fields: { app_id: '1', grant_type: 'refresh_token' }, error: -14002 },
  { name: 'a wrong secret', fields: { grant_type: 'refresh_token' }, headers: { secret_key: 'x' }, error: -14004 },
  { name: 'an unknown grant', fields: { grant_type: 'password' }, error: -14018 },
  {
    name: 'a made-up code',
    fields: { grant_type: 'authorization_code', code: 'x', code_verifier: 'v' },
    error: -14005,
  },
  { name: 'JSON', fields: {}, headers: { 'content-type': 'application/json' }, error: -14018 },
  { name: 'a field nobody knows', fields: { grant_type: 'refresh_token', client_id: '1' }, error: -14018 },
]
test.each(wrong)('the token server answers $name with $error, HTTP 200 and empty tokens', async (row) => {
  await refreshTokens(stand, seed)
  const fields = row.fields.refresh_token === undefined ? row.fields : { ...row.fields, refresh_token: seed }
  const { status, body } = await askForTokens(stand, fields, { ...row.headers })
  expect({ status, ...body }).toMatchObject({ status: 200, error: row.error, access_token: '', refresh_token: '' })
})

test.each([-14014, -14020, -118])('a spent refresh token can get %i', async (spentTokenCode) => {
  await stand.control('/zalo/switches', { spentTokenCode })
  await refreshTokens(stand, seed)
  expect((await refreshTokens(stand, seed)).body).toMatchObject({ error: spentTokenCode, access_token: '' })
})

test('where the service is patient, a spent refresh token answers with the same pair for a while', async () => {
  await stand.control('/zalo/switches', { spentTokenGraceS: 60 })
  const first = await refreshTokens(stand, seed)
  expect((await refreshTokens(stand, seed)).body).toEqual(first.body)
  stand.clock.advance(60_000)
  expect((await refreshTokens(stand, seed)).body.error).toBe(-14014)
})

test('an answer may lack the refresh token: then the old one stays', async () => {
  await stand.control('/zalo/switches', { refreshTokenInAnswer: false })
  const { body } = await refreshTokens(stand, seed)
  expect(body).not.toHaveProperty('refresh_token')
  expect((await refreshTokens(stand, seed)).body.access_token).not.toBe('')
})

test('a lost answer to a refresh has spent the token all the same', async () => {
  stand.fault({ method: 'oauth/access_token', failure: { kind: 'drop-after' } })
  await expect(refreshTokens(stand, seed)).rejects.toThrow()
  expect((await refreshTokens(stand, seed)).body.error).toBe(-14014)
})

test('where the console asks for it, a call without the right proof gets -242', async () => {
  await stand.control('/zalo/switches', { appsecretProof: true })
  const { body } = await refreshTokens(stand, seed)
  const access_token = String(body.access_token)
  const proof = createHmac('sha256', 'Aq7InventedAppKey01x').update(access_token).digest('hex')
  expect((await getOa({ access_token })).body.error).toBe(-242)
  expect((await getOa({ access_token, appsecret_proof: proof.toUpperCase() })).body.error).toBe(-242)
  expect((await getOa({ access_token, appsecret_proof: proof })).body.error).toBe(0)
})

const permission = (query: Record<string, string>) =>
  fetch(`${stand.roots.oauth}/v4/oa/permission?${new URLSearchParams(query)}`, { redirect: 'manual' })
const asked = { app_id: appId, redirect_uri: back, code_challenge: challenge, state: 'sealed' }
const answer = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${stand.roots.oauth}/v4/oa/permission`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ ...asked, oa_id: oaId, ...fields }).toString(),
    redirect: 'manual',
  })
const exchange = (code: string, more: Record<string, string> = {}) =>
  askForTokens(stand, { grant_type: 'authorization_code', code, code_verifier: verifier, ...more })
const consentCode = async () => {
  const { location } = Object.fromEntries((await answer({ answer: 'allow' })).headers)
  return String(new URL(String(location)).searchParams.get('code'))
}

test('the page of consent says which app asks and for which account', async () => {
  const page = await permission(asked)
  const text = await page.text()
  expect(page.status).toBe(200)
  for (const part of ['Giao Ban', 'Sở thử', oaId, 'Cho phép', 'Từ chối']) expect(text).toContain(part)
})

test('allowing leads back with code, account and state, and the code gives the tokens once', async () => {
  const { status, headers } = await answer({ answer: 'allow' })
  const to = new URL(String(headers.get('location')))
  expect([status, to.origin + to.pathname]).toEqual([303, back])
  expect(Object.fromEntries(to.searchParams)).toMatchObject({ oa_id: oaId, state: 'sealed' })
  const code = String(to.searchParams.get('code'))
  expect((await exchange(code)).body.access_token).not.toBe('')
  expect((await exchange(code)).body).toMatchObject({ error: -14005, access_token: '' })
})

test('refusing leads back without a code', async () => {
  const { headers } = await answer({ answer: 'refuse' })
  const to = new URL(String(headers.get('location'))).searchParams
  expect([to.get('code'), to.get('state')]).toEqual([null, 'sealed'])
})

test.each([
  { name: 'a return address that is not the saved one', change: { redirect_uri: `${back}/` }, error: -14003 },
  { name: 'an unknown app', change: { app_id: '1' }, error: -14002 },
  { name: 'an app that is not active', state: { appActive: false }, error: -14002 },
  { name: 'a challenge that is no SHA-256', change: { code_challenge: 'x' }, error: -14012 },
  { name: 'a padded challenge', change: { code_challenge: `${challenge}=` }, error: -14012 },
  { name: 'another challenge than the console’s', state: { fixedChallenge: 'y'.repeat(43) }, error: -14012 },
  { name: 'a response type, which Zalo does not know', change: { response_type: 'code' }, error: -14012 },
])('the page of consent shows $error for $name', async ({ change = {}, state = {}, error }) => {
  await stand.control(`/zalo/oas/${oaId}/state`, state)
  expect(await (await permission({ ...asked, ...change } as Record<string, string>)).text()).toContain(
    `error: ${error}`,
  )
  expect((await answer({ ...change, answer: 'allow' } as Record<string, string>)).headers.get('location')).toBeNull()
})

test('a form of another site gives no consent', async () => {
  expect((await answer({ answer: 'allow' }, { origin: 'https://other.example' })).status).toBe(403)
})

test.each([
  { name: 'after ten minutes', lateMs: 600_000 },
  { name: 'with another verifier', more: { code_verifier: 'w'.repeat(43) } },
  { name: 'without a verifier', more: { code_verifier: '' } },
])('a code $name gets -14005', async ({ lateMs = 0, more = {} }) => {
  const code = await consentCode()
  stand.clock.advance(lateMs)
  expect((await exchange(code, more as Record<string, string>)).body.error).toBe(-14005)
})

test('a consent that was taken back ends tokens and rotation', async () => {
  const { body } = await refreshTokens(stand, seed)
  await stand.control(`/zalo/oas/${oaId}/revoke`, {})
  expect((await withToken(body.access_token)).body.error).toBe(-216)
  expect((await refreshTokens(stand, String(body.refresh_token))).body.error).toBe(-14014)
  expect((await exchange(await consentCode())).body.access_token).not.toBe('')
})
