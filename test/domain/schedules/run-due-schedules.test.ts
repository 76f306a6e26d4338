import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listAudit } from '../../../src/domain/audit/audit.repository.ts'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { findReadable } from '../../../src/domain/reporters/reading.repository.ts'
import { recallPublication } from '../../../src/domain/revisions/recall-publication.ts'
import { runSchedule } from '../../../src/domain/schedules/run-due-schedules.ts'
import { schedulePublication } from '../../../src/domain/schedules/schedule-publication.ts'
import { findDueSchedules, listCalledOff } from '../../../src/domain/schedules/schedules.repository.ts'
import { type TestDatabase, testDatabase } from '../../database.ts'
import { monthly, office, onceAt, type SchedulingDesk, schedulingDesk, tomorrow } from './scheduling-desk.ts'

let database: TestDatabase
let desk: SchedulingDesk
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  desk = await schedulingDesk(database)
})
afterAll(() => database[Symbol.asyncDispose]())

describe('a publication that is to go later', () => {
  test('goes at its moment, not before, and only once, by the one who set it up', async () => {
    const publicationId = await desk.release()
    const { id } = await desk.schedule(publicationId)
    // The button was pressed twice.
    expect((await desk.schedule(publicationId)).id).toBe(id)
    await desk.at(new Date(tomorrow.getTime() - 1))
    expect(await desk.broadcastsOf(publicationId)).toEqual([])
    await desk.at(tomorrow)
    await desk.at(new Date(tomorrow.getTime() + 60_000))
    expect(await desk.broadcastsOf(publicationId)).toMatchObject([
      { scheduleId: id, occurrence: tomorrow, createdBy: 'staff-editor' },
    ])
    expect(await desk.stateOf(id)).toMatchObject({ state: 'ended', nextAt: null })
    expect([await desk.missed(), desk.telegram.calls.length]).toEqual([[], 2])
  })

  test('goes although whoever set it up has left since, and still says who that was', async () => {
    const editor = { id: 'staff-gone', organisationId: desk.organisationId, role: 'editor' as const }
    const times = { createdAt: desk.clock.now(), updatedAt: desk.clock.now() }
    const person = { ...editor, name: 'Đã nghỉ', email: 'nghi@example.vn', locale: 'vi', emailVerified: true }
    await desk.db.user.create({ data: { ...person, ...times } })
    const publicationId = await desk.release()
    await schedulePublication(desk.deps, {
      publicationId,
      organisationId: desk.organisationId,
      rule: onceAt(tomorrow),
      by: editor,
    })
    await desk.db.user.update({ where: { id: 'staff-gone' }, data: { disabledAt: desk.clock.now() } })
    await desk.at(tomorrow)
    expect(await desk.broadcastsOf(publicationId)).toMatchObject([{ createdBy: 'staff-gone' }])
  })

  test('is held by the office like any other, and goes at its opening', async () => {
    const publicationId = await desk.release()
    await desk.schedule(publicationId, onceAt(office('2026-11-24T23:00')))
    await desk.at(office('2026-11-24T23:00'))
    expect(await desk.broadcastsOf(publicationId)).toMatchObject([
      { state: 'held', stateReason: 'quiet-hours', heldUntil: office('2026-11-25T06:00') },
    ])
    await desk.at(office('2026-11-25T06:00'))
    expect(desk.telegram.calls).toHaveLength(2)
  })

  test('becomes one broadcast, however often and at however many places the job runs', async () => {
    const publicationId = await desk.release()
    const { id: scheduleId } = await desk.schedule(publicationId)
    desk.clock.set(tomorrow)
    const run = () => runSchedule(desk.deps, { scheduleId })
    await Promise.all([run(), run(), run()])
    await run()
    expect(await desk.broadcastsOf(publicationId)).toHaveLength(1)
    const twice = {
      scheduleId,
      occurrence: tomorrow,
      organisationId: desk.organisationId,
      publicationId,
      createdBy: 'x',
    }
    const copy = { ...twice, publicationId, id: desk.newUuid(), kind: 'publication', createdAt: tomorrow } as const
    await expect(desk.db.broadcast.create({ data: copy })).rejects.toMatchObject({ code: 'P2002' })
  })

  test('is not sent by the button meanwhile, nor scheduled twice, nor without a right to send', async () => {
    const publicationId = await desk.release()
    const both = await Promise.allSettled([desk.schedule(publicationId), desk.schedule(publicationId, monthly)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const by = desk.staff('editor')
    const send = () => startBroadcast(desk.deps, { publicationId, organisationId: desk.organisationId, by })
    await expect(send()).rejects.toMatchObject({ code: 'publication-scheduled', kind: 'conflict' })
    const other = { publicationId: await desk.release(), organisationId: desk.organisationId, rule: monthly }
    const asAdministrator = schedulePublication(desk.deps, { ...other, by: desk.staff('administrator') })
    await expect(asAdministrator).rejects.toMatchObject({ kind: 'forbidden' })
    const [active] = await desk.db.sendSchedule.findMany({ where: { publicationId } })
    await desk.cancel(active?.id ?? '')
    await send()
    expect(await desk.broadcastsOf(publicationId)).toHaveLength(1)
  })

  test.each([
    ['schedule-in-past', onceAt(office('2026-11-23T09:59'))],
    ['schedule-too-far', onceAt(office('2062-11-23T09:59'))],
    ['schedule-never', { ...monthly, until: '2026-11-24' }],
    ['schedule-invalid', { ...monthly, day: 32 }],
    ['schedule-invalid', { kind: 'once', at: 'mai' }],
  ])('is refused with %s', async (code, rule) => {
    await expect(desk.schedule(await desk.release(), rule)).rejects.toMatchObject({ code, kind: 'invalid' })
  })

  test('is called off once, by whom and when, and does not go; calling it off again changes nothing', async () => {
    const publicationId = await desk.release()
    const { id } = await desk.schedule(publicationId)
    await desk.cancel(id)
    await desk.cancel(id)
    await desk.at(tomorrow)
    expect(await desk.broadcastsOf(publicationId)).toEqual([])
    expect(await desk.stateOf(id)).toMatchObject({
      state: 'cancelled',
      stateReason: 'by-staff',
      stateBy: 'staff-clerk',
    })
    const audit = await listAudit(desk.db, { organisationId: desk.organisationId, subject: `schedule:${id}` })
    expect(audit.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'schedule-cancelled staff:staff-clerk',
      'schedule-added staff:staff-editor',
    ])
    const { id: gone } = await desk.schedule(await desk.release(), onceAt(office('2026-11-25T08:00')))
    await desk.at(office('2026-11-25T08:00'))
    await expect(desk.cancel(gone)).rejects.toMatchObject({ code: 'schedule-over', kind: 'conflict' })
  })

  test.each([
    ['publication-recalled', { recalledAt: tomorrow, recallReason: 'Sai số liệu', recalledBy: 'boss' }],
    ['not-sendable', { text: 'Đã sửa sau khi duyệt.' }],
  ])('does not go when its content may not go any more (%s), and the desk is told', async (reason, change) => {
    const publicationId = await desk.release()
    const { id } = await desk.schedule(publicationId)
    await desk.db.publication.update({ where: { id: publicationId }, data: change })
    await desk.at(tomorrow)
    expect(await desk.broadcastsOf(publicationId)).toEqual([])
    expect(await desk.stateOf(id)).toMatchObject({ state: 'cancelled', stateReason: reason, stateBy: null })
    const told = await listCalledOff(desk.db, desk.organisationId, desk.clock.now())
    expect(told.map((each) => [each.id, each.title])).toEqual([[id, 'Thông báo số 1']])
    const [entry] = await listAudit(desk.db, { organisationId: desk.organisationId, subject: `schedule:${id}` })
    expect(entry).toMatchObject({ actor: 'system', action: 'schedule-cancelled', detail: { reason } })
  })

  test('waits while an earlier sending of the same is under way, instead of being lost', async () => {
    const publicationId = await desk.release()
    const { id } = await desk.schedule(publicationId)
    const other = { id: desk.newUuid(), organisationId: desk.organisationId, publicationId, createdBy: 'x' }
    await desk.db.broadcast.create({
      data: { ...other, kind: 'publication', state: 'stopped', stateReason: 'paused', createdAt: desk.clock.now() },
    })
    await desk.at(tomorrow)
    expect(await desk.stateOf(id)).toMatchObject({ state: 'active', nextAt: tomorrow })
    expect(await findDueSchedules(desk.db, tomorrow)).toEqual([])
    await runSchedule(desk.deps, { scheduleId: id })
    expect(await desk.stateOf(id)).toMatchObject({ state: 'active', nextAt: tomorrow })
    const ended = { state: 'cancelled', stateReason: 'by-staff', finishedAt: tomorrow } as const
    await desk.db.broadcast.update({ where: { id: other.id }, data: ended })
    await desk.at(new Date(tomorrow.getTime() + 60_000))
    expect(await desk.stateOf(id)).toMatchObject({ state: 'ended' })
    expect(await desk.broadcastsOf(publicationId)).toHaveLength(2)
  })
})

describe('a monthly publication', () => {
  test('goes again every month, on the last day of a short one, until its last date', async () => {
    const publicationId = await desk.release()
    const { id } = await desk.schedule(publicationId, { ...monthly, until: '2027-01-30' })
    await desk.at(office('2026-11-30T08:00'))
    await desk.at(office('2026-12-31T08:00'))
    await desk.at(office('2027-01-31T08:00'))
    expect((await desk.broadcastsOf(publicationId)).map(({ occurrence }) => occurrence)).toEqual([
      office('2026-11-30T08:00'),
      office('2026-12-31T08:00'),
    ])
    expect(await desk.stateOf(id)).toMatchObject({ state: 'ended' })
    expect(desk.telegram.calls).toHaveLength(4)
  })

  test('may follow a sending by hand, where once more may not', async () => {
    const publicationId = await desk.release()
    await startBroadcast(desk.deps, { publicationId, organisationId: desk.organisationId, by: desk.staff('editor') })
    await desk.at(desk.clock.now())
    await expect(desk.schedule(publicationId)).rejects.toMatchObject({ code: 'publication-sent-before' })
    await desk.schedule(publicationId, monthly)
    await desk.at(office('2026-11-30T08:00'))
    expect(await desk.broadcastsOf(publicationId)).toHaveLength(2)
  })
})

describe('what goes every month', () => {
  test('waits while what puts it right is held or on its way, and does not go after it', async () => {
    const publicationId = await desk.release()
    const { id } = await desk.schedule(publicationId, monthly)
    const correctionId = await desk.release()
    await desk.db.publication.update({ where: { id: correctionId }, data: { correctsId: publicationId } })
    const made = { organisationId: desk.organisationId, publicationId: correctionId, createdBy: 'x' }
    const { id: broadcastId } = await desk.db.broadcast.create({
      data: {
        ...made,
        id: desk.newUuid(),
        kind: 'publication',
        state: 'stopped',
        stateReason: 'paused',
        createdAt: tomorrow,
      },
    })
    const due = office('2026-11-30T08:00')
    await desk.at(due)
    expect([await desk.broadcastsOf(publicationId), await findDueSchedules(desk.db, due)]).toEqual([[], []])
    const over = { state: 'finished', stateReason: null, countedFrom: due, finishedAt: due } as const
    await desk.db.broadcast.update({ where: { id: broadcastId }, data: over })
    await desk.at(due)
    expect(await desk.broadcastsOf(publicationId)).toEqual([])
    expect(await desk.stateOf(id)).toMatchObject({ state: 'cancelled', stateReason: 'publication-corrected' })
    await expect(desk.schedule(publicationId, monthly)).rejects.toMatchObject({ code: 'publication-corrected' })
  })

  test('stands once in the list of what a reporter may read, however often it was sent', async () => {
    const publicationId = await desk.release()
    await desk.schedule(publicationId, monthly)
    await desk.at(office('2026-11-30T08:00'))
    await desk.at(office('2026-12-31T08:00'))
    const { id } = await desk.db.reporter.findFirstOrThrow({ where: { organisationId: desk.organisationId } })
    expect(await findReadable(desk.db, id, desk.clock.now())).toMatchObject([{ sentAt: office('2026-12-31T08:00') }])
  })

  test('does not go on once it was recalled', async () => {
    const publicationId = await desk.release()
    const { id } = await desk.schedule(publicationId, monthly)
    await desk.at(office('2026-11-30T08:00'))
    const by = { id: 'boss', role: 'approver' as const, organisationId: desk.organisationId }
    const recall = { publicationId, organisationId: desk.organisationId, reason: 'Sai số liệu', callOff: false, by }
    await recallPublication(desk.deps, recall)
    expect(await desk.stateOf(id)).toMatchObject({
      state: 'cancelled',
      stateReason: 'publication-recalled',
      stateBy: 'boss',
    })
  })
})
