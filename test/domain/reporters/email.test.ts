import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEmailChannel } from '../../../bots/email/channel.ts'
import type { Channel } from '../../../src/channels/channel.ts'
import { findReportersById } from '../../../src/domain/broadcasts/audience.repository.ts'
import { chooseSurface } from '../../../src/domain/broadcasts/choose-surface.ts'
import { planBroadcast } from '../../../src/domain/broadcasts/plan-broadcast.ts'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { topUp } from '../../../src/domain/broadcasts/top-up.ts'
import { createReferences } from '../../../src/domain/conversation/references.ts'
import { createCompose } from '../../../src/domain/deliveries/compose-delivery.ts'
import { sendDelivery } from '../../../src/domain/deliveries/send-delivery.ts'
import { sendReply } from '../../../src/domain/deliveries/send-reply.ts'
import { addOffice } from '../../../src/domain/reporters/add-office.ts'
import { askForEmail } from '../../../src/domain/reporters/ask-for-email.ts'
import { confirmEmail, readAskedEmail } from '../../../src/domain/reporters/confirm-email.ts'
import { findEmails } from '../../../src/domain/reporters/email-contacts.repository.ts'
import { createPageLinks } from '../../../src/domain/reporters/page-links.ts'
import { removeEmail } from '../../../src/domain/reporters/remove-email.ts'
import { stopReporter } from '../../../src/domain/reporters/stop-reporter.ts'
import { createKeyring } from '../../../src/platform/crypto.ts'
import { createTexts } from '../../../src/texts.ts'
import { from, type MailHouse, mailHouse, mailPorts, plainText } from '../../bots/email/mail-house.ts'
import { scriptedChannels } from '../../channel-script.ts'
import { type TestDatabase, testDatabase } from '../../database.ts'
import { type PressDesk, pressDesk } from '../../press-desk.ts'

let database: TestDatabase
let desk: PressDesk
let house: MailHouse
let deps: Awaited<ReturnType<typeof wholeDeps>>
let outletId: string
beforeAll(async () => {
  database = await testDatabase()
  desk = await pressDesk(database)
  house = await mailHouse(desk.clock)
  deps = await wholeDeps()
  await desk.addReporter({ name: 'Người đầu' })
  outletId = (await desk.db.outlet.findFirstOrThrow()).id
})
afterAll(async () => {
  house[Symbol.dispose]()
  await database[Symbol.asyncDispose]()
})

/** The desk with a mail account beside its two others, writing the real messages. */
async function wholeDeps() {
  const { say } = createTexts()
  const keyring = createKeyring('a key for tests only, long enough to be one')
  const email: Channel = await createEmailChannel(
    { ...mailPorts({ url: house.url }, desk.clock), accountId: desk.newUuid() },
    { settings: { from }, say, patience: { connectMs: 1_000, answerMs: 1_000, wholeMs: 5_000 } },
  )
  const account = { id: email.accountId, channel: 'email', name: 'email', externalId: 'baochi@so-mau.example' }
  const { organisationId, clock, db } = desk
  await db.channelAccount.create({
    data: { ...account, organisationId, secretsSealed: '', state: 'on', createdAt: clock.now() },
  })
  const common = {
    ...desk.deps,
    say,
    keyring,
    channels: scriptedChannels(desk.telegram, desk.zalo, email),
    references: createReferences(keyring),
    pageLinks: createPageLinks(keyring, 'https://giaoban.example.vn'),
  }
  return { ...common, compose: createCompose(common) }
}

const work = () =>
  desk.queue.drain({
    'send-delivery': (payload) => sendDelivery(deps, payload),
    'send-reply': (payload) => sendReply(deps, payload),
  })
const mails = (address: string) => house.mailboxes.mailsOf(address).map(({ raw }) => plainText(raw))
const sendTo = async (reporterId: string) => {
  const everybody = await desk.db.reporter.findMany({ select: { id: true } })
  const except = everybody.map(({ id }) => id).filter((id) => id !== reporterId)
  const publicationId = await desk.release({ kind: 'everyone', except })
  const { organisationId } = desk
  const plan = await planBroadcast(deps, { publicationId, organisationId })
  const broadcastId = await startBroadcast(deps, { publicationId, organisationId, by: desk.staff('editor') })
  await work()
  return { plan, publicationId, delivery: await desk.deliveryOf(broadcastId, reporterId) }
}
const office = (address: string) =>
  addOffice(deps, {
    organisationId: desk.organisationId,
    outletId,
    name: 'Toà soạn Báo Mẫu',
    address,
    document: 'Công văn 12/CV-BM ngày 02/11/2026',
    by: 'staff-editor',
  })
/** Gives the token that the mail to this address carries. */
const asked = async (reporterId: string, address: string) => {
  await askForEmail(deps, { reporterId, address, confirmUrl: (token) => `https://giaoban.example.vn/p/email/${token}` })
  await work()
  return /\/p\/email\/([\w-]+)/.exec(mails(address.toLowerCase())[0] ?? '')?.[1] ?? ''
}
const text = 'Tôi đồng ý nhận thư.'

describe('An outlet’s office', () => {
  test('is entered with its address and the document it rests on, and gets the signed link by mail, free', async () => {
    const id = await office('ToaSoan@Bao-Mau.example')
    const { plan, delivery, publicationId } = await sendTo(id)
    expect(plan.groups).toEqual([{ surface: 'email', messageKind: 'notice', count: 1, costVnd: 0 }])
    expect(delivery).toMatchObject({ state: 'sent', surface: 'email', messageKind: 'notice', costVnd: 0 })
    expect(delivery.messageIds[0]).toMatch(/^<[0-9a-f]{40}@so-mau\.example>$/)
    const [mail = ''] = mails('toasoan@bao-mau.example')
    expect(mail).toContain('Kính gửi Toà soạn Báo Mẫu,')
    expect(mail).toContain('Sở Mẫu gửi thông báo: Thông báo số 1')
    expect(mail).toMatch(new RegExp(`https://giaoban\\.example\\.vn/p/[\\w-]{50,}/bulletins/${publicationId}`))
    expect(mail).not.toContain('Mời đọc.')
    const [consent] = await desk.db.consent.findMany({ where: { reporterId: id } })
    expect(consent).toMatchObject({ way: 'desk:staff-editor', purpose: 'bulletins' })
    expect(consent?.text).toContain('Căn cứ: Công văn 12/CV-BM ngày 02/11/2026')
  })

  test.each([
    ['an address of somebody else', { address: 'toasoan@bao-mau.example' }, 'email-taken'],
    ['no address', { address: 'toa soan' }, 'office-invalid'],
    ['no document', { document: ' ' }, 'office-invalid'],
  ])('is refused with %s', async (_label, changes, code) => {
    const given = { outletId, name: 'Toà soạn', address: 'a@b.example', document: 'CV 1', by: 'x', ...changes }
    await expect(addOffice(deps, { ...given, organisationId: desk.organisationId })).rejects.toMatchObject({ code })
  })

  test('that stops on its page gets nothing more, nor does an address that was taken away', async () => {
    const id = await office('ngung@bao-mau.example')
    await stopReporter(deps, { reporterId: id, via: 'page' })
    expect((await sendTo(id)).delivery).toMatchObject({ state: 'skipped', reason: 'stopped' })
    const other = await office('xoa@bao-mau.example')
    const [email] = await findEmails(desk.db, other)
    const whose = { organisationId: desk.organisationId, reporterId: other, contactId: email?.contactId ?? '' }
    await expect(removeEmail(deps, { ...whose, reporterId: id })).rejects.toMatchObject({ code: 'email-not-found' })
    await removeEmail(deps, whose)
    expect((await sendTo(other)).delivery).toMatchObject({ state: 'skipped', reason: 'no-address' })
    expect(await desk.db.contact.count({ where: { address: 'xoa@bao-mau.example' } })).toBe(0)
    expect([...mails('ngung@bao-mau.example'), ...mails('xoa@bao-mau.example')]).toEqual([])
  })

  test('whose mailbox does not exist any more is marked, and the desk sees whom to call', async () => {
    const id = await office('cu@bao-mau.example')
    house.mailboxes.set({ address: 'cu@bao-mau.example', state: 'unknown' })
    expect((await sendTo(id)).delivery).toMatchObject({ state: 'failed', reason: 'gone', reasonDetail: '550 5.1.1' })
    expect(await findEmails(desk.db, id)).toMatchObject([{ state: 'gone' }])
  })
})

describe('A reporter who wants mails', () => {
  test('gets one mail that names nobody, and nothing else until its link was opened and agreed to', async () => {
    const { id } = await desk.addReporter({ name: 'Lý Thị Hà' })
    const token = await asked(id, 'Ha@Bao.example')
    expect(mails('ha@bao.example')).toHaveLength(1)
    expect(mails('ha@bao.example')[0]).not.toMatch(/Lý Thị Hà|\/stop/)
    expect(await findEmails(desk.db, id)).toMatchObject([{ address: 'ha@bao.example', state: 'waiting' }])
    expect((await sendTo(id)).delivery).toMatchObject({ state: 'skipped', reason: 'no-consent' })
    expect(await confirmEmail(deps, { token, text })).toBe('confirmed')
    expect(await confirmEmail(deps, { token, text })).toBe('confirmed-before')
    const given = await desk.db.consent.findMany({ where: { reporterId: id } })
    expect(given).toMatchObject([{ text, way: 'email:confirmed' }])
    expect((await sendTo(id)).delivery).toMatchObject({ state: 'sent', surface: 'email' })
    expect(mails('ha@bao.example')).toHaveLength(2)
  })

  test('is not believed by a link that is altered, two days old, or of an address taken back', async () => {
    const { id } = await desk.addReporter({ name: 'Tạ Văn Lâm' })
    const token = await asked(id, 'lam@bao.example')
    const broken = { code: 'email-link-broken' }
    const altered = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`
    for (const each of [altered, '', 'x', token.slice(1)])
      await expect(readAskedEmail(deps, each)).rejects.toMatchObject(broken)
    desk.clock.advance(48 * 3_600_000)
    await expect(confirmEmail(deps, { token, text })).rejects.toMatchObject(broken)
    const next = await asked(id, 'lam@bao.example')
    const [email] = await findEmails(desk.db, id)
    const whose = { organisationId: desk.organisationId, reporterId: id, contactId: email?.contactId ?? '' }
    await removeEmail(deps, whose)
    await expect(confirmEmail(deps, { token: next, text })).rejects.toMatchObject(broken)
  })

  test('waits alone for an address: who asked first is not confirmed by the other’s mail, and nobody takes what serves somebody', async () => {
    const [one, other] = [await desk.addReporter({ name: 'Một' }), await desk.addReporter({ name: 'Hai' })]
    const first = await asked(one.id, 'chung@bao.example')
    const second = await asked(other.id, 'chung@bao.example')
    await expect(confirmEmail(deps, { token: first, text })).rejects.toMatchObject({ code: 'email-link-broken' })
    await confirmEmail(deps, { token: second, text })
    await expect(asked(one.id, 'chung@bao.example')).rejects.toMatchObject({ code: 'email-taken' })
  })

  test('who stopped is not started again by a link from before, used or not, but by one asked for anew', async () => {
    const { id } = await desk.addReporter({ name: 'Thôi' })
    const used = await asked(id, 'thoi@bao.example')
    desk.clock.advance(60_000)
    await confirmEmail(deps, { token: used, text })
    const unused = await asked(id, 'toa-soan@bao.example')
    desk.clock.advance(60_000)
    await stopReporter(deps, { reporterId: id, via: 'page' })
    for (const token of [used, unused])
      await expect(confirmEmail(deps, { token, text })).rejects.toMatchObject({ code: 'email-link-broken' })
    expect(await desk.db.reporter.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'stopped' })
    desk.clock.advance(60_000)
    expect(await confirmEmail(deps, { token: await asked(id, 'thoi@bao.example'), text })).toBe('confirmed')
    expect((await sendTo(id)).delivery).toMatchObject({ state: 'sent', surface: 'email' })
  })

  test('cannot use the form to send strangers mails', async () => {
    const { id } = await desk.addReporter({ name: 'Nhiều' })
    for (const at of [1, 2, 3, 4, 5]) await asked(id, `la${at}@bao.example`)
    await expect(asked(id, 'la6@bao.example')).rejects.toMatchObject({ code: 'email-too-often' })
    desk.clock.advance(25 * 3_600_000)
    await asked(id, 'la6@bao.example')
    expect(mails('la6@bao.example')).toHaveLength(1)
  })

  test.each(['', 'không phải', 'a@b', `${'a'.repeat(250)}@b.example`])('is told of %j', async (address) => {
    const { id } = await desk.addReporter({ name: 'Sai' })
    await expect(asked(id, address)).rejects.toMatchObject({ code: 'email-invalid' })
  })
})

describe('Where somebody has chats too', () => {
  const withMail = async (name: string, given: Parameters<PressDesk['addReporter']>[0]) => {
    const { id } = await desk.addReporter(given)
    await confirmEmail(deps, { token: await asked(id, `${name}@bao.example`), text })
    return id
  }
  const surfaceOf = async (id: string) => {
    const [reporter] = await findReportersById(desk.db, [id])
    if (!reporter) throw new Error('nobody')
    return chooseSurface(reporter, deps.channels, desk.clock.now())
  }

  test('a chat wins, also one that never wrote; e-mail wins when preferred, and over the page', async () => {
    const never = await withMail('never', { name: 'Chưa nhắn', chats: [{ on: desk.zalo }] })
    expect(await surfaceOf(never)).toMatchObject({ surface: 'zalo' })
    const prefers = await withMail('thich', { name: 'Thích thư', chats: [{ on: desk.zalo }], preferred: 'email' })
    expect(await surfaceOf(prefers)).toMatchObject({ surface: 'email' })
    const page = await withMail('trang', { name: 'Có trang', page: true })
    expect(await surfaceOf(page)).toMatchObject({ surface: 'email' })
  })

  test('when Zalo’s window is closed even for the notice, the mail takes over, once', async () => {
    const id = await withMail('an', { name: 'An', chats: [{ on: desk.zalo, silentDays: 30 }] })
    desk.zalo.script('An@zalo', { kind: 'window-closed', code: '-230' })
    const { delivery } = await sendTo(id)
    expect(delivery).toMatchObject({ state: 'planned', surface: 'email', reason: 'window-closed' })
    await topUp(deps)
    await work()
    expect(await desk.db.delivery.findUniqueOrThrow({ where: { id: delivery.id } })).toMatchObject({
      state: 'sent',
      surface: 'email',
      messageKind: 'notice',
    })
    expect(mails('an@bao.example')).toHaveLength(2)
    expect(desk.zalo.phone('An@zalo')).toEqual([])
  })
})
