import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../src/platform/ids.ts'
import { type Browser, openBrowser, type TestConsole, testConsole } from '../console.ts'

let desk: TestConsole
let administrator: Browser
beforeAll(async () => {
  desk = await testConsole()
  administrator = await desk.signIn('administrator')
})
afterAll(() => desk[Symbol.asyncDispose]())

test('Telegram stays off until somebody says they have read the note on it', async () => {
  const id = newId(desk.clock.now())
  const account = {
    id,
    organisationId: desk.organisationId,
    channel: 'telegram',
    name: 'Bot',
    externalId: '7',
    secretsSealed: '',
  }
  await desk.db.channelAccount.create({ data: { ...account, createdAt: desk.clock.now() } })
  const state = async () => (await desk.db.channelAccount.findUniqueOrThrow({ where: { id } })).state
  const refused = await administrator.post(`/accounts/${id}/switches`, { on: 'yes' })
  expect([refused.statusCode, await state()]).toEqual([422, 'off'])
  expect((await administrator.get('/settings')).body).toContain('máy chủ ở nước ngoài')
  await administrator.post(`/accounts/${id}/switches`, { on: 'yes', noteRead: 'yes' })
  expect(await state()).toBe('on')
})

test('the administrator gives a Zalo account its approved templates, and a blank one is none', async () => {
  const id = newId(desk.clock.now())
  const account = { id, organisationId: desk.organisationId, channel: 'zalo', name: 'OA', externalId: '9' }
  await desk.db.channelAccount.create({ data: { ...account, secretsSealed: '', createdAt: desk.clock.now() } })
  const typed = { 'template-bulletin': '410777', 'template-reminder': ' ', requestsPerMinute: '2000' }
  expect((await administrator.post(`/accounts/${id}/settings`, typed)).statusCode).toBe(303)
  const { settings } = await desk.db.channelAccount.findUniqueOrThrow({ where: { id } })
  expect(settings).toEqual({ queryButtons: false, requestsPerMinute: 2000, templates: { bulletin: '410777' } })
  expect((await administrator.get('/settings')).body).toContain('value="410777"')
})

test('the templates of a Zalo account stand in its form, whatever else is kept beside them', async () => {
  const id = newId(desk.clock.now())
  const settings = { templates: { bulletin: '410888', introduction: '410999' } }
  const account = {
    id,
    organisationId: desk.organisationId,
    channel: 'zalo',
    name: 'OA hai',
    externalId: '10',
    settings,
  }
  await desk.db.channelAccount.create({ data: { ...account, secretsSealed: '', createdAt: desk.clock.now() } })
  expect((await administrator.get('/settings')).body).toContain('value="410888"')
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
