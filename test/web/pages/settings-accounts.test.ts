import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Channel, ConsentFlow } from '../../../src/channels/channel.ts'
import { changeSecrets, readSecrets } from '../../../src/domain/accounts/account-secrets.ts'
import { followCare } from '../../../src/domain/accounts/follow-care.ts'
import { listAudit } from '../../../src/domain/audit/audit.repository.ts'
import { scriptedChannel } from '../../channel-script.ts'
import { type Browser, type TestConsole, testConsole } from '../console.ts'

let desk: TestConsole
let administrator: Browser
/** What the platform says to the next code, and what it was given. */
let answer: Awaited<ReturnType<ConsentFlow['finish']>>
const finished: Parameters<ConsentFlow['finish']>[0][] = []
const consent: ConsentFlow = {
  address: ({ redirectUri, state, verifier }) =>
    `https://platform.example/permission?${new URLSearchParams({ redirectUri, state, verifier })}`,
  async finish(given) {
    finished.push(given)
    return answer
  },
}
const open = async ({ id }: { readonly id: string }): Promise<Channel> => ({
  ...scriptedChannel({ accountId: id, name: 'zalo' }),
  consent,
})
beforeAll(async () => {
  desk = await testConsole({ accounts: { open, telegramWebhookUrl: 'https://desk.example.vn/webhooks/telegram' } })
  administrator = await desk.signIn('administrator')
})
afterAll(() => desk[Symbol.asyncDispose]())
beforeEach(() => {
  answer = { kind: 'granted' }
  finished.length = 0
})

const keys = { appId: '4100000000000000099', appSecret: 'khoá-ứng-dụng-1', oaSecret: 'khoá-webhook-1' }
const rowOf = (id: string) => desk.db.channelAccount.findUniqueOrThrow({ where: { id } })
const auditOf = async (id: string) =>
  (await listAudit(desk.db, { organisationId: desk.organisationId, subject: `account:${id}` })).map(
    ({ action }) => action,
  )

async function add(fields: Record<string, string>): Promise<string> {
  const added = await administrator.post('/accounts', fields)
  const id = /#account-(.+)$/.exec(String(added.headers.location))?.[1]
  if (!id) throw new Error(`not added: ${added.statusCode}`)
  return id
}
let next = 100
const addZalo = () => add({ channel: 'zalo', name: 'OA của Sở', ...keys, appId: String(next++) })

test('an administrator adds an Official Account: encrypted, off, and never shown again', async () => {
  const id = await add({ channel: 'zalo', name: 'OA của Sở', ...keys })
  const row = await rowOf(id)
  expect([row.state, row.externalId, row.secretsSealed.includes(keys.appSecret)]).toEqual([
    'off',
    `app:${keys.appId}`,
    false,
  ])
  expect(await readSecrets(desk.deps, id)).toEqual(keys)
  const page = (await administrator.get('/settings')).body
  for (const secret of [keys.appSecret, keys.oaSecret]) expect(page).not.toContain(secret)
  const again = await administrator.post('/accounts', { channel: 'zalo', name: 'Lần nữa', ...keys })
  expect([
    again.statusCode,
    again.body.includes('đã có trong hệ thống'),
    again.body.includes('value="Lần nữa"'),
  ]).toEqual([422, true, true])
  expect(again.body).not.toContain(keys.appSecret)
})

test('a bot is added by its token, hears by the house’s webhook, and stays off until the note is read', async () => {
  const token = `7000000123:${'a'.repeat(35)}`
  const wrong = await administrator.post('/accounts', { channel: 'telegram', name: 'Bot', token: 'abc' })
  expect([wrong.statusCode, wrong.body.includes('@BotFather')]).toEqual([422, true])
  const id = await add({ channel: 'telegram', name: 'Bot', token })
  expect(await rowOf(id)).toMatchObject({
    state: 'off',
    externalId: '7000000123',
    settings: { webhookUrl: 'https://desk.example.vn/webhooks/telegram' },
  })
  expect((await administrator.post(`/accounts/${id}/switches`, { on: 'yes' })).statusCode).toBe(422)
  const other = await administrator.post(`/accounts/${id}/keys`, { token: `7000000999:${'b'.repeat(35)}` })
  expect([other.statusCode, other.body.includes('bot khác')]).toEqual([422, true])
})

test('keys are replaced one by one, and removing them forgets all and turns the account off', async () => {
  const id = await addZalo()
  await administrator.post(`/accounts/${id}/switches`, { on: 'yes' })
  const before = (await rowOf(id)).settings
  await administrator.post(`/accounts/${id}/keys`, { appId: '', appSecret: 'khoá-mới', oaSecret: '' })
  expect(await readSecrets(desk.deps, id)).toMatchObject({ appSecret: 'khoá-mới', oaSecret: keys.oaSecret })
  // So that every process opens the account anew with them.
  expect((await rowOf(id)).settings).not.toEqual(before)
  await administrator.post(`/accounts/${id}/key-removals`)
  expect([await readSecrets(desk.deps, id), (await rowOf(id)).state]).toEqual([{}, 'off'])
  expect((await administrator.post(`/accounts/${id}/switches`, { on: 'yes' })).statusCode).toBe(422)
  expect((await administrator.get('/settings')).body).toContain('chưa có khoá truy cập')
  expect(await auditOf(id)).toEqual([
    'account-keys-removed',
    'account-keys-replaced',
    'account-turned-on',
    'account-added',
  ])
})

test('keys that are replaced while tokens rotate lose neither the one nor the other', async () => {
  const id = await addZalo()
  const rotations = Array.from({ length: 8 }, (_, turn) =>
    changeSecrets(desk.deps, id, (stored) => ({ ...(stored as object), [`turn${turn}`]: turn })),
  )
  await Promise.all([...rotations, administrator.post(`/accounts/${id}/keys`, { appSecret: 'khoá-mới' })])
  const kept = await readSecrets(desk.deps, id)
  expect(kept).toMatchObject({ appSecret: 'khoá-mới', turn0: 0, turn7: 7 })
})

/** Begins at the console; what the platform would send back with its code. */
async function begin(id: string, browser = administrator) {
  const going = await browser.post(`/accounts/${id}/consents`)
  const address = new URL(String(going.headers.refresh).replace('0; url=', ''))
  const [redirectUri, state, verifier] = ['redirectUri', 'state', 'verifier'].map((name) =>
    address.searchParams.get(name),
  )
  return { redirectUri, state: state ?? '', verifier }
}
const comeBack = (query: Record<string, string>, browser = administrator) =>
  browser.get(`/accounts/consent?${new URLSearchParams(query)}`)

test('a consent goes to the platform and back: an account in alarm is on again', async () => {
  const id = await addZalo()
  await desk.db.channelAccount.update({
    where: { id },
    data: { state: 'alarm', stateReason: '-14014: consent-needed' },
  })
  expect((await administrator.get('/settings')).body).toContain('quyền của Official Account không còn')
  const { redirectUri, state, verifier } = await begin(id)
  expect([redirectUri, verifier?.length]).toEqual(['http://127.0.0.1:3000/accounts/consent', 43])
  const back = await comeBack({ state, code: 'mã', oa_id: '42' })
  expect([back.statusCode, back.headers.location]).toEqual([303, '/settings#accounts'])
  expect(finished).toEqual([{ code: 'mã', verifier, owner: '42' }])
  expect(await rowOf(id)).toMatchObject({ state: 'on', stateReason: null })
  expect((await auditOf(id))[0]).toBe('account-consented')
  const twice = await comeBack({ state, code: 'mã', oa_id: '42' })
  expect([twice.statusCode, finished.length]).toEqual([422, 1])
})

test('a second Official Account of the same app has a place of its own once the first is known, and none is connected twice', async () => {
  const appId = String(next++)
  const fields = { channel: 'zalo', name: 'OA của Sở', ...keys, appId }
  const first = await add(fields)
  expect((await administrator.post('/accounts', fields)).statusCode).toBe(422)
  await comeBack({ state: (await begin(first)).state, code: 'mã', oa_id: '43' })
  const second = await add(fields)
  expect((await rowOf(second)).externalId).toBe(`app:${appId}/2`)
  const twice = await comeBack({ state: (await begin(second)).state, code: 'mã', oa_id: '43' })
  expect([twice.statusCode, twice.body.includes('đã được kết nối ở một tài khoản khác')]).toEqual([422, true])
  expect(finished).toHaveLength(1)
  await comeBack({ state: (await begin(second)).state, code: 'mã', oa_id: '44' })
  expect(finished).toHaveLength(2)
})

test.each([
  ['other-account', { kind: 'other-account' }, 'không phải của tài khoản này'],
  ['a wrong callback', { kind: 'refused', code: '-14003' }, 'Địa chỉ quay về chưa khớp'],
  ['a wrong app id', { kind: 'refused', code: '-14002' }, 'chưa kích hoạt'],
  ['a wrong secret', { kind: 'refused', code: '-14004' }, 'Khoá bí mật'],
  ['a late code', { kind: 'refused', code: '-14005' }, 'quá 10 phút'],
  ['a code that nobody explained', { kind: 'refused', code: '-14012' }, 'mã -14012'],
  ['no answer', { kind: 'unreachable', code: 'ECONNRESET' }, 'ECONNRESET'],
] as const)('%s is told in a sentence, and the account stays as it was', async (_what, said, sentence) => {
  const id = await addZalo()
  const { state } = await begin(id)
  answer = said
  const back = await comeBack({ state, code: 'mã' })
  expect([back.statusCode, back.body.includes(sentence), (await rowOf(id)).state]).toEqual([422, true, 'off'])
  expect((await auditOf(id))[0]).toBe('account-consent-failed')
})

test('a way back that is altered, late, turned down, overtaken or somebody else’s asks the platform nothing', async () => {
  const id = await addZalo()
  const overtaken = await begin(id)
  const declined = await begin(id)
  const sentences: string[] = []
  const tell = async (query: Record<string, string>, browser = administrator) => {
    const { statusCode, body } = await comeBack(query, browser)
    sentences.push(`${statusCode} ${/role="alert">([^<]*?)[.:;]/.exec(body)?.[1]}`)
  }
  await tell({ state: `${overtaken.state.slice(0, -4)}AAAA`, code: 'x' })
  await tell({ state: overtaken.state, code: 'x' })
  await tell({ state: declined.state, error: 'access_denied' })
  const late = await begin(id)
  desk.clock.advance(31 * 60_000)
  await tell({ state: late.state, code: 'x' })
  const { state } = await begin(id)
  await desk.db.user.update({ where: { id: desk.staffIds.clerk }, data: { role: 'administrator' } })
  await tell({ state, code: 'x' }, await desk.signIn('clerk'))
  await desk.db.user.update({ where: { id: desk.staffIds.clerk }, data: { role: 'clerk' } })
  expect(sentences).toEqual([
    '422 Yêu cầu này không do hệ thống tạo ra hoặc đã bị thay đổi',
    '422 Lần kết nối này đã kết thúc, hoặc đã có lần bắt đầu mới hơn',
    '422 Official Account chưa được cấp quyền',
    '422 Đã quá 30 phút từ khi bắt đầu',
    '422 Việc kết nối này do một người khác bắt đầu',
  ])
  expect(finished).toEqual([])
})

test('care raises an alarm that only people can mend, and ends the one that was mended elsewhere', async () => {
  const id = await addZalo()
  const state = async () => [(await rowOf(id)).state, (await rowOf(id)).stateReason]
  const needed = { kind: 'failing', code: '-14014', detail: 'consent-needed' } as const
  await followCare(desk.deps, id, needed)
  expect(await state()).toEqual(['off', null])
  await administrator.post(`/accounts/${id}/switches`, { on: 'yes' })
  await followCare(desk.deps, id, undefined)
  await followCare(desk.deps, id, needed)
  await followCare(desk.deps, id, needed)
  expect(await state()).toEqual(['alarm', '-14014: consent-needed'])
  await followCare(desk.deps, id, { kind: 'ok' })
  expect(await state()).toEqual(['on', null])
  expect((await auditOf(id)).slice(0, 2)).toEqual(['account-alarm-ended', 'account-alarm-raised'])
  await desk.db.channelAccount.update({ where: { id }, data: { state: 'alarm', stateReason: '-224: package' } })
  await followCare(desk.deps, id, { kind: 'ok' })
  expect(await state()).toEqual(['alarm', '-224: package'])
})
