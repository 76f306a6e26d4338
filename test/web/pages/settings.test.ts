import { afterAll, beforeAll, expect, test } from 'vitest'
import { zaloSettings } from '../../../bots/zalo/config.ts'
import type { Channel } from '../../../src/channels/channel.ts'
import { sealSecrets } from '../../../src/domain/accounts/account-secrets.ts'
import { newId } from '../../../src/platform/ids.ts'
import { scriptedChannel } from '../../channel-script.ts'
import { type Browser, openBrowser, type TestConsole, testConsole } from '../console.ts'

let desk: TestConsole
const played: { templates?: Channel['templates']; examine?: Channel['examine'] } = {}
const open = async ({ id }: { readonly id: string }): Promise<Channel> => {
  const { templates, examine = async () => [] } = played
  if (!templates && !played.examine) throw new Error('the platform is away')
  return { ...scriptedChannel({ accountId: id }), examine, ...(templates && { templates }) }
}
let administrator: Browser
beforeAll(async () => {
  desk = await testConsole({ accounts: { open, telegramWebhookUrl: undefined } })
  administrator = await desk.signIn('administrator')
})
afterAll(() => desk[Symbol.asyncDispose]())

/** An account whose platform is played by `played`. */
async function addAccount(channel: string, settings: object = {}, state: 'on' | 'off' | 'alarm' = 'off') {
  const id = newId(desk.clock.now())
  const keys = { id, organisationId: desk.organisationId, channel, name: 'OA', externalId: id, settings, state }
  const secretsSealed = sealSecrets(desk.deps, { appId: '31', token: 'x' })
  await desk.db.channelAccount.create({ data: { ...keys, secretsSealed, createdAt: desk.clock.now() } })
  return id
}
const rowOf = (id: string) => desk.db.channelAccount.findUniqueOrThrow({ where: { id } })
const pageOf = async (address = '/settings') => (await administrator.get(address)).body

test('Telegram stays off until somebody says they have read the note on it', async () => {
  const id = await addAccount('telegram')
  const refused = await administrator.post(`/accounts/${id}/switches`, { on: 'yes' })
  expect([refused.statusCode, (await rowOf(id)).state]).toEqual([422, 'off'])
  expect(await pageOf()).toContain('máy chủ ở nước ngoài')
  await administrator.post(`/accounts/${id}/switches`, { on: 'yes', noteRead: 'yes' })
  expect((await rowOf(id)).state).toBe('on')
})

test('paid sending on Telegram is off until the administrator turns it on', async () => {
  const id = await addAccount('telegram', { webhookUrl: 'https://desk.example.vn/webhooks/telegram' })
  expect((await administrator.post(`/accounts/${id}/settings`, { paidBroadcast: 'yes' })).statusCode).toBe(303)
  expect((await rowOf(id)).settings).toMatchObject({ paidBroadcast: true, webhookUrl: expect.anything() })
  await administrator.post(`/accounts/${id}/settings`, {})
  expect((await rowOf(id)).settings).toMatchObject({ paidBroadcast: false })
})

test('what Zalo leaves open can be set, and a value that no account could be opened with is refused', async () => {
  const id = await addAccount('zalo', { queryButtons: true })
  const typed = { unsure: 'yes', filePayloadKey: 'attachment_id', consentWarnAfterDays: '45', csvUpload: 'yes' }
  const verifier = 'v'.repeat(43)
  await administrator.post(`/accounts/${id}/settings`, { ...typed, replyCap: '8', fixedPkceVerifier: verifier })
  const { settings } = await rowOf(id)
  expect(zaloSettings.parse(settings)).toMatchObject({
    ...{ queryButtons: true, csvUpload: true, listMessages: false, filePayloadKey: 'attachment_id' },
    ...{ replyCap: 8, consentWarnAfterDays: 45, fixedPkceVerifier: verifier },
  })
  await administrator.post(`/accounts/${id}/settings`, { ...typed, replyCap: '', fixedPkceVerifier: '' })
  expect(zaloSettings.parse((await rowOf(id)).settings)).toMatchObject({ replyCap: null, consentWarnAfterDays: 45 })
  expect((await rowOf(id)).settings).not.toHaveProperty('fixedPkceVerifier')
  const wrong = await administrator.post(`/accounts/${id}/settings`, { ...typed, fixedPkceVerifier: 'ngắn' })
  expect(wrong.statusCode).toBe(422)
})

test('while the platform cannot be asked, template ids are typed, and a blank one is none', async () => {
  const id = await addAccount('zalo')
  const typed = { 'template-bulletin': '410777', 'template-reminder': ' ', requestsPerMinute: '2000' }
  expect((await administrator.post(`/accounts/${id}/settings`, typed)).statusCode).toBe(303)
  const { settings } = await rowOf(id)
  const templates = { bulletin: '410777' }
  expect(settings).toEqual({ queryButtons: false, requestsPerMinute: 2000, templates, templatePrices: {} })
  expect(await pageOf()).toContain('value="410777"')
  const asked = await pageOf(`/settings?templates=${id}`)
  expect([asked.includes('không đọc được danh sách mẫu'), asked.includes('value="410777"')]).toEqual([true, true])
})

test('the templates of a Zalo account stand in its form, whatever else is kept beside them', async () => {
  await addAccount('zalo', { templates: { bulletin: '410888', odd: { no: 'id' } } })
  expect(await pageOf()).toContain('value="410888"')
})

test('templates are chosen from the platform’s list by name and price, and both prices are kept with the choice', async () => {
  const id = await addAccount('zalo', { templates: { reminder: '9' }, templatePrices: { 9: { priceVnd: 250 } } })
  played.templates = async () => [
    { id: '1', name: 'Có bản tin', approved: true, fields: [], priceVnd: 1200, priceByPhoneVnd: 1500 },
    { id: '2', name: 'Chờ duyệt', approved: false, fields: [] },
  ]
  const page = await pageOf(`/settings?templates=${id}`)
  expect(page).toContain('Có bản tin (1) · 1.200\u00a0đ · theo số điện thoại 1.500\u00a0đ')
  expect([page.includes('Chờ duyệt'), page.includes('không còn trong danh sách')]).toEqual([false, true])
  await administrator.post(`/accounts/${id}/settings`, {
    listed: 'yes',
    'template-bulletin': '1',
    'template-reminder': '9',
  })
  expect((await rowOf(id)).settings).toMatchObject({
    templates: { bulletin: '1', reminder: '9' },
    templatePrices: { 1: { priceVnd: 1200, priceByPhoneVnd: 1500 }, 9: { priceVnd: 250 } },
  })
})

test('the doctor is asked on demand, and says the worst first with what to do', async () => {
  const id = await addAccount('zalo', {}, 'alarm')
  let asked = 0
  played.examine = async () => {
    asked += 1
    return [
      { code: 'consent', state: 'ok', values: { days: 3 } },
      { code: 'consent-needed', state: 'failing', values: { reason: '-14014' } },
    ]
  }
  await pageOf()
  expect(asked).toBe(0)
  const page = await pageOf(`/settings?examine=${id}`)
  const places = ['Chưa đạt: 2', 'không còn hiệu lực (mã -14014)', 'cần cấp quyền lại', 'Đạt: 1'].map((each) =>
    page.indexOf(each),
  )
  expect(places.every((place) => place > 0)).toBe(true)
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  const strangers = await addAccount('zalo')
  const elsewhere = newId(desk.clock.now())
  await desk.db.organisation.create({
    data: { id: elsewhere, name: 'Khác', shortName: 'K', createdAt: desk.clock.now() },
  })
  await desk.db.channelAccount.update({ where: { id: strangers }, data: { organisationId: elsewhere } })
  await pageOf(`/settings?examine=${strangers}`)
  expect([asked, (await administrator.get(`/settings?templates=${strangers}`)).statusCode]).toEqual([1, 404])
})

test('a staff member added by the administrator can sign in; a short password keeps what else was typed', async () => {
  const typed = { name: 'Mai Anh', email: 'mai.anh@so-tt.example', role: 'approver' }
  const short = await administrator.post('/staff', { ...typed, password: 'ngắn' })
  expect([short.statusCode, short.body.includes('value="Mai Anh"'), short.body.includes('ngắn"')]).toEqual([
    422,
    true,
    false,
  ])
  await administrator.post('/staff', { ...typed, password: 'mười hai ký tự trở lên' })
  const answer = await openBrowser(desk.server).post('/sign-in', {
    email: typed.email,
    password: 'mười hai ký tự trở lên',
  })
  expect(answer.statusCode).toBe(303)
})

test('office rules are checked, and what was typed is still there', async () => {
  const hours = { answerByBeforeHours: '24', dayBeforeHours: '24', sameDayBeforeHours: '2', fileLimitMb: '20' }
  const wrong = await administrator.post('/settings/office', {
    ...hours,
    quietFrom: '25:00',
    quietTo: '06:00',
    deskContact: 'Phòng Báo chí',
  })
  expect([wrong.statusCode, wrong.body.includes('value="Phòng Báo chí"')]).toEqual([422, true])
  const right = await administrator.post('/settings/office', {
    ...hours,
    quietFrom: '21:30',
    quietTo: '06:30',
    deskContact: 'Phòng Báo chí',
  })
  expect(right.statusCode).toBe(303)
  expect((await administrator.get('/settings')).body).toContain('value="21:30"')
})
