import { readFile } from 'node:fs/promises'
import { addConference } from '../../src/domain/conferences/add-conference.ts'
import type { Deps } from '../../src/domain/deps.ts'
import { storeFile } from '../../src/domain/files/store-file.ts'
import type { ActingStaff } from '../../src/domain/organisations/acting-staff.ts'
import { addAttachment, fillAttachment } from '../../src/domain/publications/change-attachments.ts'
import { approvePublication } from '../../src/domain/publications/decide-publication.ts'
import { draftFromLetter } from '../../src/domain/publications/draft-from-letter.ts'
import { readPublication } from '../../src/domain/publications/read-publications.ts'
import { numberPublication, releasePublication } from '../../src/domain/publications/release-publication.ts'
import { submitPublication } from '../../src/domain/publications/submit-publication.ts'
import { officeMoment } from './office-moment.ts'
import type { DemoTeam } from './seed-staff.ts'

/** One bulletin that is released and may be sent at once, and one draft to play the whole way with. */
export async function seedPublications(deps: Deps, organisationId: string, team: DemoTeam): Promise<void> {
  const { editor, approver, clerk } = team
  const first = await seedBulletin(deps, organisationId, editor, 'department-november.txt', 'so-tay-an-toan-mua-lu.pdf')
  const day = (days: number, time: string) => officeMoment(deps.clock.now(), deps.timeZone, days, time)
  await addConference(deps, {
    organisationId,
    publicationId: first,
    kind: 'Giao ban báo chí',
    title: 'Giao ban báo chí tháng này',
    startsAt: day(6, '14:00'),
    answerBy: day(4, '17:00'),
    place: 'Phòng họp số 2, trụ sở Sở, 12 đường Bến Thuyền',
    agenda: 'Thông tin các nội dung trong bản tin; trao đổi, trả lời câu hỏi của phóng viên.',
    contact: 'Lê Thu Hiền, Phòng Báo chí',
    by: editor,
  })
  const step = { publicationId: first, organisationId }
  await submitPublication(deps, { ...step, by: editor })
  await approvePublication(deps, { ...step, by: approver })
  const issuedOn = officeMoment(deps.clock.now(), deps.timeZone, 0, '12:00').toISOString().slice(0, 10)
  await numberPublication(deps, { ...step, documentNumber: '386/SVHTT-BC', issuedOn, by: clerk })
  await releasePublication(deps, { ...step, by: clerk })
  await seedBulletin(deps, organisationId, editor, 'ministry-flood-season.txt', 'lich-tuan-du-lich.pdf')
}

/** A draft from an invented letter, with its first document filled by a real file. */
async function seedBulletin(
  deps: Deps,
  organisationId: string,
  by: ActingStaff,
  letter: string,
  file: string,
): Promise<string> {
  const text = await readFile(new URL(`letters/${letter}`, import.meta.url), 'utf8')
  const publicationId = await draftFromLetter(deps, { organisationId, text, by })
  const bytes = await readFile(new URL(`files/${file}`, import.meta.url))
  const stored = await storeFile(deps, { organisationId, name: file, bytes: once(bytes), by })
  if ('refused' in stored) throw new Error(`The demo's ${file} was refused: ${stored.refused}`)
  const { publication } = await readPublication(deps, { organisationId, publicationId })
  const named = publication.themes.flatMap(({ attachments }) => attachments)[0]
  const change = { publicationId, organisationId, expectedUpdatedAt: publication.updatedAt, fileId: stored.id, by }
  if (named) await fillAttachment(deps, { ...change, attachmentId: named.id })
  else
    await addAttachment(deps, {
      ...change,
      title: 'Lịch Tuần Du lịch Sông Lam 2026',
      supplier: 'Trung tâm Xúc tiến Du lịch tỉnh Sông Lam',
    })
  return publicationId
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
