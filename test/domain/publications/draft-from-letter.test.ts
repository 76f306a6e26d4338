import { expect, test } from 'vitest'
import { storeFile } from '../../../src/domain/files/store-file.ts'
import { periodOf } from '../../../src/domain/letters/letter-period.ts'
import { draftFromLetter } from '../../../src/domain/publications/draft-from-letter.ts'
import { uniqueNumbers } from '../../../src/domain/publications/letter-draft.ts'
import { readPublication } from '../../../src/domain/publications/read-publications.ts'
import { draftBulletin, sampleLetter } from './bulletin.ts'
import { openDesk, pdf, streamed } from './desk.ts'

test("the department's own letter becomes a draft with its number, themes, points and suppliers", async () => {
  await using desk = await openDesk()
  const { publication, letter, approvals } = await readPublication(desk.deps, await draftBulletin(desk))
  expect(publication).toMatchObject({
    kind: 'bulletin',
    state: 'draft',
    title: 'Cung cấp thông tin cho báo chí tháng 11/2026',
    period: 'Tháng 11/2026',
    issuer: 'Sở Văn hóa và Truyền thông tỉnh Sông Lam',
    documentNumber: '386/SVHTT-BC',
    issuedOn: new Date('2026-11-16T00:00:00Z'),
    createdBy: 'mai',
  })
  expect(publication.themes.map(({ number, points }) => [number, points.length])).toEqual([
    [1, 2],
    [2, 2],
    [3, 2],
    [4, 2],
  ])
  expect(publication.themes[1]?.attachments[0]).toMatchObject({
    supplier: 'Trung tâm Xúc tiến Du lịch tỉnh Sông Lam',
    file: null,
  })
  expect(letter?.sourceText).toContain('Kính gửi:')
  expect(approvals).toEqual([])
})

test("another body's letter gives its themes and guidance, but the number stays that body's", async () => {
  await using desk = await openDesk()
  const { organisationId, mai } = desk
  const text = sampleLetter('ministry-flood-season')
  const publicationId = await draftFromLetter(desk.deps, { organisationId, text, by: mai })
  const { publication, letter } = await readPublication(desk.deps, { publicationId, organisationId })
  expect(publication.themes.map(({ title }) => title)[2]).toBe('Triển khai học bạ số ở bậc tiểu học và trung học cơ sở')
  expect(publication.text.split('\n')).toHaveLength(3)
  expect(publication.attachments).toHaveLength(1)
  expect([publication.documentNumber, publication.issuedOn]).toEqual([null, null])
  expect(letter?.reading.documentNumber).toBe('2417/BTTCĐ-BC')
})

test('a letter without a recognisable theme becomes an empty draft with a warning', async () => {
  await using desk = await openDesk()
  const { organisationId, mai } = desk
  const text = 'SỞ Y TẾ\nKính gửi: Các cơ quan báo chí\nSở Y tế xin gửi lời chúc mừng.'
  const publicationId = await draftFromLetter(desk.deps, { organisationId, text, by: mai })
  const { publication, letter } = await readPublication(desk.deps, { publicationId, organisationId })
  expect(publication.themes).toEqual([])
  expect(letter?.reading.warnings.map(({ code }) => code)).toContain('no-theme')
})

test('of a letter stamped secret nothing is kept: no draft, no file, no audit line', async () => {
  await using desk = await openDesk()
  const { organisationId, mai, db } = desk
  const file = await storeFile(desk.deps, { organisationId, name: 'thư.pdf', bytes: streamed(pdf('quét')), by: mai })
  if ('refused' in file) throw new Error(file.refused)
  await db.auditEntry.deleteMany()
  const text = `MẬT\n${sampleLetter('department-november')}`
  const refused = draftFromLetter(desk.deps, { organisationId, text, fileId: file.id, by: mai })
  await expect(refused).rejects.toMatchObject({ code: 'letter-secret', kind: 'invalid' })
  const tables = [db.publication, db.letter, db.file, db.fileContent, db.fileChunk, db.auditEntry]
  const counts = await Promise.all(tables.map((table) => (table as typeof db.file).count()))
  expect(counts).toEqual([0, 0, 0, 0, 0, 0])
})

test('an empty paste is refused with its own sentence', async () => {
  await using desk = await openDesk()
  const { organisationId, mai } = desk
  const refused = draftFromLetter(desk.deps, { organisationId, text: ' \n ', by: mai })
  await expect(refused).rejects.toMatchObject({ code: 'letter-empty' })
})

test('printed numbers stay, gaps included; a repeated one counts all anew', () => {
  const numbers = (...printed: number[]) =>
    uniqueNumbers(printed.map((number) => ({ number }))).map(({ number }) => number)
  expect(numbers(1, 2, 4)).toEqual([1, 2, 4])
  expect(numbers(1, 2, 2, 3)).toEqual([1, 2, 3, 4])
})

test.each([
  ['Ngày 22 tháng 04 năm 2024 gửi nội dung tháng 9/2024', 'Tháng 9/2024'],
  ['thông tin quý IV năm 2026', 'Quý IV/2026'],
  ['Hà Nội, ngày    tháng    năm 2024', ''],
])('the period in "%s" is "%s"', (text, period) => {
  expect(periodOf(text)).toBe(period)
})
