import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Button, OutgoingMessage } from '../../../src/channels/outgoing-message.ts'
import { addConference } from '../../../src/domain/conferences/add-conference.ts'
import { storeFile } from '../../../src/domain/files/store-file.ts'
import { addAttachment } from '../../../src/domain/publications/change-attachments.ts'
import { composeAllFiles } from '../../../src/domain/publications/compose-all-files.ts'
import { composeNotice } from '../../../src/domain/publications/compose-notice.ts'
import { composePublication } from '../../../src/domain/publications/compose-publication.ts'
import { composeTheme } from '../../../src/domain/publications/compose-theme.ts'
import { draftAnnouncement } from '../../../src/domain/publications/draft-announcement.ts'
import { readPublication } from '../../../src/domain/publications/read-publications.ts'
import { draftBulletin, released } from './bulletin.ts'
import { addReporter, type Desk, openDesk, pdf, streamed } from './desk.ts'

let desk: Desk
let bulletin: { readonly publicationId: string; readonly organisationId: string }
let themes: readonly string[]
let bach: { readonly reporterId: string; readonly contactId: string }
beforeAll(async () => {
  desk = await openDesk()
  bulletin = await draftBulletin(desk)
  bach = await addReporter(desk, 'Trần Văn Bách', 'Báo Sông Lam')
  const { organisationId, mai } = desk
  const view = await readPublication(desk.deps, bulletin)
  themes = view.publication.themes.map(({ id }) => id)
  for (const [name, themeId] of [
    ['tuyến du lịch', themes[1]],
    ['chung', null],
  ] as const) {
    const file = await storeFile(desk.deps, {
      organisationId,
      name: `${name}.pdf`,
      bytes: streamed(pdf(name)),
      by: mai,
    })
    if ('refused' in file) throw new Error(file.refused)
    await addAttachment(desk.deps, { ...bulletin, by: mai, fileId: file.id, themeId: themeId ?? null })
  }
  await addConference(desk.deps, {
    ...bulletin,
    by: mai,
    kind: 'Giao ban báo chí',
    title: 'Giao ban báo chí tháng 11/2026',
    startsAt: new Date('2026-11-20T01:30:00Z'),
    place: 'Hội trường tầng 2, số 5 phố Bờ Sông',
    agenda: 'Thông tin bốn nội dung; trao đổi.',
    answerBy: new Date('2026-11-19T01:30:00Z'),
    contact: 'Chị Mai, 0250.555.0101',
  })
  await released(desk, bulletin)
})
afterAll(() => desk[Symbol.asyncDispose]())

const blocks = (message: OutgoingMessage | undefined, kind: string) =>
  (message?.blocks ?? []).flatMap((block) => (block.kind === kind ? [block] : []))
const texts = (message: OutgoingMessage | undefined, kind: string) =>
  blocks(message, kind).map((block) => ('text' in block ? block.text : ''))
const actionOf = (button: Button | undefined, contactId = bach.contactId) =>
  button && 'reference' in button ? desk.deps.references.read(contactId, button.reference) : undefined

test('one message shows issuer, number, period and the themes, with a button for each', async () => {
  const [message] = await composePublication(desk.deps, { ...bulletin, ...bach })
  expect(message?.blocks).toMatchObject([
    { kind: 'heading', text: 'Sở Văn hóa và Truyền thông tỉnh Sông Lam' },
    { kind: 'paragraph', text: 'Số 386/SVHTT-BC, ngày 16/11/2026 · Tháng 11/2026' },
    { kind: 'paragraph', text: 'Cung cấp thông tin cho báo chí tháng 11/2026' },
    { kind: 'numbered', items: [{ number: 1 }, { number: 2, text: 'Tuần lễ Du lịch xanh Sông Lam năm 2026' }, {}, {}] },
    { kind: 'hint', text: 'Gõ 1–4 để xem từng chuyên đề, gõ T để nhận toàn bộ tài liệu.' },
  ])
  const labels = message?.buttons.map(({ label }) => label)
  expect(labels).toEqual([
    '1. Bảo đảm an toàn trong mùa mưa lũ tại…',
    '2. Tuần lễ Du lịch xanh Sông Lam năm 2026',
    '3. Triển khai học bạ số tại các trường…',
    '4. Đưa nước sạch về các xã vùng cao',
    'Nhận toàn bộ tài liệu',
    'Mở trang của anh/chị',
  ])
  expect(actionOf(message?.buttons[1])).toEqual({ verb: 'open-theme', id: themes[1] })
  expect(actionOf(message?.buttons[4])).toEqual({ verb: 'all-files', id: bulletin.publicationId })
  expect(message?.files).toEqual([])
})

test('the invitation follows with four answers, the typed form and what was answered so far', async () => {
  const [, invitation, ...rest] = await composePublication(desk.deps, { ...bulletin, ...bach })
  expect(rest).toEqual([])
  expect(texts(invitation, 'heading')).toEqual(['Giấy mời: Giao ban báo chí'])
  expect(blocks(invitation, 'time')).toEqual([
    { kind: 'time', at: '2026-11-20T01:30:00.000Z', label: 'Thời gian', text: '08 giờ 30, thứ Sáu, ngày 20/11/2026' },
    {
      kind: 'time',
      at: '2026-11-19T01:30:00.000Z',
      label: 'Đề nghị trả lời trước',
      text: '08 giờ 30, thứ Năm, ngày 19/11/2026',
    },
  ])
  expect(texts(invitation, 'paragraph').join('\n')).toContain('Anh/chị chưa trả lời.')
  expect(texts(invitation, 'paragraph').join('\n')).toContain('Số 386/SVHTT-BC')
  expect(texts(invitation, 'hint')[0]).toMatch(
    /^Gõ C \(có dự\), K \(không dự\), N \(cử người khác\), S \(trả lời sau\)/,
  )
  expect(invitation?.buttons.map(({ label }) => label).slice(0, 4)).toEqual([
    'Tham dự',
    'Không tham dự',
    'Cử người khác',
    'Trả lời sau',
  ])
  expect(actionOf(invitation?.buttons[0])).toMatchObject({ verb: 'accept' })
  expect(actionOf(invitation?.buttons[3])).toMatchObject({ verb: 'answer-later' })
})

test("nobody else's chat can use the buttons, and a message is only written for the reporter's own chat", async () => {
  const cuc = await addReporter(desk, 'Lê Thị Cúc', 'Đài Sông Lam')
  const [message] = await composePublication(desk.deps, { ...bulletin, ...bach })
  expect(actionOf(message?.buttons[0], cuc.contactId)).toBe('forged')
  const mixed = composePublication(desk.deps, { ...bulletin, reporterId: bach.reporterId, contactId: cuc.contactId })
  await expect(mixed).rejects.toThrow('recipient-not-found')
})

test('a theme opens in full: points, suppliers, its files with personal links', async () => {
  const message = await composeTheme(desk.deps, { themeId: themes[1] ?? '', ...bach })
  expect(texts(message, 'heading')).toEqual(['2. Tuần lễ Du lịch xanh Sông Lam năm 2026'])
  const [points, documents] = blocks(message, 'points').map((block) => ('items' in block ? block.items : []))
  expect(points).toHaveLength(2)
  expect(documents).toEqual([
    'Tài liệu giới thiệu – do Trung tâm Xúc tiến Du lịch tỉnh Sông Lam cung cấp – chưa có bản điện tử',
    'tuyến du lịch.pdf',
  ])
  expect(message.files.map(({ name }) => name)).toEqual(['tuyến du lịch.pdf'])
  expect(texts(message, 'hint')).toEqual(['Gõ 1–4 để xem chuyên đề khác, gõ T để nhận toàn bộ tài liệu.'])
  const token = /^https:\/\/desk\.example\/p\/([\w-]+)\/files\//.exec(message.files[0]?.url ?? '')?.[1] ?? ''
  expect(desk.deps.pageLinks.read(token, desk.clock.now())).toEqual({ reporterId: bach.reporterId, keyVersion: 1 })
})

test('all files come together, those of the whole first', async () => {
  const message = await composeAllFiles(desk.deps, { ...bulletin, ...bach })
  expect(message.files.map(({ name }) => name)).toEqual(['chung.pdf', 'tuyến du lịch.pdf'])
})

test('a notice names recipient, issuer, number, subject and period, and opens its delivery', async () => {
  const deliveryId = '019aa000-0000-7000-8000-000000000001'
  const notice = await composeNotice(desk.deps, { ...bulletin, ...bach, deliveryId, as: 'notice' })
  expect(notice).toMatchObject({
    kind: 'notice',
    about: 'bulletin',
    fields: {
      recipient: 'Trần Văn Bách',
      issuer: 'Sở Văn hóa và Truyền thông tỉnh Sông Lam',
      documentNumber: '386/SVHTT-BC',
      subject: 'Cung cấp thông tin cho báo chí tháng 11/2026',
      when: 'Tháng 11/2026',
    },
  })
  expect(desk.deps.references.read(bach.contactId, notice.reference)).toEqual({ verb: 'open-notice', id: deliveryId })
  const introduction = await composeNotice(desk.deps, { ...bulletin, ...bach, deliveryId, as: 'introduction' })
  expect(introduction.about).toBe('introduction')
})

test('an announcement carries its whole text; blanks of the office show as a dash in its notice', async () => {
  const { organisationId, mai } = desk
  const note = { organisationId, title: 'Tạm dừng cấp nước', text: 'Từ 8 giờ.\n\nĐến 17 giờ.', by: mai }
  const publicationId = await draftAnnouncement(desk.deps, note)
  const [message, ...rest] = await composePublication(desk.deps, { publicationId, ...bach })
  expect(rest).toEqual([])
  expect(texts(message, 'heading')).toEqual(['Sở Văn hóa và Truyền thông tỉnh Sông Lam', 'Tạm dừng cấp nước'])
  expect(texts(message, 'paragraph')).toEqual(['Từ 8 giờ.', 'Đến 17 giờ.'])
  const deliveryId = '019aa000-0000-7000-8000-000000000002'
  const notice = await composeNotice(desk.deps, { publicationId, ...bach, deliveryId, as: 'notice' })
  expect(notice).toMatchObject({ about: 'announcement', fields: { documentNumber: '–', when: '–' } })
})

test('a reporter who reads English gets the frame in English, the content as it was written', async () => {
  const dana = await addReporter(desk, 'Dana Novak', 'Mekong Wire', 'en')
  const [message, invitation] = await composePublication(desk.deps, { ...bulletin, ...dana })
  expect(texts(message, 'hint')).toEqual(['Type 1–4 to read a theme, T to get all documents.'])
  expect(texts(message, 'heading')).toEqual(['Sở Văn hóa và Truyền thông tỉnh Sông Lam'])
  expect(invitation?.buttons.map(({ label }) => label).slice(0, 2)).toEqual(['Accept', 'Decline'])
  expect(texts(invitation, 'time')[0]).toBe('08:30, Friday, 20/11/2026')
})

test('another department reads nothing of it', async () => {
  await using other = await openDesk()
  const stranger = await addReporter(other, 'Ngô Văn Đạt', 'Báo Núi Tản')
  await expect(composePublication(other.deps, { ...bulletin, ...stranger })).rejects.toThrow('publication-not-found')
})
