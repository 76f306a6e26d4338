import { beforeEach, expect, test } from 'vitest'
import { createCompose } from '../../../src/domain/deliveries/compose-delivery.ts'
import { settleUnknown } from '../../../src/domain/deliveries/settle-unknown.ts'
import { composePublication } from '../../../src/domain/publications/compose-publication.ts'
import { approvePublication } from '../../../src/domain/publications/decide-publication.ts'
import { draftCorrection } from '../../../src/domain/publications/draft-correction.ts'
import { editPublication } from '../../../src/domain/publications/edit-publication.ts'
import { readPublication } from '../../../src/domain/publications/read-publications.ts'
import { numberPublication, releasePublication } from '../../../src/domain/publications/release-publication.ts'
import { submitPublication } from '../../../src/domain/publications/submit-publication.ts'
import { findReadable } from '../../../src/domain/reporters/reading.repository.ts'
import { runSchedule } from '../../../src/domain/schedules/run-due-schedules.ts'
import { schedulePublication } from '../../../src/domain/schedules/schedule-publication.ts'
import { findSchedule } from '../../../src/domain/schedules/schedules.repository.ts'
import { testDatabase } from '../../database.ts'
import { type RevisingDesk, revisingDesk } from './desk.ts'

let desk: RevisingDesk
beforeEach(async () => {
  const database = await testDatabase()
  desk = await revisingDesk(database)
  return () => database[Symbol.asyncDispose]()
})

async function correctionOf(publicationId: string, text: string) {
  const { deps, organisationId, boss } = desk
  const by = desk.staff('editor')
  const id = await draftCorrection(deps, { publicationId, organisationId, by })
  const ids = { publicationId: id, organisationId }
  const { publication } = await readPublication(deps, ids)
  const { title, issuer, audience } = publication
  const content = { title, issuer, audience, text }
  await editPublication(deps, { ...ids, expectedUpdatedAt: publication.updatedAt, content, by })
  await submitPublication(deps, { ...ids, by })
  await approvePublication(deps, { ...ids, by: boss })
  const clerk = desk.staff('clerk')
  await numberPublication(deps, { ...ids, by: clerk, documentNumber: '12/TB-SM', issuedOn: '2026-11-23' })
  await releasePublication(deps, { ...ids, by: clerk })
  return id
}

test('a correction goes to exactly those who got the first, and the old message names what replaces it', async () => {
  const an = await desk.onTelegram('An')
  const binh = await desk.onZalo('Bình')
  const chi = await desk.addReporter({ name: 'Chi' })
  const publicationId = await desk.release()
  await desk.send(publicationId)
  desk.clock.advance(3 * 86_400_000)
  await desk.onTelegram('Dung')
  const correctionId = await correctionOf(publicationId, 'Mời đọc bản đúng.')
  const broadcastId = await desk.send(correctionId)
  await desk.settle()
  const rows = await desk.db.delivery.findMany({ where: { broadcastId } })
  expect(rows.map(({ reporterId }) => reporterId).toSorted()).toEqual([an.id, binh.id].toSorted())
  expect(rows.map(({ reporterId }) => reporterId)).not.toContain(chi.id)
  const shown = desk.telegram.shown('An@telegram')
  expect(shown[0]).toBe(
    'Sở Mẫu đã đính chính và thay thế văn bản «Thông báo số 1» bằng văn bản số 12/TB-SM ngày 23/11/2026.',
  )
  expect(shown.join(' ')).toContain('Đính chính và thay thế văn bản «Thông báo số 1».')
  expect(shown.join(' ')).toContain('Mời đọc bản đúng.')
  expect(shown).not.toContain('Mời đọc.')
  expect(desk.zalo.phone('Bình@zalo').join(' ')).toContain('Mời đọc bản đúng.')
  const readable = await findReadable(desk.db, an.id, desk.clock.now())
  expect(readable.map(({ publicationId: id, replaced }) => [id, replaced])).toEqual([
    [correctionId, false],
    [publicationId, true],
  ])
})

test('whoever opens the first again is led to what has replaced it', async () => {
  const { id: reporterId, contacts } = await desk.onTelegram('An')
  const publicationId = await desk.release()
  await desk.send(publicationId)
  const ids = { publicationId, reporterId, contactId: contacts[0] ?? '' }
  const correctionId = await correctionOf(publicationId, 'Bản đúng.')
  expect(JSON.stringify(await composePublication(desk.deps, ids))).toContain('Mời đọc.')
  await desk.send(correctionId)
  const [message, ...more] = await composePublication(desk.deps, ids)
  expect(more).toEqual([])
  expect(JSON.stringify(message)).not.toContain('Mời đọc.')
  expect(JSON.stringify(message?.blocks)).toContain('bằng văn bản số 12/TB-SM ngày 23/11/2026')
  const [open] = message?.buttons ?? []
  const reference = open && 'reference' in open ? desk.deps.references.read(ids.contactId, open.reference) : undefined
  expect(reference).toEqual({ verb: 'open-publication', id: correctionId })
})

test('whoever may read the first as a newcomer may read the correction, and nobody else', async () => {
  await desk.onTelegram('An')
  const publicationId = await desk.release({ kind: 'outlet-kinds', kinds: ['provincial-press'] })
  await desk.send(publicationId)
  const correctionId = await correctionOf(publicationId, 'Bản đúng.')
  await desk.send(correctionId)
  await desk.sweepOnce()
  const newcomer = await desk.onTelegram('Dung')
  const stranger = await desk.addReporter({ name: 'Lạ', outletKind: 'portal', chats: [{ on: desk.telegram }] })
  const read = async (id: string) =>
    (await findReadable(desk.db, id, desk.clock.now())).map((each) => each.publicationId)
  expect(await read(newcomer.id)).toEqual([correctionId, publicationId])
  expect(await read(stranger.id)).toEqual([])
})

test('an invitation that went with the first keeps its message and its answers', async () => {
  await desk.onTelegram('An')
  const conferenceId = await desk.conference()
  const publicationId = await desk.release({ kind: 'everyone' }, conferenceId)
  await desk.send(publicationId)
  await desk.send(await correctionOf(publicationId, 'Bản đúng.'))
  await desk.settle()
  const shown = desk.telegram.shown('An@telegram').join(' ')
  expect(shown.match(/Họp báo tháng 11/g)).toHaveLength(1)
  expect(shown).toContain('[Tham dự|')
  expect(await desk.steps()).toMatchObject([{ state: 'revised', reason: null }])
})

test('who joined later and opened the first in a chat gets the correction too, since that chat still shows it', async () => {
  const { db, zalo, clock } = desk
  await desk.onTelegram('An')
  const publicationId = await desk.release()
  await desk.send(publicationId)
  clock.advance(86_400_000)
  const [opened, asked] = [await desk.onZalo('Bình'), await desk.onZalo('Chi')]
  for (const [id, link] of [
    [opened.id, `/bulletins/${publicationId}`],
    [asked.id, '/me'],
  ] as const) {
    const contact = await db.contact.findFirstOrThrow({ where: { reporterId: id } })
    const message = {
      kind: 'message',
      blocks: [],
      buttons: [{ label: 'Trang', url: `https://desk.example/p/x${link}` }],
    }
    const where = { contactId: contact.id, accountId: zalo.accountId, createdAt: clock.now() }
    await db.reply.create({ data: { id: desk.newUuid(), ...where, message, state: 'sent' } })
  }
  const broadcastId = await desk.send(await correctionOf(publicationId, 'Mời đọc bản đúng.'))
  expect(await desk.deliveryOf(broadcastId, opened.id)).toMatchObject({ state: 'sent', surface: 'zalo' })
  expect(await db.delivery.count({ where: { broadcastId, reporterId: asked.id } })).toBe(0)
})

test('a doubtful first one that staff sends again after its correction does not go any more', async () => {
  const an = await desk.onZalo('An')
  const publicationId = await desk.release()
  desk.zalo.script('An@zalo', { kind: 'unknown', code: 'timeout' })
  const firstId = await desk.send(publicationId)
  await desk.send(await correctionOf(publicationId, 'Mời đọc bản đúng.'))
  const { id: deliveryId } = await desk.deliveryOf(firstId, an.id)
  // What was loaded a moment before is not shared any more.
  Object.assign(desk.deps, { compose: createCompose(desk.deps) })
  await settleUnknown(desk.deps, { deliveryId, as: 'resend', by: desk.staff('editor') })
  await desk.settle()
  expect(await desk.deliveryOf(firstId, an.id)).toMatchObject({ state: 'skipped', reason: 'not-needed' })
  expect(desk.zalo.phone('An@zalo').join(' ')).not.toContain('Mời đọc.')
  expect(await desk.db.broadcast.findUnique({ where: { id: firstId } })).toMatchObject({ state: 'finished' })
})

test('there is one correction at a time, by an editor, of something that has gone out and was not taken back', async () => {
  await desk.onTelegram('An')
  const publicationId = await desk.release()
  const { deps, organisationId } = desk
  const draft = (by = desk.staff('editor')) => draftCorrection(deps, { publicationId, organisationId, by })
  await expect(draft()).rejects.toMatchObject({ code: 'publication-not-sent' })
  await desk.send(publicationId)
  await expect(draft(desk.staff('clerk'))).rejects.toMatchObject({ kind: 'forbidden' })
  await draft()
  await expect(draft()).rejects.toMatchObject({ code: 'correction-begun' })
  const other = await desk.release()
  await desk.send(other)
  await desk.recall(other)
  const late = draftCorrection(deps, { publicationId: other, organisationId, by: desk.staff('editor') })
  await expect(late).rejects.toMatchObject({ code: 'publication-recalled' })
})

test('what goes every month stops when a correction goes out, and a correction that goes every month corrects once', async () => {
  const an = await desk.onTelegram('An')
  const publicationId = await desk.release()
  await desk.send(publicationId)
  const { organisationId } = desk
  const rule = { kind: 'monthly', day: 30, time: '08:00', until: null }
  const every = (id: string) =>
    schedulePublication(desk.deps, { publicationId: id, organisationId, rule, by: desk.staff('editor') })
  const { id } = await every(publicationId)
  const correctionId = await correctionOf(publicationId, 'Mời đọc bản đúng.')
  await desk.send(correctionId)
  await desk.settle()
  expect(await findSchedule(desk.db, organisationId, id)).toMatchObject({ stateReason: 'publication-corrected' })
  const { id: scheduleId, nextAt } = await every(correctionId)
  desk.clock.set(nextAt)
  const broadcastId = await runSchedule(desk.deps, { scheduleId })
  expect(await desk.db.delivery.findMany({ where: { broadcastId: broadcastId ?? '' } })).toMatchObject([
    { reporterId: an.id },
  ])
  expect(await desk.db.revision.count({ where: { publicationId } })).toBe(1)
})
