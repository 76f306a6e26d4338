import { afterAll, beforeAll, expect, test } from 'vitest'
import { addOutlet } from '../../../src/domain/reporters/add-outlet.ts'
import { addReporter } from '../../../src/domain/reporters/add-reporter.ts'
import { newId } from '../../../src/platform/ids.ts'
import { ledgerRow } from '../../ledger-row.ts'
import { type TestConsole, testConsole } from '../console.ts'

let desk: TestConsole
beforeAll(async () => {
  desk = await testConsole()
})
afterAll(() => desk[Symbol.asyncDispose]())

const viewed = (reporterId: string) =>
  desk.db.auditEntry.count({ where: { action: 'phone-viewed', subject: `reporter:${reporterId}` } })

test('the desk enters and corrects a number, sees its end, and all of it on a click that is recorded', async () => {
  const { deps, organisationId } = desk
  const by = desk.staffIds.editor
  const outletId = await addOutlet(deps, { organisationId, name: 'Báo Số', kind: 'portal', by })
  const id = await addReporter(deps, { organisationId, by, outletId, fullName: 'Vũ Hà' })
  const editor = await desk.signIn('editor')
  const url = `/reporters/${id}`
  const wrong = await editor.post(`${url}/phone`, { phone: '12' })
  expect([wrong.statusCode, wrong.body.includes('value="12"')]).toEqual([422, true])
  expect((await editor.post(`${url}/phone`, { phone: '0912 345 678' })).statusCode).toBe(303)
  const page = (await editor.get(url)).body
  expect([page.includes('••• 678'), page.includes('912 345')]).toEqual([true, false])
  expect(await viewed(id)).toBe(0)
  expect((await editor.post(`${url}/phone-views`)).body).toContain('+84 912 345 678')
  expect(await viewed(id)).toBe(1)
  const clerk = await desk.signIn('clerk')
  expect((await clerk.get(url)).body).not.toContain('••• 678')
  expect((await clerk.post(`${url}/phone-views`)).statusCode).toBe(403)
  await editor.post(`${url}/phone`, { phone: '' })
  const kept = await desk.db.reporter.findUniqueOrThrow({ where: { id } })
  expect([kept.phoneSealed, kept.phoneHash]).toEqual([null, null])
})

test('after a sending staff find whom nothing reached and why, never who stopped or did not answer', async () => {
  const { db, deps, organisationId, clock } = desk
  const by = desk.staffIds.editor
  const createdAt = clock.now()
  const outletId = await addOutlet(deps, { organisationId, name: 'Báo Gọi', kind: 'portal', by })
  const broadcastId = newId(createdAt)
  const content = {
    kind: 'announcement',
    title: 'Thông báo gửi',
    issuer: 'Sở',
    audience: { kind: 'everyone' },
  } as const
  const { id: publicationId } = await db.publication.create({
    data: { id: newId(createdAt), organisationId, ...content, createdBy: by, createdAt, updatedAt: createdAt },
  })
  const broadcast = { id: broadcastId, organisationId, publicationId, createdBy: by, createdAt }
  await db.broadcast.create({ data: { ...broadcast, kind: 'publication', state: 'finished', finishedAt: createdAt } })
  const person = async (fullName: string, state: 'sent' | 'failed' | 'skipped' | 'unknown', reason: string | null) => {
    const phone = fullName === 'Cửa Sổ' ? { phone: '0912 345 678' } : {}
    const reporterId = await addReporter(deps, { organisationId, by, outletId, fullName, ...phone })
    const id = newId(createdAt)
    await db.delivery.create({
      data: { id, broadcastId, reporterId, ...ledgerRow(state, createdAt), reason, createdAt },
    })
    return { id, reporterId }
  }
  const toCall = await person('Cửa Sổ', 'failed', 'window-closed')
  await person('Không Kênh', 'skipped', 'no-address')
  const stopped = await person('Đã Ngừng', 'skipped', 'stopped')
  await person('Đã Nhận', 'sent', null)
  await person('Chưa Rõ', 'unknown', 'no-answer')
  const clerk = await desk.signIn('clerk')
  expect((await clerk.get(`/broadcasts/${broadcastId}`)).body).toContain('Cần gọi điện cho 2 người')
  const list = (await clerk.get(`/broadcasts/${broadcastId}/calls`)).body
  for (const name of ['Cửa Sổ', 'Không Kênh', 'Đã quá thời hạn nhắn tin']) expect(list).toContain(name)
  for (const name of ['Đã Ngừng', 'Đã Nhận', 'Chưa Rõ', '912 345']) expect(list).not.toContain(name)
  const shown = await clerk.post(`/deliveries/${toCall.id}/phone-views`)
  expect(shown.body).toContain('href="tel:+84912345678"')
  expect(await viewed(toCall.reporterId)).toBe(1)
  expect((await clerk.post(`/deliveries/${stopped.id}/phone-views`)).statusCode).toBe(404)
  const approver = await desk.signIn('approver')
  expect((await approver.get(`/broadcasts/${broadcastId}/calls`)).statusCode).toBe(403)
  expect((await approver.get(`/broadcasts/${broadcastId}`)).body).not.toContain('/calls')
})

test('the links of an invitation are printed a card to each person, with codes', async () => {
  const { db, deps, organisationId, clock } = desk
  const by = desk.staffIds.editor
  const createdAt = clock.now()
  const outletId = await addOutlet(deps, { organisationId, name: 'Báo Mời', kind: 'portal', by })
  const reporterId = await addReporter(deps, { organisationId, by, outletId, fullName: 'Trần Khách' })
  const id = newId(createdAt)
  const times = { startsAt: new Date('2026-12-01T02:00:00Z'), answerBy: new Date('2026-11-30T02:00:00Z') }
  const conference = { id, organisationId, kind: 'Họp báo', title: 'Họp báo quý IV', place: 'Hội trường B', ...times }
  await db.conference.create({ data: { ...conference, createdBy: by, createdAt, updatedAt: createdAt } })
  const editor = await desk.signIn('editor')
  const links = `/conferences/${id}/invitation-links`
  expect((await editor.get(`/conferences/${id}`)).body).not.toContain(links)
  await db.invitation.create({ data: { id: newId(createdAt), conferenceId: id, reporterId, createdAt } })
  expect((await editor.get(`/conferences/${id}`)).body).toContain(links)
  const { body } = await editor.get(links)
  expect(body).toContain('Trần Khách')
  expect(body).toMatch(new RegExp(`/p/[\\w-]+/conferences/${id}`))
  expect(body.match(/<figure class="qr">/g)).toHaveLength(1)
  expect((await (await desk.signIn('approver')).get(links)).statusCode).toBe(403)
})
