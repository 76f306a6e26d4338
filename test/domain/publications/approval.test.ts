import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { storeFile } from '../../../src/domain/files/store-file.ts'
import { assertSendable } from '../../../src/domain/publications/assert-sendable.ts'
import { approvePublication, returnPublication } from '../../../src/domain/publications/decide-publication.ts'
import { draftAnnouncement } from '../../../src/domain/publications/draft-announcement.ts'
import { draftFromLetter } from '../../../src/domain/publications/draft-from-letter.ts'
import { readPublication } from '../../../src/domain/publications/read-publications.ts'
import { numberPublication, releasePublication } from '../../../src/domain/publications/release-publication.ts'
import { submitPublication } from '../../../src/domain/publications/submit-publication.ts'
import { inTransaction } from '../../../src/platform/postgres.ts'
import { approved, draftBulletin, released, sampleLetter, stateOf } from './bulletin.ts'
import { addOrganisation, type Desk, openDesk, pdf, streamed } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk[Symbol.asyncDispose]())

const numbered = { documentNumber: '386/SVHTT-BC', issuedOn: '2026-11-16' }
const sendable = (ids: { publicationId: string; organisationId: string }) =>
  inTransaction(desk.db, (tx) => assertSendable(desk.deps, tx, ids))

describe('who may do what', () => {
  const steps = {
    draft: async (by: Desk['mai']) => {
      await draftFromLetter(desk.deps, {
        organisationId: desk.organisationId,
        text: sampleLetter('department-november'),
        by,
      })
    },
    submit: async (by: Desk['mai']) => submitPublication(desk.deps, { ...(await draftBulletin(desk)), by }),
    approve: async (by: Desk['mai']) => {
      const ids = await draftBulletin(desk)
      await submitPublication(desk.deps, { ...ids, by: desk.mai })
      await approvePublication(desk.deps, { ...ids, by })
    },
    number: async (by: Desk['mai']) => {
      const ids = await draftBulletin(desk)
      await approved(desk, ids)
      await numberPublication(desk.deps, { ...ids, ...numbered, by })
    },
    release: async (by: Desk['mai']) => {
      const ids = await draftBulletin(desk)
      await approved(desk, ids)
      await releasePublication(desk.deps, { ...ids, by })
    },
  }
  const allowed = {
    draft: ['mai', 'nam'],
    submit: ['mai', 'nam'],
    approve: ['lan'],
    number: ['tuan'],
    release: ['tuan'],
  }
  const people = ['mai', 'nam', 'lan', 'tuan', 'quang'] as const
  const table = (Object.keys(steps) as (keyof typeof steps)[]).flatMap((step) =>
    people.map((person) => [step, person, allowed[step].includes(person)] as const),
  )
  test.each(table)('%s by %s: %s', async (step, person, may) => {
    const done = steps[step](desk[person])
    await (may ? expect(done).resolves.toBeUndefined() : expect(done).rejects.toMatchObject({ kind: 'forbidden' }))
  })

  test('nobody of another organisation', async () => {
    const organisationId = await addOrganisation(desk.db, 'Sở Y tế tỉnh Sông Lam')
    const ids = await draftBulletin(desk)
    const stranger = { ...desk.lan, organisationId }
    await expect(approvePublication(desk.deps, { ...ids, by: stranger })).rejects.toThrow('other-organisation')
    const elsewhere = { publicationId: ids.publicationId, organisationId, by: stranger }
    await expect(approvePublication(desk.deps, elsewhere)).rejects.toThrow('publication-not-found')
  })

  test('an approver who was editor when the draft was made or submitted cannot approve it', async () => {
    const { deps } = desk
    const created = await draftBulletin(desk)
    await submitPublication(deps, { ...created, by: desk.nam })
    const maiNowApprover = { ...desk.mai, role: 'approver' as const }
    const namNowApprover = { ...desk.nam, role: 'approver' as const }
    await expect(approvePublication(deps, { ...created, by: maiNowApprover })).rejects.toThrow('approval-by-writer')
    await expect(approvePublication(deps, { ...created, by: namNowApprover })).rejects.toThrow('approval-by-writer')
  })
})

test('the way to release: draft, submitted, approved, numbered, released, and only then it can be sent', async () => {
  const ids = await draftBulletin(desk)
  await expect(sendable(ids)).rejects.toThrow('not-sendable')
  await expect(approvePublication(desk.deps, { ...ids, by: desk.lan })).rejects.toThrow('not-waiting-for-approval')
  await submitPublication(desk.deps, { ...ids, by: desk.mai })
  await expect(submitPublication(desk.deps, { ...ids, by: desk.mai })).rejects.toThrow('publication-not-draft')
  await expect(numberPublication(desk.deps, { ...ids, ...numbered, by: desk.tuan })).rejects.toThrow('not-approved')
  const { contentHash } = await readPublication(desk.deps, ids)
  const blind = approvePublication(desk.deps, { ...ids, by: desk.lan, contentHash: 'what was on the screen before' })
  await expect(blind).rejects.toThrow('publication-changed')
  await approvePublication(desk.deps, { ...ids, by: desk.lan, contentHash })
  await expect(sendable(ids)).rejects.toThrow('not-sendable')
  const { organisationId } = ids
  const signed = await storeFile(desk.deps, {
    organisationId,
    name: 'ký.pdf',
    bytes: streamed(pdf('ký')),
    by: desk.tuan,
  })
  if ('refused' in signed) throw new Error(signed.refused)
  await numberPublication(desk.deps, { ...ids, ...numbered, signedFileId: signed.id, by: desk.tuan })
  expect(await stateOf(desk, ids)).toBe('approved')
  await releasePublication(desk.deps, { ...ids, by: desk.tuan })
  expect(await sendable(ids)).toMatchObject({ state: 'released', signedFile: { name: 'ký.pdf' } })
})

test('a return gives it back with a reason, also after the approval, never after the release', async () => {
  const ids = await draftBulletin(desk)
  await approved(desk, ids)
  await expect(returnPublication(desk.deps, { ...ids, by: desk.lan, note: ' ' })).rejects.toThrow('return-without-note')
  await returnPublication(desk.deps, { ...ids, by: desk.lan, note: 'Bổ sung số liệu.' })
  const { publication, approvals } = await readPublication(desk.deps, ids)
  expect([publication.state, approvals[0]?.state, approvals[0]?.note]).toEqual([
    'draft',
    'returned',
    'Bổ sung số liệu.',
  ])
  await released(desk, ids)
  const late = returnPublication(desk.deps, { ...ids, by: desk.lan, note: 'Muộn' })
  await expect(late).rejects.toThrow('not-waiting-for-approval')
})

test('a bulletin is not released without number and date; an announcement may be', async () => {
  const { organisationId, mai, tuan } = desk
  const text = sampleLetter('ministry-flood-season')
  const bulletin = {
    organisationId,
    publicationId: await draftFromLetter(desk.deps, { organisationId, text, by: mai }),
  }
  await approved(desk, bulletin)
  await expect(releasePublication(desk.deps, { ...bulletin, by: tuan })).rejects.toThrow('number-missing')
  const wrongDate = numberPublication(desk.deps, {
    ...bulletin,
    documentNumber: '1/TB',
    issuedOn: '2026-02-30',
    by: tuan,
  })
  await expect(wrongDate).rejects.toThrow('number-missing')
  const note = { organisationId, title: 'Tạm dừng cấp nước', text: 'Tạm dừng cấp nước từ 8 giờ.', by: mai }
  const announcement = { organisationId, publicationId: await draftAnnouncement(desk.deps, note) }
  await approved(desk, announcement)
  await releasePublication(desk.deps, { ...announcement, by: tuan })
  expect((await sendable(announcement)).documentNumber).toBeNull()
})

test('content that was changed behind the back of the house is not sent', async () => {
  const ids = await draftBulletin(desk)
  await released(desk, ids)
  await desk.db.theme.updateMany({ where: { publicationId: ids.publicationId, number: 1 }, data: { points: ['khác'] } })
  await expect(sendable(ids)).rejects.toThrow('not-sendable')
})

test('each step is in the audit with who did it', async () => {
  const ids = await draftBulletin(desk)
  await released(desk, ids)
  const subject = `publication:${ids.publicationId}`
  const entries = await desk.db.auditEntry.findMany({ where: { subject }, orderBy: { id: 'asc' } })
  expect(entries.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
    'letter-drafted staff:mai',
    'publication-submitted staff:mai',
    'publication-approved staff:lan',
    'publication-numbered staff:tuan',
    'publication-released staff:tuan',
  ])
})
