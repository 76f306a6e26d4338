import { afterAll, beforeAll, expect, test } from 'vitest'
import { oaId, type ZaloStand, zaloStand } from '../zalo/stand.ts'
import { callZalo, signIn } from './zalo-caller.ts'

let stand: ZaloStand
let token: Record<string, string>
const shape = { about: 'bulletin', costVnd: 275 }
const strict = [
  { name: 'ten', maxLength: 10 },
  { name: 'ngay', type: 'DATE' },
  { name: 'so', type: 'NUMBER', require: false },
]
const extra = [
  { id: '420001', name: 'Chặt chẽ', ...shape, params: strict, phoneCostVnd: 410 },
  { id: '420002', name: 'Chờ duyệt', ...shape, status: 'PENDING_REVIEW' },
  { id: '420003', name: 'Đã tắt', ...shape, status: 'DISABLE' },
  { id: '420004', name: 'Chỉ theo UID', ...shape, byPhone: false },
  { id: '420005', name: 'Mã một lần', ...shape, tag: 'OTP' },
  { id: '420006', name: 'Có phản hồi', ...shape, component: 'response' },
  { id: '420007', name: 'Hành trình', ...shape, component: 'journey' },
  { id: '420008', name: 'Mẫu cũ', ...shape, createdAt: '2025-12-09T23:59:59Z' },
  { id: '420009', name: 'Quảng bá', ...shape, tag: 'PROMOTION', params: ['ten'] },
]
const good = { ten: 'An', ngay: '22/11/2026' }

beforeAll(async () => {
  stand = await zaloStand()
  token = await signIn(stand)
  const { accounts } = stand.frame.zalo.world
  const known = accounts.byId(oaId)
  if (known) await stand.control('/zalo/oas', { ...registration, templates: [...known.templates, ...extra] })
})
afterAll(() => stand[Symbol.asyncDispose]())
const registration = {
  ...{ appId: '3000000000000000011', appSecret: 'Aq7InventedAppKey01x', oaSecret: 'Wb5InventedHookKey02', oaId },
  ...{ name: 'Sở thử nghiệm', package: 'full', refreshToken: 'seed-1' },
}

const byUid = (user_id: string, template_id: string, template_data: unknown, more = {}) =>
  callZalo(stand, 'POST', '/v3.0/oa/message/template', { user_id, template_id, template_data, ...more }, token)
const byPhone = (body: object, headers = token) =>
  callZalo(
    stand,
    'POST',
    '/message/template',
    { phone: '84000000101', template_id: '420001', template_data: good, tracking_id: 't1', ...body },
    headers,
    'business',
  )
const ask = (path: string, headers = token) => callZalo(stand, 'GET', path, undefined, headers, 'business')
let people = 0
const somebody = (flags: object = {}, hoursAgo?: number) => {
  const person = stand.person(`mau-${people++}`, hoursAgo)
  stand.frame.people.setFlags(person.id, { ...flags })
  return person
}

test.each([
  { name: 'right values', id: '420001', data: good, error: 0 },
  { name: 'a template that waits for approval', id: '420002', data: good, error: -201 },
  { name: 'an unknown template', id: '1', data: good, error: -201 },
  { name: 'a template for one-time codes', id: '420005', data: good, error: -249 },
  { name: 'a template with a response', id: '420006', data: good, error: -249 },
  { name: 'a template of a journey', id: '420007', data: good, error: -249 },
  { name: 'a template older than 10 December 2025', id: '420008', data: good, error: -249 },
  { name: 'a missing value', id: '420001', data: { ten: 'An' }, error: -201 },
  { name: 'a value nobody asked for', id: '420001', data: { ...good, x: 'y' }, error: -201 },
  { name: 'a value too long', id: '420001', data: { ...good, ten: 'x'.repeat(11) }, error: -210 },
  { name: 'a date that is none', id: '420001', data: { ...good, ngay: 'mai' }, error: -201 },
  { name: 'a number as a number', id: '420001', data: { ...good, so: 5 }, error: -201 },
  { name: 'a field nobody knows', id: '420001', data: good, more: { tracking_id: 'x' }, error: -201 },
])('by user id, $name gets $error', async ({ id, data, more = {}, error }) => {
  const { userId } = somebody({}, 24 * 90)
  const before = stand.billedVnd() ?? 0
  expect((await byUid(userId, id, data, more)).body.error).toBe(error)
  expect((stand.billedVnd() ?? 0) - before).toBe(error === 0 ? 275 : 0)
})

test('a promotion goes to followers only, by day, and once a day', async () => {
  const { id, userId } = somebody({}, 24 * 3)
  expect((await byUid(userId, '420009', { ten: 'An' })).body.error).toBe(-213)
  await stand.do(id, 'follow')
  stand.clock.set(new Date('2026-11-02T15:00:00Z'))
  expect((await byUid(userId, '420009', { ten: 'An' })).body.error).toBe(-234)
  stand.clock.set(new Date('2026-11-02T23:00:00Z'))
  token = await renewed()
  expect((await byUid(userId, '420009', { ten: 'An' })).body.error).toBe(0)
  expect((await byUid(userId, '420009', { ten: 'An' })).body.error).toBe(-218)
})

async function renewed() {
  const pair = stand.frame.zalo.world.accounts.byId(oaId)
  const form = { grant_type: 'refresh_token', app_id: registration.appId, refresh_token: String(pair?.refreshToken) }
  const response = await fetch(`${stand.roots.oauth}/v4/oa/access_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', secret_key: registration.appSecret },
    body: new URLSearchParams(form).toString(),
  })
  return { access_token: String(((await response.json()) as { access_token: string }).access_token) }
}

test.each([
  { name: 'right values', body: {}, error: 0 },
  { name: 'a plus sign before the number', body: { phone: '+84000000101' }, error: -108 },
  { name: 'a leading zero', body: { phone: '0900000101' }, error: -108 },
  { name: 'a number without Zalo', body: { phone: '84912345678' }, error: -118 },
  { name: 'an unknown template', body: { template_id: '1' }, error: -109 },
  { name: 'a template that waits for approval', body: { template_id: '420002' }, error: -131 },
  { name: 'a template that is switched off', body: { template_id: '420003' }, error: -146 },
  { name: 'a template that may not go by phone', body: { template_id: '420004' }, error: -117 },
  { name: 'no values', body: { template_data: {} }, error: -111 },
  { name: 'a value nobody asked for', body: { template_data: { ...good, x: 'y' } }, error: -112 },
  { name: 'a missing value', body: { template_data: { ten: 'An' } }, error: -1122 },
  { name: 'a value too long', body: { template_data: { ...good, ten: 'x'.repeat(11) } }, error: -1121 },
  { name: 'a date that is none', body: { template_data: { ...good, ngay: 'mai' } }, error: -1124 },
  { name: 'a tracking id of 48', body: { tracking_id: 'x'.repeat(48) }, error: 0 },
  { name: 'a tracking id of 49', body: { tracking_id: 'x'.repeat(49) }, error: -1124 },
  { name: 'no tracking id', body: { tracking_id: undefined }, error: -1124 },
  { name: 'a user id beside the number', body: { user_id: '1' }, error: -1124 },
  { name: 'development mode to an outsider', body: { mode: 'development' }, error: -127 },
])('by phone number, $name gets $error', async ({ body, error }) => {
  const { id } = somebody({ phone: '84000000101' })
  const before = stand.billedVnd() ?? 0
  expect((await byPhone(body)).body.error).toBe(error)
  expect((stand.billedVnd() ?? 0) - before).toBe(error === 0 ? 410 : 0)
  stand.frame.people.setFlags(id, { phone: null })
})

test.each([
  { name: 'without a token', set: {}, headers: {}, error: -124 },
  { name: 'where the person refuses', flags: { takesPhoneTemplates: false }, error: -119 },
  { name: 'where Zalo is not used any more', flags: { inactive: true }, error: -114 },
  { name: 'without money', set: { balanceVnd: 400 }, error: -115 },
  { name: 'without a cloud account', set: { zcaLinked: false }, error: -136 },
  { name: 'unverified', set: { verified: false }, error: -135 },
  { name: 'over the daily quota', set: { dailyPhoneQuota: 0 }, error: -144 },
  { name: 'from an app that is not active', set: { appActive: false }, error: -101 },
  { name: 'from an app without the product', set: { apiProduct: false }, error: -102 },
  { name: 'from an account that is disabled', set: { disabled: true }, error: -125 },
  { name: 'without the permission', set: { permissions: ['oa-information'] }, error: -104 },
])('by phone number, $name, gets $error', async ({ set = {}, flags = {}, headers, error }) => {
  const { id } = somebody({ phone: '84000000102', ...flags })
  const { state: usual } = await stand.control(`/zalo/oas/${oaId}/state`)
  await stand.control(`/zalo/oas/${oaId}/state`, set)
  expect((await byPhone({ phone: '84000000102' }, headers ?? token)).body.error).toBe(error)
  await stand.control(`/zalo/oas/${oaId}/state`, usual)
  stand.frame.people.setFlags(id, { phone: null })
})

test('what goes by phone number stands on that person’s phone, is billed, and can be asked after', async () => {
  const { id, userId } = somebody({ phone: '84000000103' })
  const { body } = await byPhone({ phone: '84000000103' })
  expect(body.data).toMatchObject({ sending_mode: '1', quota: { dailyQuota: '10000' } })
  expect(await stand.chat(id)).toMatchObject([{ id: body.data?.msg_id, kind: 'notice', byPhone: true }])
  expect((await ask(`/message/status?message_id=${body.data?.msg_id}`)).body.data).toMatchObject({ status: 1 })
  expect((await ask('/message/status?message_id=x')).body.data).toMatchObject({ status: -1 })
  expect((await ask('/message/quota')).body.data).toMatchObject({ dailyQuota: '10000' })
  const { bills } = await stand.control('/zalo/bills')
  const last = (bills as unknown[]).at(-1)
  expect(last).toMatchObject({
    kind: 'template-by-phone',
    recipient: '84000000103',
    vnd: 410,
    messageId: body.data?.msg_id,
  })
  await stand.do(id, 'block')
  expect((await byPhone({ phone: '84000000103' })).body.error).toBe(-141)
  expect((await byUid(userId, '420001', good)).body.error).toBe(-244)
})

test('where the host by phone keeps the night, it sends from six to ten', async () => {
  await stand.control('/zalo/switches', { phoneNight: true })
  somebody({ phone: '84000000105' })
  const at = async (utc: string) => {
    stand.clock.set(new Date(`2026-11-03T${utc}Z`))
    return (await byPhone({ phone: '84000000105' })).body.error
  }
  expect(await at('14:59:59')).toBe(0)
  expect(await at('15:00:00')).toBe(-133)
  expect(await at('22:59:59')).toBe(-133)
  expect(await at('23:00:00')).toBe(0)
  await stand.control('/zalo/switches', { phoneNight: false })
})

test('an administrator tries a template in development mode, which costs nothing', async () => {
  somebody({ phone: '84000000104', admin: true })
  const before = stand.billedVnd()
  expect((await byPhone({ phone: '84000000104', mode: 'development' })).body.error).toBe(0)
  expect(stand.billedVnd()).toBe(before)
})

test('templates are listed in pages by status, with fields and both prices', async () => {
  const { body } = await ask('/template/all?offset=0&limit=100')
  expect(body).toMatchObject({ metadata: { total: 13 } })
  expect((await ask('/template/all?offset=1&limit=2')).body.data).toHaveLength(2)
  expect((await ask('/template/all?offset=0&limit=100&status=2')).body.data).toMatchObject([
    { templateId: 420002, status: 'PENDING_REVIEW' },
  ])
  expect((await ask('/template/all?offset=0&limit=101')).body.error).toBe(-100)
  expect((await ask('/template/info/v2?template_id=420001')).body.data).toMatchObject({
    ...{ templateId: '420001', price_uid: '275', price_sdt: '410', templateTag: 'CUSTOMER_CARE' },
    listParams: [{ name: 'ten', require: true, maxLength: 10 }, { name: 'ngay' }, { name: 'so', require: false }],
  })
  expect((await ask('/template/info/v2?template_id=420004')).body.data).not.toHaveProperty('price_sdt')
  expect((await ask('/template/info/v2?template_id=1')).body.error).toBe(-109)
})
