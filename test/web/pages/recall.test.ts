import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentHash } from '../../../src/domain/publications/content-hash.ts'
import { findPublication } from '../../../src/domain/publications/publications.repository.ts'
import { newId } from '../../../src/platform/ids.ts'
import { scriptedChannel, scriptedChannels } from '../../channel-script.ts'
import { revisingChannel } from '../../revising-channel.ts'
import { type TestConsole, testConsole } from '../console.ts'

let desk: TestConsole
let reporters: { readonly telegram: string; readonly zalo: string }
const [telegramId, zaloId] = [newId(new Date('2026-11-20')), newId(new Date('2026-11-20'))]

beforeAll(async () => {
  const zalo = scriptedChannel({ accountId: zaloId, name: 'zalo', windowed: true, noticeCostVnd: 300 })
  const clock = { now: () => desk.clock.now() }
  const telegram = revisingChannel(scriptedChannel({ accountId: telegramId }), clock.now)
  desk = await testConsole({ channels: scriptedChannels(telegram, zalo) })
  reporters = { telegram: await reporter('telegram', telegramId), zalo: await reporter('zalo', zaloId) }
})
afterAll(() => desk?.[Symbol.asyncDispose]())

async function reporter(channel: string, accountId: string) {
  const { db, organisationId, clock } = desk
  const createdAt = clock.now()
  const account = { id: accountId, organisationId, channel, name: channel, externalId: accountId, secretsSealed: '' }
  await db.channelAccount.create({ data: { ...account, state: 'on', createdAt } })
  const [outletId, id, contactId] = [newId(createdAt), newId(createdAt), newId(createdAt)]
  await db.outlet.create({ data: { id: outletId, organisationId, name: `Báo ${channel}`, kind: 'portal', createdAt } })
  await db.reporter.create({ data: { id, organisationId, outletId, fullName: `Người ${channel}`, createdAt } })
  const lastInteractionAt = new Date(createdAt.getTime() - 20 * 86_400_000)
  const chat = { accountId, channel, address: `${channel}-1`, reporterId: id, boundAt: createdAt, lastInteractionAt }
  await db.contact.create({ data: { id: contactId, organisationId, ...chat, createdAt } })
  const consent = { purpose: 'bulletins', text: 'Tôi đồng ý.', way: channel, givenAt: createdAt }
  await db.consent.create({ data: { id: newId(createdAt), reporterId: id, contactId, ...consent } })
  return id
}

/** An announcement with a file that both have got, one by Telegram just now, one by a notice on Zalo. */
async function sentAnnouncement(title: string) {
  const { db, organisationId, clock, staffIds } = desk
  const at = clock.now()
  const [id, broadcastId, fileId] = [newId(at), newId(at), newId(at)]
  const content = {
    kind: 'announcement',
    title,
    issuer: 'Sở Thử',
    text: 'Giá nước tăng 5%.',
    audience: { kind: 'everyone' },
  } as const
  const made = { createdBy: staffIds.editor, createdAt: at, updatedAt: at, releasedAt: at, releasedBy: staffIds.clerk }
  await db.publication.create({ data: { id, organisationId, state: 'released', ...content, ...made } })
  const sha256 = id.replaceAll('-', '').padEnd(64, '0')
  await db.fileContent.create({ data: { sha256, size: 3, createdAt: at } })
  const file = { id: fileId, organisationId, sha256, name: 'bang-gia.pdf', mediaType: 'application/pdf' }
  await db.file.create({ data: { ...file, createdBy: staffIds.editor, createdAt: at } })
  await db.attachment.create({ data: { id: newId(at), publicationId: id, position: 0, title: 'Bảng giá', fileId } })
  const publication = await findPublication(db, organisationId, id)
  if (!publication) throw new Error('no publication')
  const approval = { publicationId: id, contentHash: contentHash(publication), state: 'approved' } as const
  const by = { submittedBy: staffIds.editor, submittedAt: at, decidedBy: staffIds.approver, decidedAt: at }
  await db.approval.create({ data: { id: newId(at), ...approval, ...by } })
  const broadcast = { id: broadcastId, organisationId, kind: 'publication', publicationId: id } as const
  await db.broadcast.create({
    data: { ...broadcast, state: 'finished', finishedAt: at, createdBy: staffIds.clerk, createdAt: at },
  })
  for (const [surface, reporterId, messageKind] of [
    ['telegram', reporters.telegram, 'message'],
    ['zalo', reporters.zalo, 'notice'],
  ] as const) {
    const contact = await db.contact.findFirstOrThrow({ where: { reporterId } })
    const chat = { accountId: contact.accountId, contactId: contact.id, surface, messageKind, messageIds: ['1'] }
    const sent = { state: 'sent', sendingAt: at, settledAt: at, createdAt: at } as const
    await db.delivery.create({ data: { id: newId(at), broadcastId, reporterId, ...chat, ...sent } })
  }
  return { id, broadcastId, fileId }
}

describe('a recall from the desk', () => {
  let sent: Awaited<ReturnType<typeof sentAnnouncement>>
  beforeAll(async () => {
    sent = await sentAnnouncement('Giá nước')
  })

  test('says beforehand what happens to how many, and what it costs; only to who may decide it', async () => {
    const approver = await desk.signIn('approver')
    const { body } = await approver.get(`/publications/${sent.id}`)
    expect(body).toContain('1 người: tin bị xoá khỏi điện thoại.')
    expect(body).toContain('1 người: nhận thông báo thu hồi qua Zalo')
    expect(body).toContain('300\u00a0đ')
    const editor = await desk.signIn('editor')
    expect((await editor.get(`/publications/${sent.id}`)).body).not.toContain('/recalls')
    expect((await editor.post(`/publications/${sent.id}/recalls`, { reason: 'x' })).statusCode).toBe(403)
  })

  test('is asked for its reason, then done, and shown wherever the document is', async () => {
    const approver = await desk.signIn('approver')
    const refused = await approver.post(`/publications/${sent.id}/recalls`, { reason: '  ' })
    expect([refused.statusCode, refused.body.includes('Đề nghị ghi lý do thu hồi')]).toEqual([422, true])
    const done = await approver.post(`/publications/${sent.id}/recalls`, { reason: 'Nhầm số liệu tháng trước' })
    expect(done.statusCode).toBe(303)
    const page = (await approver.get(`/publications/${sent.id}`)).body
    expect(page).toContain('Nhầm số liệu tháng trước')
    expect(page).toContain('Trần Quốc Bảo thu hồi')
    expect(page).toMatch(/class="history">\s*<li><span>Trần Quốc Bảo thu hồi/)
    expect(page).not.toContain('/recalls')
    expect((await approver.get('/publications')).body).toContain('Đã thu hồi')
    const ledger = (await approver.get(`/broadcasts/${sent.broadcastId}`)).body
    expect(ledger).toContain(
      '1 lượt tin đã gửi cần sửa trên điện thoại: 0 đã sửa hoặc xoá, 0 không sửa được, 1 đang chờ.',
    )
    const told = await desk.db.broadcast.findFirstOrThrow({ where: { publicationId: sent.id, kind: 'recall' } })
    expect((await approver.get(`/broadcasts/${told.id}`)).body).toContain('Báo thu hồi')
  })

  test('leaves the reporter a page with the reason, but neither content nor files', async () => {
    const { pageLinks, clock } = desk.deps
    const base = new URL(pageLinks.make({ reporterId: reporters.telegram, keyVersion: 1 }, clock.now())).pathname
    const get = async (path: string) => desk.server.inject({ method: 'GET', url: `${base}${path}` })
    const page = await get(`/bulletins/${sent.id}`)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Văn bản này đã được thu hồi')
    expect(page.body).toContain('Nhầm số liệu tháng trước')
    expect(page.body).not.toContain('Giá nước tăng')
    expect(page.body).not.toContain('bang-gia.pdf')
    const file = await get(`/files/${sent.fileId}`)
    expect([file.statusCode, file.body.includes('đã được thu hồi nên tệp')]).toEqual([403, true])
    expect((await get('')).body).toContain('Nhầm số liệu tháng trước')
  })
})

test('an editor writes a correction from the old content, and the approver reads what differs', async () => {
  const { id } = await sentAnnouncement('Giá điện')
  const editor = await desk.signIn('editor')
  expect((await editor.get(`/publications/${id}`)).body).toContain('Đính chính…')
  const drafted = await editor.post(`/publications/${id}/corrections`)
  expect(drafted.statusCode).toBe(303)
  const edit = String(drafted.headers.location)
  const correctionId = edit.split('/')[2] ?? ''
  const form = (await editor.get(edit)).body
  expect(form).toContain('Những người đã nhận văn bản được đính chính')
  const expectedUpdatedAt = /name="expectedUpdatedAt" value="([^"]+)"/.exec(form)?.[1] ?? ''
  const typed = { title: 'Giá điện', issuer: 'Sở Thử', text: 'Giá nước tăng 3%.', expectedUpdatedAt }
  expect((await editor.post(`/publications/${correctionId}/content`, typed)).statusCode).toBeLessThan(400)
  await editor.post(`/publications/${correctionId}/submissions`)
  const approver = await desk.signIn('approver')
  const { body } = await approver.get(`/publications/${correctionId}`)
  expect(body).toContain('<del>5%.</del> <ins>3%.</ins>')
  expect(body).toContain('Đính chính và thay thế văn bản «Giá điện».')
  expect(body).not.toContain('Trích yếu</dt>')
  expect((await editor.post(`/publications/${id}/corrections`)).statusCode).toBe(409)
})
