import { beforeEach, describe, expect, test } from 'vitest'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { settleUnknown } from '../../../src/domain/deliveries/settle-unknown.ts'
import { contentHash } from '../../../src/domain/publications/content-hash.ts'
import { findPublication } from '../../../src/domain/publications/publications.repository.ts'
import { testDatabase } from '../../database.ts'
import { type RevisingDesk, revisingDesk } from './desk.ts'

let desk: RevisingDesk
beforeEach(async () => {
  const database = await testDatabase()
  desk = await revisingDesk(database)
  return () => database[Symbol.asyncDispose]()
})

const dayMs = 86_400_000
const recallBroadcast = (publicationId: string) =>
  desk.db.broadcast.findFirst({ where: { publicationId, kind: 'recall' } })
const addsUp = async (broadcastId: string) => {
  const { audience, ...states } = await desk.ledger(broadcastId)
  expect(Object.values(states).reduce((one, other) => one + other, 0)).toBe(audience)
  return states
}

describe('taking back what went out', () => {
  test('removes young messages from the phone, and tells those whose messages cannot be changed', async () => {
    await desk.onTelegram('An')
    const binh = await desk.onZalo('Bình')
    const publicationId = await desk.release()
    const broadcastId = await desk.send(publicationId)
    expect(desk.telegram.shown('An@telegram').length).toBeGreaterThan(2)
    await desk.recall(publicationId)
    await desk.settle()
    expect(desk.telegram.shown('An@telegram')).toEqual([])
    expect(desk.zalo.phone('Bình@zalo').join(' ')).toContain(
      'Sở Mẫu đã thu hồi văn bản «Thông báo số 1». Lý do: Sai số liệu',
    )
    const told = await recallBroadcast(publicationId)
    expect(await addsUp(told?.id ?? '')).toMatchObject({ sent: 1 })
    expect(await desk.deliveryOf(told?.id ?? '', binh.id)).toMatchObject({ state: 'sent', surface: 'zalo' })
    expect(await addsUp(broadcastId)).toMatchObject({ sent: 2 })
    expect(await desk.steps()).toMatchObject([{ state: 'revised', reason: null }])
  })

  test('leaves one sentence with issuer and reason where a message is too old to be removed, and says which parts stayed', async () => {
    await desk.onTelegram('An')
    const publicationId = await desk.release()
    await withFile(publicationId)
    await desk.send(publicationId)
    desk.clock.advance(3 * dayMs)
    await desk.recall(publicationId)
    await desk.settle()
    const [first, ...rest] = desk.telegram.shown('An@telegram')
    expect(first).toBe('Sở Mẫu đã thu hồi văn bản «Thông báo số 1». Lý do: Sai số liệu')
    expect(rest.at(-1)).toBe('file: bang-so-lieu.pdf')
    expect(new Set(rest.slice(0, -1))).toEqual(new Set(['(Nội dung này đã được thu hồi.)']))
    expect(await desk.steps()).toMatchObject([{ state: 'revised', reason: 'partly' }])
    expect(await recallBroadcast(publicationId)).toBeNull()
  })

  test('is told to whoever still has the first text, in the same ledger', async () => {
    const an = await desk.onTelegram('An')
    await desk.onZalo('Bình')
    const publicationId = await desk.release()
    await desk.send(publicationId)
    const refused = { kind: 'cannot', code: 'not-editable' } as const
    desk.telegram.scriptRevision('An@telegram', refused, refused)
    await desk.recall(publicationId)
    await desk.settle()
    const told = await recallBroadcast(publicationId)
    expect(await addsUp(told?.id ?? '')).toMatchObject({ sent: 2, planned: 0 })
    expect(await desk.deliveryOf(told?.id ?? '', an.id)).toMatchObject({ state: 'sent', surface: 'telegram' })
    expect(desk.telegram.shown('An@telegram').join(' ')).toContain('đã thu hồi')
    expect(await desk.steps()).toMatchObject([{ state: 'cannot', reason: 'refused' }])
  })

  test('stops what is on its way: planned and queued rows and answers are cancelled, and no content leaves any more', async () => {
    for (const name of ['An', 'Bình', 'Chi']) await desk.onTelegram(name)
    const publicationId = await desk.release()
    const { organisationId } = desk
    const broadcastId = await startBroadcast(desk.deps, { publicationId, organisationId, by: desk.staff('editor') })
    const [first] = desk.queue.waiting
    await desk.queue.empty()
    await desk.deps.queue.toAccount(desk.telegram.accountId, 'send-delivery', first ? [first.job as never] : [])
    await desk.work()
    const reply = await contentReply(publicationId, 'An')
    await desk.recall(publicationId)
    await desk.settle()
    expect(await addsUp(broadcastId)).toMatchObject({ sent: 1, skipped: 2 })
    expect(await desk.db.reply.findUnique({ where: { id: reply } })).toMatchObject({
      state: 'skipped',
      reason: 'cancelled',
    })
    expect(await desk.db.broadcast.findUnique({ where: { id: broadcastId } })).toMatchObject({
      state: 'cancelled',
      stateReason: 'recalled',
      stateBy: 'staff-approver',
    })
    for (const name of ['An', 'Bình', 'Chi']) expect(desk.telegram.shown(`${name}@telegram`)).toEqual([])
  })

  test('waits for a delivery in the middle of its sending, and then takes it back too', async () => {
    await desk.onTelegram('An')
    await desk.onTelegram('Bình')
    const publicationId = await desk.release()
    const meanwhile = async () => {
      await desk.recall(publicationId)
      await desk.sweepOnce()
    }
    desk.telegram.script('Bình@telegram', { kind: 'sent', messageIds: ['b1'], costVnd: 0, meanwhile })
    const broadcastId = await desk.send(publicationId)
    expect(await addsUp(broadcastId)).toMatchObject({ sent: 2 })
    desk.clock.advance(6_000)
    await desk.settle()
    expect(desk.telegram.shown('Bình@telegram')).toEqual([])
    expect(await desk.steps()).toMatchObject([{ state: 'revised' }, { state: 'revised' }])
  })

  test('also takes back what was opened later in an answer', async () => {
    await desk.onTelegram('An')
    const publicationId = await desk.release()
    await desk.send(publicationId)
    await contentReply(publicationId, 'An')
    await desk.settle(1)
    expect(desk.telegram.shown('An@telegram').join(' ')).toContain('Chuyên đề 1')
    await desk.recall(publicationId)
    await desk.settle()
    expect(desk.telegram.shown('An@telegram')).toEqual([])
  })

  test('of a doubtful delivery whose message nobody can name, the person is told', async () => {
    const an = await desk.onTelegram('An')
    await desk.onTelegram('Bình')
    const publicationId = await desk.release()
    desk.telegram.script('An@telegram', { kind: 'unknown', code: 'timeout' })
    const broadcastId = await desk.send(publicationId)
    await desk.recall(publicationId)
    await desk.settle()
    const told = await recallBroadcast(publicationId)
    expect(await desk.deliveryOf(told?.id ?? '', an.id)).toMatchObject({ state: 'sent' })
    const { id } = await desk.deliveryOf(broadcastId, an.id)
    const again = settleUnknown(desk.deps, { deliveryId: id, as: 'resend', by: desk.staff('editor') })
    await expect(again).rejects.toMatchObject({ code: 'publication-recalled' })
  })
})

describe('the conference it invites to', () => {
  test('stands, with its invitation and its reminders, unless the approver calls it off', async () => {
    await desk.onTelegram('An')
    const conferenceId = await desk.conference()
    const publicationId = await desk.release({ kind: 'everyone' }, conferenceId)
    await desk.send(publicationId)
    await desk.recall(publicationId)
    await desk.settle()
    const shown = desk.telegram.shown('An@telegram')
    expect(shown.join(' ')).toContain('Họp báo tháng 11')
    expect(shown.join(' ')).toContain('Tham dự')
    expect(shown.join(' ')).not.toContain('Mời đọc.')
    expect(await desk.db.reminder.count({ where: { conferenceId, state: 'scheduled' } })).toBe(1)
  })

  test('goes with it when the approver says so: invitation gone, reminders cancelled, nobody can answer, everybody told once', async () => {
    await desk.onTelegram('An')
    const conferenceId = await desk.conference()
    const publicationId = await desk.release({ kind: 'everyone' }, conferenceId)
    await desk.send(publicationId)
    await desk.recall(publicationId, { callOff: true })
    await desk.settle()
    const shown = desk.telegram.shown('An@telegram')
    expect(shown.filter((text) => text.includes('«Họp báo tháng 11» không tổ chức nữa.'))).toHaveLength(1)
    expect(shown.join(' ')).not.toMatch(/Mời đọc|Tham dự|Giấy mời/)
    expect(await addsUp((await recallBroadcast(publicationId))?.id ?? '')).toMatchObject({ sent: 1 })
    expect(await desk.db.reminder.count({ where: { conferenceId, state: 'scheduled' } })).toBe(0)
    expect(await desk.db.conference.findUnique({ where: { id: conferenceId } })).toMatchObject({
      cancelledAt: expect.any(Date),
      buttonsClosedAt: expect.any(Date),
    })
  })
})

describe('a recall is refused', () => {
  test.each([
    ['to an editor', { by: 'editor' }],
    ['without a reason in words', { reason: ' \n ' }],
  ] as const)('%s', async (_case, given) => {
    await desk.onTelegram('An')
    const publicationId = await desk.release()
    await desk.send(publicationId)
    const by = 'by' in given ? desk.staff('editor') : desk.boss
    const reason = 'reason' in given ? given.reason : 'Sai'
    await expect(desk.recall(publicationId, { by, reason })).rejects.toMatchObject({ name: 'DomainError' })
    expect(await desk.db.revision.count()).toBe(0)
  })

  test('before anybody has it, and a second time', async () => {
    await desk.onTelegram('An')
    const publicationId = await desk.release()
    await expect(desk.recall(publicationId)).rejects.toMatchObject({ code: 'publication-not-sent' })
    await desk.send(publicationId)
    await desk.recall(publicationId)
    await expect(desk.recall(publicationId)).rejects.toMatchObject({ code: 'publication-recalled' })
    const again = desk.send(publicationId)
    await expect(again).rejects.toMatchObject({ code: 'publication-recalled' })
  })
})

/** The content as an answer that waits to be sent. */
async function contentReply(publicationId: string, name: string) {
  const { db, telegram, clock } = desk
  const contact = await db.contact.findFirstOrThrow({ where: { address: `${name}@telegram` } })
  const id = desk.newUuid()
  const url = `https://desk.example/p/x/bulletins/${publicationId}`
  const message = {
    kind: 'message',
    blocks: [{ kind: 'paragraph', text: 'Chuyên đề 1' }],
    buttons: [{ label: 'Trang', url }],
    files: [],
  }
  const where = { contactId: contact.id, accountId: telegram.accountId }
  await db.reply.create({ data: { id, ...where, message, state: 'planned', createdAt: clock.now() } })
  return id
}

/** An attachment that is put into what was released, as if it had been there from the start. */
async function withFile(publicationId: string) {
  const { db, clock, organisationId } = desk
  const [fileId, sha256] = [desk.newUuid(), 'a'.repeat(64)]
  await db.fileContent.create({ data: { sha256, size: 3, createdAt: clock.now() } })
  const file = { id: fileId, organisationId, sha256, name: 'bang-so-lieu.pdf', mediaType: 'application/pdf' }
  await db.file.create({ data: { ...file, createdBy: 'staff-editor', createdAt: clock.now() } })
  await db.attachment.create({ data: { id: desk.newUuid(), publicationId, position: 0, title: 'Số liệu', fileId } })
  const publication = await findPublication(db, organisationId, publicationId)
  if (publication)
    await db.approval.updateMany({ where: { publicationId }, data: { contentHash: contentHash(publication) } })
}
