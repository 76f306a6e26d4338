import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { app, oaId, type ZaloStand, zaloStand } from '../zalo/stand.ts'
import { callZalo, csTo, refreshTokens } from './zalo-caller.ts'

let stand: ZaloStand
let token: Record<string, string>
let people = 0
const usual = {
  ...{ lateCode: -230, neverCode: -232, blockedCode: -244, replyCapIn48h: null, overReplyCap: 'charge' },
  ...{ packageQuota: false, limits: true, minutes: 'real', appCallsPerMinute: 4000 },
}
beforeAll(async () => {
  stand = await zaloStand()
  const { body } = await refreshTokens(stand, 'seed-1')
  token = { access_token: String(body.access_token) }
})
beforeEach(() => stand.control('/zalo/switches', usual))
afterAll(() => stand[Symbol.asyncDispose]())

const somebody = (hoursAgo?: number) => stand.person(`han-${people++}`, hoursAgo)
const write = async (userId: string, message: object = { text: 'x' }) =>
  (await callZalo(stand, 'POST', '/v3.0/oa/message/cs', csTo(userId, message), token)).body
const bills = async () => (await stand.control('/zalo/bills')).bills as readonly { vnd: number; messageId: string }[]

test.each([
  { name: 'an hour ago', hours: 1, quota: { quota_type: 'reply' }, vnd: 0 },
  { name: '48 hours ago', hours: 48, quota: { quota_type: 'reply' }, vnd: 0 },
  { name: 'a little more than 48 hours ago', hours: 48.001, vnd: 55 },
  { name: '7 days ago', hours: 168, vnd: 55 },
  { name: 'a little more than 7 days ago', hours: 168.001, error: -230 },
  { name: 'a little more than 7 days ago, told otherwise', hours: 169, set: { lateCode: -232 }, error: -232 },
])('a message to somebody who wrote $name is answered with $quota, $vnd đồng or $error', async (row) => {
  await stand.control('/zalo/switches', row.set ?? {})
  const before = (await bills()).length
  const { error, data } = await write(somebody(row.hours).userId)
  expect({ error, quota: data?.quota }).toEqual({ error: row.error ?? 0, quota: row.quota })
  const billed = (await bills()).slice(before)
  expect(billed.map(({ vnd }) => vnd)).toEqual(row.vnd ? [row.vnd] : [])
  if (row.vnd) expect(billed[0]?.messageId).toBe(data?.message_id)
  expect(stand.calls('message/cs').at(-1)).toMatchObject({ billedVnd: row.vnd ?? 0, effect: row.error === undefined })
})

test.each([-232, -230, -213, -218])('who never wrote gets three welcomes, then %i', async (neverCode) => {
  await stand.control('/zalo/switches', { neverCode })
  const { id, userId } = somebody()
  for (const remain of [2, 1, 0])
    expect((await write(userId)).data?.quota).toEqual({ quota_type: 'welcome_msg', remain, total: 3 })
  expect((await write(userId)).error).toBe(neverCode)
  await stand.do(id, 'chatnow')
  expect((await write(userId)).data?.quota).toEqual({ quota_type: 'reply' })
})

test.each([-244, -213, -217])('who blocked the account is refused with %i until unblocking', async (blockedCode) => {
  await stand.control('/zalo/switches', { blockedCode })
  const { id, userId } = somebody(1)
  await stand.do(id, 'block')
  expect((await write(userId)).error).toBe(blockedCode)
  await stand.do(id, 'unblock')
  expect((await write(userId)).error).toBe(0)
})

test('no reply is capped unless the switch says so; then a new word of the person begins anew', async () => {
  const { id, userId } = somebody(1)
  for (let sent = 0; sent < 9; sent++) expect((await write(userId)).data?.quota).toEqual({ quota_type: 'reply' })
  await stand.do(id, 'text', { text: 'x' })
  await stand.control('/zalo/switches', { replyCapIn48h: 2 })
  expect((await write(userId)).data?.quota).toEqual({ quota_type: 'reply', remain: 1, total: 2 })
  expect((await write(userId)).data?.quota).toEqual({ quota_type: 'reply', remain: 0, total: 2 })
  expect((await write(userId)).data).not.toHaveProperty('quota')
  await stand.control('/zalo/switches', { overReplyCap: 'refuse' })
  expect((await write(userId)).error).toBe(-218)
  await stand.do(id, 'text', { text: 'x' })
  expect((await write(userId)).error).toBe(0)
})

test.each([
  { tier: 'growth', total: 500 },
  { tier: 'full', total: 2000 },
])('the $tier package can pay for $total late replies a month', async ({ tier, total }) => {
  await register({ package: tier })
  await stand.control('/zalo/switches', { packageQuota: true })
  stand.frame.store.writeSetting(`zalo-package-quota ${oaId} 2026-11`, total - 1)
  const before = (await bills()).length
  expect((await write(somebody(72).userId)).data?.quota).toEqual({ quota_type: 'sub_quota', remain: 0, total })
  expect(await bills()).toHaveLength(before)
  expect((await write(somebody(72).userId)).data).not.toHaveProperty('quota')
  expect(await bills()).toHaveLength(before + 1)
  await register({})
})

const register = (more: object) =>
  stand.control('/zalo/oas', { ...app, oaId, name: 'Sở thử', package: 'full', refreshToken: 'seed-1', ...more })

test.each(['basic', 'standard'])('the %s package signs in and answers for itself, and sends nothing', async (tier) => {
  await register({ package: tier })
  const call = (method: string, path: string, body?: object) => callZalo(stand, method, path, body, token)
  expect((await call('GET', '/v2.0/oa/getoa')).body.error).toBe(0)
  const { userId } = somebody(1)
  const sends = [
    ['/v3.0/oa/message/cs', csTo(userId, { text: 'x' })],
    ['/v3.0/oa/message/template', { user_id: userId, template_id: '410001', template_data: {} }],
    ['/v3.0/oa/quota/message', { user_id: userId }],
  ] as const
  for (const [path, body] of sends) expect((await call('POST', path, body)).body.error).toBe(-224)
  await register({})
})

test('calls are counted by the minute, told in headers, and refused beyond; templates do not count', async () => {
  await register({ package: 'growth', templates: [{ id: '1', about: 'a', name: 'a', costVnd: 1, params: ['a'] }] })
  await stand.control('/zalo/switches', { minutes: 'sandbox' })
  stand.clock.advance(60_000 - (stand.clock.now().getTime() % 60_000))
  const read = () => callZalo(stand, 'GET', '/v2.0/oa/getoa', undefined, token)
  for (let calls = 1; calls < 100; calls++) await read()
  const body = { user_id: somebody(1).userId, template_id: '1', template_data: { a: 'x' } }
  const notice = () => callZalo(stand, 'POST', '/v3.0/oa/message/template', body, token)
  expect((await notice()).headers.has('x-ratelimit-limit')).toBe(false)
  const last = await read()
  expect([last.headers.get('x-ratelimit-limit'), last.headers.get('x-ratelimit-remain')]).toEqual(['100', '0'])
  expect(last.body.error).toBe(0)
  const beyond = await read()
  expect({ status: beyond.status, error: beyond.body.error }).toEqual({ status: 200, error: -32 })
  expect((await notice()).body.error).toBe(0)
  stand.clock.advance(60_000)
  expect((await read()).headers.get('x-ratelimit-remain')).toBe('99')
  await stand.control('/zalo/switches', { appCallsPerMinute: 2 })
  expect((await notice()).body.error).toBe(0)
  const ofApp = await notice()
  expect(ofApp.body.error).toBe(-32)
  expect(ofApp.body.message).not.toBe(beyond.body.message)
  await register({})
})

const failing = { after: 0, count: 1, method: 'message/cs' } as const
test.each([
  { name: 'any code', failure: { kind: 'answer', status: 200, body: { error: -248 } }, seen: -248, arrived: 0 },
  { name: '401', failure: { kind: 'answer', status: 401, body: { error: -401 } }, seen: 401, arrived: 0 },
  { name: '429', failure: { kind: 'answer', status: 429, body: {} }, seen: 429, arrived: 0 },
  { name: 'the page of a proxy', failure: { kind: 'html-502' }, seen: 'html', arrived: 0 },
  { name: 'the page of a proxy, after it was sent', failure: { kind: 'html-502-after' }, seen: 'html', arrived: 1 },
  { name: 'a broken line', failure: { kind: 'drop-before' }, seen: 'dropped', arrived: 0 },
  { name: 'a broken line, after it was sent', failure: { kind: 'drop-after' }, seen: 'dropped', arrived: 1 },
  { name: 'silence, and it arrives all the same', failure: { kind: 'delay', ms: 250 }, seen: 'timeout', arrived: 1 },
] as const)('on demand a send meets $name', async ({ failure, seen, arrived }) => {
  const { id, userId } = somebody(1)
  stand.fault({ ...failing, failure })
  const body = JSON.stringify(csTo(userId, { text: 'x' }))
  const init = { method: 'POST', headers: { ...token, 'content-type': 'application/json' }, body }
  const signal = AbortSignal.timeout(failure.kind === 'delay' ? 100 : 5000)
  const outcome = await fetch(`${stand.roots.api}/v3.0/oa/message/cs`, { ...init, signal }).then(
    async (response) => {
      const text = await response.text()
      if (response.status === 502) return text.startsWith('<html>') ? 'html' : text
      return response.status === 200 ? JSON.parse(text).error : response.status
    },
    (error: Error) => (error.name === 'TimeoutError' ? 'timeout' : 'dropped'),
  )
  expect(outcome).toBe(seen)
  await expect.poll(async () => (await stand.chat(id)).length).toBe(arrived)
  const logged = stand.frame.calls.list({ channel: 'zalo', recipient: userId })
  expect(logged).toMatchObject([{ method: 'message/cs', effect: arrived === 1 }])
})
