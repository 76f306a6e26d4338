import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../src/platform/ids.ts'
import type { Browser } from '../console.ts'
import { type Sent, sentToReporters } from './sent-to-reporters.ts'

let sent: Sent
let base: string
let phone: Browser
beforeAll(async () => {
  sent = await sentToReporters()
  base = await sent.linkOf(sent.hoa)
  phone = sent.phone()
})
afterAll(() => sent[Symbol.asyncDispose]())

const mailAccount = async () => {
  const { db, organisationId, clock } = sent
  const account = { id: newId(clock.now()), organisationId, channel: 'email', name: 'email', externalId: 'a@b.example' }
  await db.channelAccount.create({ data: { ...account, secretsSealed: '', state: 'on', createdAt: clock.now() } })
}
const lastMail = async () => {
  const reply = await sent.db.reply.findFirstOrThrow({ orderBy: { id: 'desc' } })
  return /https?:[^"]+(\/p\/email\/[\w-]+)/.exec(JSON.stringify(reply.message))?.[1] ?? ''
}

test('without a mail account nothing is offered', async () => {
  expect((await phone.get(`${base}/me`)).body).not.toContain(`${base}/email`)
  expect((await phone.get(`${base}/email`)).statusCode).toBe(404)
  const editor = await sent.signIn('editor')
  expect((await editor.get('/roster')).body).not.toContain('action="/offices"')
})

test('a reporter asks for mails on the page, and confirms by the link that only the mail has', async () => {
  await mailAccount()
  expect((await phone.get(`${base}/me`)).body).toContain(`href="${base}/email"`)
  const wrong = await phone.post(`${base}/email`, { address: 'hoa@' })
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('Địa chỉ thư điện tử chưa đúng.')
  const asked = await phone.post(`${base}/email`, { address: 'Hoa@Bao.example' })
  const page = await phone.get(asked.headers.location ?? '')
  expect(page.body).toContain('Thư xác nhận đang được gửi.')
  expect(page.body).toContain('Chờ xác nhận')
  const link = await lastMail()
  const mailbox = sent.phone()
  const question = await mailbox.get(link)
  expect(question.body).toContain(
    'gửi thư báo có bản tin, thông báo, giấy mời và nhắc việc đến địa chỉ hoa@bao.example',
  )
  expect(question.body).not.toContain('Vũ Thị Hoa')
  expect(question.headers['referrer-policy']).toBe('no-referrer')
  expect(await sent.db.consent.count()).toBe(0)
  expect((await mailbox.post(link, { shown: 'vi' })).body).toContain('Đã xác nhận')
  const [consent] = await sent.db.consent.findMany()
  expect(consent).toMatchObject({ reporterId: sent.hoa, way: 'email:confirmed' })
  expect(question.body).toContain(consent?.text)
  expect((await phone.get(`${base}/me`)).body).toMatch(/hoa@bao\.example<\/span><small>Đang nhận/)
})

test('a link that was altered opens nothing, says so in both languages, and takes no form without its token', async () => {
  const link = await lastMail()
  const broken = await phone.get(`${link.slice(0, -3)}abc`)
  expect(broken.statusCode).toBe(404)
  expect(broken.body).toContain('Đường dẫn xác nhận này không còn dùng được')
  expect(broken.body).toContain('This confirmation link no longer works')
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const forged = await sent.server.inject({ method: 'POST', url: link, headers, payload: 'shown=vi' })
  expect(forged.statusCode).toBe(403)
})

test('an address is taken away by its owner, and by nobody else’s page', async () => {
  const { id } = await sent.db.contact.findFirstOrThrow({ where: { channel: 'email' } })
  const other = await sent.linkOf(sent.an)
  expect((await sent.phone().post(`${other}/email/removals`, { contactId: id })).statusCode).toBe(404)
  const removed = await phone.post(`${base}/email/removals`, { contactId: id })
  expect((await phone.get(removed.headers.location ?? '')).body).toContain('Đã bỏ địa chỉ.')
  expect(await sent.db.contact.findUnique({ where: { id } })).toMatchObject({ reporterId: null, state: 'gone' })
  expect(await sent.db.consent.count({ where: { withdrawnAt: null } })).toBe(0)
})

test('the desk puts an outlet’s office on the roster with its document, sees its address, and can take it away', async () => {
  const editor = await sent.signIn('editor')
  const { id: outletId } = await sent.db.outlet.findFirstOrThrow()
  expect((await editor.get('/roster')).body).toContain('action="/offices"')
  const office = { outletId, name: 'Toà soạn Báo Sông Đồng', address: 'toasoan@songdong.example' }
  const refused = await editor.post('/offices', { ...office, document: '' })
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toContain('value="toasoan@songdong.example"')
  const added = await editor.post('/offices', { ...office, document: 'Công văn 7/CV-SD' })
  const screen = await editor.get(added.headers.location ?? '')
  expect(screen.body).toContain('Toà soạn Báo Sông Đồng')
  expect(screen.body).toMatch(/toasoan@songdong\.example <small class="soft">đang nhận/)
  expect((await sent.signIn('clerk').then((clerk) => clerk.post('/offices', office))).statusCode).toBe(403)
  const path = new URL(added.headers.location ?? '', 'http://x').pathname
  const { id: contactId } = await sent.db.contact.findFirstOrThrow({ where: { address: office.address } })
  await editor.post(`${path}/email-removals`, { contactId })
  expect((await editor.get(path)).body).not.toContain('toasoan@songdong.example')
})
