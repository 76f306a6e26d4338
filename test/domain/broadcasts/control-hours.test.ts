import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cancelBroadcast } from '../../../src/domain/broadcasts/cancel-broadcast.ts'
import { pauseBroadcast } from '../../../src/domain/broadcasts/pause-broadcast.ts'
import { resumeBroadcast } from '../../../src/domain/broadcasts/resume-broadcast.ts'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import { contentHash } from '../../../src/domain/publications/content-hash.ts'
import { findPublication } from '../../../src/domain/publications/publications.repository.ts'
import { findReadable } from '../../../src/domain/reporters/reading.repository.ts'
import { recallPublication } from '../../../src/domain/revisions/recall-publication.ts'
import { type TestDatabase, testDatabase } from '../../database.ts'
import { monday, type PressDesk, pressDesk } from '../../press-desk.ts'

let database: TestDatabase
let desk: PressDesk
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  desk = await pressDesk(database)
  await office({ abortWindowSeconds: 30 })
})
afterAll(() => database[Symbol.asyncDispose]())

const office = (settings: object) =>
  desk.db.organisation.update({
    where: { id: desk.organisationId },
    data: { settings: { abortWindowSeconds: 0, ...settings } },
  })
const onTelegram = (name: string) => desk.addReporter({ name, chats: [{ on: desk.telegram }] })
const send = (publicationId: string) =>
  startBroadcast(desk.deps, { publicationId, organisationId: desk.organisationId, by: desk.staff('editor') })
const start = async () => send(await desk.release())
const of = (broadcastId: string, by = desk.staff('clerk')) => ({ broadcastId, organisationId: desk.organisationId, by })
/** A second of the service: the sweep, and what it hands over. */
const second = async () => {
  await sweep(desk.deps, { processStartedAt: monday, alone: false })
  await desk.work()
}
const at = async (time: string) => {
  desk.clock.set(new Date(`2026-11-${time}+07:00`))
  await second()
}
const broadcastOf = (id: string) => desk.db.broadcast.findUniqueOrThrow({ where: { id } })
const office7 = (time: string) => new Date(`2026-11-${time}+07:00`)

describe('after the button was pressed', () => {
  test('nothing goes for the abort window, then all of it does by itself', async () => {
    await onTelegram('An')
    const giang = await desk.addReporter({ name: 'Giang', page: true })
    const publicationId = await desk.release()
    const id = await send(publicationId)
    const readable = () => findReadable(desk.db, giang.id, desk.clock.now())
    for (const passedMs of [0, 10_000, 19_999]) {
      desk.clock.set(new Date(monday.getTime() + passedMs))
      await second()
    }
    expect(await broadcastOf(id)).toMatchObject({ state: 'held', stateReason: 'abort-window', countedFrom: null })
    expect(await desk.ledger(id)).toMatchObject({ audience: 2, planned: 2 })
    expect([desk.telegram.calls, await readable()]).toEqual([[], []])
    desk.clock.set(new Date(monday.getTime() + 30_000))
    await second()
    expect(await broadcastOf(id)).toMatchObject({ state: 'sending', stateReason: null, heldUntil: null })
    await second()
    expect(await desk.ledger(id)).toMatchObject({ audience: 2, sent: 2 })
    expect(await readable()).toMatchObject([{ publicationId }])
    expect(await broadcastOf(id)).toMatchObject({ state: 'finished' })
  })

  test('it can be called back as if it had never been pressed, and sent anew', async () => {
    await onTelegram('An')
    await desk.addReporter({ name: 'Giang', page: true })
    const conferenceId = desk.newUuid()
    const startsAt = new Date(monday.getTime() + 5 * 86_400_000)
    const times = { startsAt, answerBy: startsAt, createdBy: 'staff-editor', createdAt: monday, updatedAt: monday }
    const facts = { kind: 'Giao ban', title: 'Giao ban', place: 'Hội trường' }
    await desk.db.conference.create({
      data: { id: conferenceId, organisationId: desk.organisationId, ...facts, ...times },
    })
    const publicationId = await desk.release({ kind: 'everyone' }, conferenceId)
    const id = await send(publicationId)
    desk.clock.advance(29_000)
    await cancelBroadcast(desk.deps, of(id))
    desk.clock.advance(60_000)
    await second()
    expect(await desk.ledger(id)).toMatchObject({ audience: 2, skipped: 2 })
    expect([await desk.db.invitation.count(), await desk.db.reminder.count()]).toEqual([0, 0])
    const again = await send(publicationId)
    desk.clock.advance(30_000)
    await second()
    expect(await desk.ledger(again)).toMatchObject({ audience: 2, sent: 2 })
    expect(await desk.db.invitation.count({ where: { conferenceId } })).toBe(2)
    expect(desk.telegram.phone('An@telegram')).toEqual(['bulletin', 'invitation'])
  })

  test('whoever approves may recall it while it is held, and nobody gets it', async () => {
    await onTelegram('An')
    await desk.addReporter({ name: 'Giang', page: true })
    const publicationId = await desk.release()
    const id = await send(publicationId)
    const by = { id: 'boss', role: 'approver', organisationId: desk.organisationId } as const
    const recall = { publicationId, organisationId: desk.organisationId, reason: 'Sai số liệu', callOff: false, by }
    await recallPublication(desk.deps, recall)
    desk.clock.advance(60_000)
    await second()
    expect(await broadcastOf(id)).toMatchObject({ state: 'cancelled', stateReason: 'recalled', stateBy: 'boss' })
    expect(await desk.ledger(id)).toMatchObject({ audience: 2, skipped: 2 })
    expect([desk.telegram.calls, await desk.db.broadcast.count({ where: { kind: 'recall', publicationId } })]).toEqual([
      [],
      0,
    ])
  })

  test('a correction says so in the old messages only when it goes', async () => {
    await office({})
    await onTelegram('An')
    const first = await desk.release()
    await send(first)
    await second()
    await second()
    const correction = await desk.release()
    await desk.db.publication.update({ where: { id: correction }, data: { correctsId: first } })
    const corrected = await findPublication(desk.db, desk.organisationId, correction)
    if (!corrected) throw new Error('no correction')
    const data = { contentHash: contentHash(corrected) }
    await desk.db.approval.updateMany({ where: { publicationId: correction }, data })
    await office({ abortWindowSeconds: 30 })
    const replacedBy = async () => (await findPublication(desk.db, desk.organisationId, first))?.replacedBy?.id
    const called = await send(correction)
    await second()
    expect([await replacedBy(), await desk.db.revision.count({ where: { kind: 'corrected' } })]).toEqual([undefined, 0])
    await cancelBroadcast(desk.deps, of(called))
    expect(await replacedBy()).toBeUndefined()
    await send(correction)
    desk.clock.advance(30_000)
    await second()
    expect([await replacedBy(), await desk.db.revision.count({ where: { kind: 'corrected' } })]).toEqual([
      correction,
      1,
    ])
  })

  test('it goes at once where the office wants no abort window', async () => {
    await office({})
    await onTelegram('An')
    const id = await start()
    await desk.work()
    expect(await broadcastOf(id)).toMatchObject({ state: 'sending', countedFrom: monday })
    expect(await desk.ledger(id)).toMatchObject({ sent: 1 })
  })

  test('a pause in the abort window is resumed into what is left of it', async () => {
    await onTelegram('An')
    const id = await start()
    await pauseBroadcast(desk.deps, of(id))
    desk.clock.advance(10_000)
    await resumeBroadcast(desk.deps, of(id))
    expect(await broadcastOf(id)).toMatchObject({
      state: 'held',
      stateReason: 'abort-window',
      heldUntil: new Date(monday.getTime() + 30_000),
    })
    await pauseBroadcast(desk.deps, of(id))
    desk.clock.advance(60_000)
    await second()
    expect(desk.telegram.calls).toEqual([])
    await resumeBroadcast(desk.deps, of(id))
    await desk.work()
    expect(await desk.ledger(id)).toMatchObject({ sent: 1 })
  })
})

describe('the hours of the office', () => {
  const holiday = { calendar: { days: [{ date: '2026-11-24', kind: 'off', name: 'Ngày truyền thống' }] } }

  test('hold what is sent at night until the morning, and a day off until the day after, by its name', async () => {
    await onTelegram('An')
    await office({ abortWindowSeconds: 30, ...holiday })
    desk.clock.set(office7('23T21:59:45'))
    const id = await start()
    expect(await broadcastOf(id)).toMatchObject({
      state: 'held',
      stateReason: 'day-off',
      stateDetail: 'Ngày truyền thống',
      heldUntil: office7('25T06:00'),
    })
    for (const time of ['23T22:01', '24T06:00', '24T12:00', '25T05:59:59']) await at(time)
    expect(desk.telegram.calls).toEqual([])
    await at('25T06:00')
    expect(await desk.ledger(id)).toMatchObject({ sent: 1 })
  })

  test('hold what runs into them where it stands, and let it go on by themselves', async () => {
    for (const name of ['An', 'Bình', 'Chi']) await onTelegram(name)
    await office({})
    const id = await start()
    const night = async () => {
      desk.clock.set(office7('23T22:00'))
      await sweep(desk.deps, { processStartedAt: monday, alone: false })
    }
    desk.telegram.script('An@telegram', { kind: 'sent', messageIds: ['m'], costVnd: 0, meanwhile: night })
    await desk.work()
    // What was being sent came to its end; nothing else began.
    expect(await desk.ledger(id)).toMatchObject({ sent: 1, planned: 2, queued: 0 })
    expect(await broadcastOf(id)).toMatchObject({
      state: 'held',
      stateReason: 'quiet-hours',
      heldUntil: office7('24T06:00'),
    })
    await at('24T03:00')
    await at('24T06:00')
    expect(await desk.ledger(id)).toMatchObject({ sent: 3 })
    expect(desk.telegram.calls).toHaveLength(6)
  })

  test('hold a reminder too, and never what tells of a recall', async () => {
    await office({})
    const { id: reporterId, contacts } = await onTelegram('An')
    const publicationId = await desk.release()
    const conferenceId = desk.newUuid()
    const ids: string[] = []
    for (const about of [
      { kind: 'reminder', conferenceId, reminderKind: 'answer-by' },
      { kind: 'recall', publicationId },
    ] as const) {
      const [id, deliveryId] = [desk.newUuid(), desk.newUuid()]
      ids.push(id)
      if (about.kind === 'reminder') {
        const facts = {
          kind: 'Giao ban',
          title: 'Giao ban',
          place: 'A',
          startsAt: office7('27T08:00'),
          answerBy: office7('26T08:00'),
        }
        const made = { createdBy: 'staff-editor', createdAt: monday, updatedAt: monday }
        await desk.db.conference.create({
          data: { id: conferenceId, organisationId: desk.organisationId, ...facts, ...made },
        })
      }
      const made = { organisationId: desk.organisationId, createdBy: 'schedule', createdAt: monday }
      await desk.db.broadcast.create({ data: { id, ...about, ...made } })
      const chat = { accountId: desk.telegram.accountId, contactId: contacts[0] ?? '', surface: 'telegram' }
      const row = { id: deliveryId, broadcastId: id, reporterId, messageKind: 'message', state: 'planned' } as const
      await desk.db.delivery.create({ data: { ...row, ...chat, createdAt: monday } })
    }
    await at('23T22:30')
    const [reminder, recall] = await Promise.all(ids.map(broadcastOf))
    expect([reminder?.state, recall?.state]).toEqual(['held', 'sending'])
    expect(await desk.ledger(ids[1] ?? '')).toMatchObject({ sent: 1 })
    await at('24T06:00')
    expect(await desk.ledger(ids[0] ?? '')).toMatchObject({ sent: 1 })
  })

  test('that are changed meanwhile count at once', async () => {
    await onTelegram('An')
    await office({})
    desk.clock.set(office7('23T23:00'))
    const id = await start()
    await office({ quietHours: { from: '22:00', to: '07:30' } })
    await second()
    expect(await broadcastOf(id)).toMatchObject({ state: 'held', heldUntil: office7('24T07:30') })
    await office({ quietHours: { from: '00:00', to: '00:00' } })
    await second()
    expect(await desk.ledger(id)).toMatchObject({ sent: 1 })
  })

  test('are not asked for what staff paused, and a resume at night waits for the morning', async () => {
    await onTelegram('An')
    await office({})
    const id = await start()
    await pauseBroadcast(desk.deps, of(id))
    await at('23T22:30')
    expect(await broadcastOf(id)).toMatchObject({ state: 'stopped', stateReason: 'paused' })
    await resumeBroadcast(desk.deps, of(id))
    expect(await broadcastOf(id)).toMatchObject({ state: 'held', stateReason: 'quiet-hours' })
    await at('24T06:00')
    expect(await desk.ledger(id)).toMatchObject({ sent: 1 })
  })
})
