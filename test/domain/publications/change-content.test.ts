import { afterAll, beforeAll, expect, test } from 'vitest'
import { addConference, editConference } from '../../../src/domain/conferences/add-conference.ts'
import { moveConference } from '../../../src/domain/conferences/move-conference.ts'
import { storeFile } from '../../../src/domain/files/store-file.ts'
import { addAttachment, fillAttachment, removeAttachment } from '../../../src/domain/publications/change-attachments.ts'
import { draftAnnouncement } from '../../../src/domain/publications/draft-announcement.ts'
import { editPublication } from '../../../src/domain/publications/edit-publication.ts'
import type { Publication } from '../../../src/domain/publications/publication.ts'
import type { PublicationEdit } from '../../../src/domain/publications/publication-edit.ts'
import { readPublication } from '../../../src/domain/publications/read-publications.ts'
import { numberPublication } from '../../../src/domain/publications/release-publication.ts'
import { approved, draftBulletin, released } from './bulletin.ts'
import { type Desk, openDesk, pdf, streamed } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk[Symbol.asyncDispose]())

const newPdf = async (words: string) => {
  const { organisationId, tuan: by } = desk
  const file = await storeFile(desk.deps, { organisationId, name: `${words}.pdf`, bytes: streamed(pdf(words)), by })
  if ('refused' in file) throw new Error(file.refused)
  return file.id
}

const conference = {
  kind: 'Họp báo',
  title: 'Họp báo tháng 11',
  startsAt: new Date('2026-11-20T01:30:00Z'),
  place: 'Hội trường tầng 2',
  answerBy: new Date('2026-11-19T01:30:00Z'),
}

/** The form as it stands, ready to be changed. */
function formOf(publication: Publication): PublicationEdit & { themes: NonNullable<PublicationEdit['themes']> } {
  const { title, period, issuer, text, audience, themes, attachments } = publication
  const rows = [
    { theme: null, attachments },
    ...themes.map((each) => ({ theme: each.number, attachments: each.attachments })),
  ]
  return {
    title,
    period,
    issuer,
    text,
    audience,
    themes: themes.map(({ attachments: _, points, ...theme }) => ({ ...theme, points: [...points] })),
    attachments: rows.flatMap(({ theme, attachments: each }) =>
      each.map(({ file, ...attachment }) => ({ ...attachment, theme, fileId: file?.id ?? null })),
    ),
  }
}

async function approvedBulletin() {
  const ids = await draftBulletin(desk)
  const conferenceId = await addConference(desk.deps, { ...ids, ...conference, by: desk.mai })
  await approved(desk, ids)
  const { publication } = await readPublication(desk.deps, ids)
  return { ids, conferenceId, publication, who: { ...ids, by: desk.nam } }
}
type Bulletin = Awaited<ReturnType<typeof approvedBulletin>>

const edit = (change: (form: ReturnType<typeof formOf>) => Partial<PublicationEdit>) => (bulletin: Bulletin) => {
  const form = formOf(bulletin.publication)
  const content = { ...form, ...change(form) }
  return editPublication(desk.deps, { ...bulletin.who, expectedUpdatedAt: bulletin.publication.updatedAt, content })
}
const firstAttachment = ({ publication }: Bulletin) => publication.themes[0]?.attachments[0]?.id ?? ''

const changes: readonly (readonly [string, (bulletin: Bulletin) => Promise<unknown>])[] = [
  ['title', edit(() => ({ title: 'Khác' }))],
  ['period', edit(() => ({ period: 'Quý IV/2026' }))],
  ['issuer', edit(() => ({ issuer: 'Ủy ban nhân dân tỉnh' }))],
  ['text', edit(() => ({ text: 'Lời dẫn' }))],
  ['audience', edit(() => ({ audience: { kind: 'outlet-kinds', kinds: ['portal'] } }))],
  [
    'a theme taken away',
    edit(({ themes, attachments }) => ({
      themes: themes.slice(0, 3),
      attachments: attachments?.filter(({ theme }) => theme !== 4) ?? [],
    })),
  ],
  ['a new theme', edit(({ themes }) => ({ themes: [...themes, { number: 5, title: 'Mới', points: [] }] }))],
  [
    'two themes swapped',
    edit(({ themes }) => ({ themes: themes.map((theme) => ({ ...theme, number: 5 - theme.number })) })),
  ],
  ['a point', edit(({ themes }) => ({ themes: themes.map((theme) => ({ ...theme, points: ['Khác'] })) }))],
  [
    'a supplier',
    edit(({ attachments = [] }) => ({ attachments: attachments.map((each) => ({ ...each, supplier: 'Sở Y tế' })) })),
  ],
  ['a document of the whole', async ({ who }) => addAttachment(desk.deps, { ...who, fileId: await newPdf('chung') })],
  [
    'a document of a theme',
    ({ who, publication }) =>
      addAttachment(desk.deps, { ...who, title: 'Phụ lục', themeId: publication.themes[2]?.id ?? '' }),
  ],
  [
    'the file of a document',
    async (bulletin) =>
      fillAttachment(desk.deps, {
        ...bulletin.who,
        attachmentId: firstAttachment(bulletin),
        fileId: await newPdf('lũ'),
      }),
  ],
  [
    'a document taken away',
    (bulletin) => removeAttachment(desk.deps, { ...bulletin.who, attachmentId: firstAttachment(bulletin) }),
  ],
  ['a second conference', ({ who }) => addConference(desk.deps, { ...who, ...conference })],
  [
    'the agenda of the conference',
    ({ who, conferenceId }) => editConference(desk.deps, { ...who, ...conference, conferenceId, agenda: 'Mới' }),
  ],
  [
    'the place of the conference',
    ({ who, conferenceId }) => moveConference(desk.deps, { ...who, ...conference, conferenceId, place: 'Nơi khác' }),
  ],
]

test.each(changes)('a change of %s voids the approval', async (_what, change) => {
  const bulletin = await approvedBulletin()
  await change(bulletin)
  const { publication, approvals } = await readPublication(desk.deps, bulletin.ids)
  expect([publication.state, approvals[0]?.state]).toEqual(['draft', 'voided'])
  expect(approvals[0]?.voidedReason).toMatch(/^(content-changed|conference-moved)$/)
})

test('saving the same content again, or the number, date and signed PDF, leave the approval as it is', async () => {
  const bulletin = await approvedBulletin()
  await edit(() => ({}))(bulletin)
  const signedFileId = await newPdf('ký')
  const number = { documentNumber: '390/SVHTT-BC', issuedOn: '2026-11-17', signedFileId }
  await numberPublication(desk.deps, { ...bulletin.ids, ...number, by: desk.tuan })
  const { publication, approvals } = await readPublication(desk.deps, bulletin.ids)
  expect([publication.state, approvals[0]?.state]).toEqual(['approved', 'approved'])
})

test("another editor's save in between is told, and loses neither version", async () => {
  const ids = await draftBulletin(desk)
  const { publication } = await readPublication(desk.deps, ids)
  const seen = { ...ids, expectedUpdatedAt: publication.updatedAt }
  await editPublication(desk.deps, { ...seen, by: desk.mai, content: { ...formOf(publication), title: 'Của Mai' } })
  const second = editPublication(desk.deps, {
    ...seen,
    by: desk.nam,
    content: { ...formOf(publication), title: 'Của Nam' },
  })
  await expect(second).rejects.toMatchObject({ code: 'publication-changed', kind: 'conflict' })
  expect((await readPublication(desk.deps, ids)).publication.title).toBe('Của Mai')
})

test('a kept theme keeps its id, so that buttons sent before still open it', async () => {
  const bulletin = await approvedBulletin()
  const before = new Map(bulletin.publication.themes.map(({ id, title }) => [title, id]))
  const after = await edit(({ themes, attachments = [] }) => ({
    themes: themes.map((theme) => ({ ...theme, number: (theme.number % 4) + 1 })),
    attachments: attachments.map((each) => ({ ...each, theme: each.theme && (each.theme % 4) + 1 })),
  }))(bulletin)
  expect(new Map(after.themes.map(({ id, title }) => [title, id]))).toEqual(before)
  expect(after.themes.map(({ title }) => title)[0]).toBe('Đưa nước sạch về các xã vùng cao')
  expect(after.themes[0]?.attachments[0]?.supplier).toBe('Trung tâm Nước sạch nông thôn tỉnh Sông Lam')
})

test('stamped matter is refused in whatever field it is pasted, and an announcement of it too', async () => {
  const bulletin = await approvedBulletin()
  const stamped = 'TỐI MẬT\nSố: 12/SVH\nNội dung'
  await expect(edit(() => ({ text: stamped }))(bulletin)).rejects.toThrow('letter-secret')
  const inPoint = edit(({ themes }) => ({ themes: themes.map((theme) => ({ ...theme, points: [stamped] })) }))
  await expect(inPoint(bulletin)).rejects.toThrow('letter-secret')
  const { organisationId, mai: by } = desk
  const announced = draftAnnouncement(desk.deps, { organisationId, title: 'Thông báo', text: stamped, by })
  await expect(announced).rejects.toThrow('letter-secret')
  expect(await desk.db.publication.count({ where: { text: { contains: 'TỐI MẬT' } } })).toBe(0)
})

test('released content stays as it is', async () => {
  const ids = await draftBulletin(desk)
  await released(desk, ids)
  const { publication } = await readPublication(desk.deps, ids)
  const late = edit(() => ({ title: 'Khác' }))({ ids, publication, conferenceId: '', who: { ...ids, by: desk.mai } })
  await expect(late).rejects.toThrow('publication-released')
})

test('two themes cannot have one number, and files of others cannot be attached', async () => {
  const bulletin = await approvedBulletin()
  const same = edit(({ themes }) => ({ themes: themes.map((theme) => ({ ...theme, number: 1 })) }))(bulletin)
  await expect(same).rejects.toThrow('theme-number-repeated')
  const foreign = addAttachment(desk.deps, { ...bulletin.who, fileId: '019aa000-0000-7000-8000-000000000000' })
  await expect(foreign).rejects.toThrow('file-not-found')
  const clerk = addAttachment(desk.deps, { ...bulletin.who, by: desk.tuan, title: 'Phụ lục' })
  await expect(clerk).rejects.toThrow('not-for-this-role')
})
