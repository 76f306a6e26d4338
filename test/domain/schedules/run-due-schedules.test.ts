import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listAudit } from '../../../src/domain/audit/audit.repository.ts'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { finishBroadcasts } from '../../../src/domain/broadcasts/sweep.repository.ts'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import { sendDelivery } from '../../../src/domain/deliveries/send-delivery.ts'
import { findReadable } from '../../../src/domain/reporters/reading.repository.ts'
import { recallPublication } from '../../../src/domain/revisions/recall-publication.ts'
import { cancelSchedule } from '../../../src/domain/schedules/cancel-schedule.ts'
import { listMissed } from '../../../src/domain/schedules/missed-moments.ts'
import { runSchedule } from '../../../src/domain/schedules/run-due-schedules.ts'
import { schedulePublication } from '../../../src/domain/schedules/schedule-publication.ts'
import { findDueSchedules, findSchedule, listCalledOff } from '../../../src/domain/schedules/schedules.repository.ts'
import { type TestDatabase, testDatabase } from '../../database.ts'
import { type PressDesk, pressDesk } from '../../press-desk.ts'

let database: TestDatabase
let desk: PressDesk
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  desk = await pressDesk(database)
  await desk.addReporter({ name: 'An', chats: [{ on: desk.telegram }] })
})
afterAll(() => database[Symbol.asyncDispose]())

const office = (text: string) => new Date(`${text}:00+07:00`)
const tomorrow = office('2026-11-24T08:00')
const onceAt = (at: Date) => ({ kind: 'once', at: at.toISOString() })
const monthly = { kind: 'monthly', day: 31, time: '08:00', until: null } as const
const schedule = (publicationId: string, rule: object = onceAt(tomorrow)) =>
  schedulePublication(desk.deps, { publicationId, organisationId: desk.organisationId, rule, by: desk.staff('editor') })
const cancel = (scheduleId: string) =>
  cancelSchedule(desk.deps, { scheduleId, organisationId: desk.organisationId, by: desk.staff('clerk') })
const broadcastsOf = (publicationId: string) =>
  desk.db.broadcast.findMany({ where: { publicationId }, orderBy: { createdAt: 'asc' } })
const stateOf = (id: string) => findSchedule(desk.db, desk.organisationId, id)
const missed = async () =>
  (await listMissed(desk.db, { organisationId: desk.organisationId })).map(
    ({ outcome, moments }) => `${outcome} ${moments.length}`,
  )

/** What the service does at this moment: sweeps, runs its jobs, and brings what it began to its end. */
async function at(moment: Date) {
  desk.clock.set(moment)
  await sweep(desk.deps, { processStartedAt: moment, alone: false })
  await desk.queue.drain({
    'run-schedule': async (payload) => {
      await runSchedule(desk.deps, payload)
      return { kind: 'done' }
    },
    'send-delivery': (payload) => sendDelivery(desk.deps, payload),
  })
  await finishBroadcasts(desk.db, desk.clock.now())
}

describe('a publication that is to go later', () => {
  test('goes at its moment, not before, and only once, by the one who set it up', async () => {
    const publicationId = await desk.release()
    const { id } = await schedule(publicationId)
    await at(new Date(tomorrow.getTime() - 1))
    expect(await broadcastsOf(publicationId)).toEqual([])
    await at(tomorrow)
    await at(new Date(tomorrow.getTime() + 60_000))
    expect(await broadcastsOf(publicationId)).toMatchObject([
      { scheduleId: id, occurrence: tomorrow, createdBy: 'staff-editor' },
    ])
    expect(await stateOf(id)).toMatchObject({ state: 'ended', nextAt: null })
    expect([await missed(), desk.telegram.calls.length]).toEqual([[], 2])
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
    await at(tomorrow)
    expect(await broadcastsOf(publicationId)).toMatchObject([{ createdBy: 'staff-gone' }])
  })

  test('is held by the office like any other, and goes at its opening', async () => {
    const publicationId = await desk.release()
    await schedule(publicationId, onceAt(office('2026-11-24T23:00')))
    await at(office('2026-11-24T23:00'))
    expect(await broadcastsOf(publicationId)).toMatchObject([
      { state: 'held', stateReason: 'quiet-hours', heldUntil: office('2026-11-25T06:00') },
    ])
    await at(office('2026-11-25T06:00'))
    expect(desk.telegram.calls).toHaveLength(2)
  })

  test('becomes one broadcast, however often and at however many places the job runs', async () => {
    const publicationId = await desk.release()
    const { id: scheduleId } = await schedule(publicationId)
    desk.clock.set(tomorrow)
    const run = () => runSchedule(desk.deps, { scheduleId })
    await Promise.all([run(), run(), run()])
    await run()
    expect(await broadcastsOf(publicationId)).toHaveLength(1)
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
    const both = await Promise.allSettled([schedule(publicationId), schedule(publicationId, monthly)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const by = desk.staff('editor')
    const send = () => startBroadcast(desk.deps, { publicationId, organisationId: desk.organisationId, by })
    await expect(send()).rejects.toMatchObject({ code: 'publication-scheduled', kind: 'conflict' })
    const other = { publicationId: await desk.release(), organisationId: desk.organisationId, rule: monthly }
    const asAdministrator = schedulePublication(desk.deps, { ...other, by: desk.staff('administrator') })
    await expect(asAdministrator).rejects.toMatchObject({ kind: 'forbidden' })
    const [active] = await desk.db.sendSchedule.findMany({ where: { publicationId } })
    await cancel(active?.id ?? '')
    await send()
    expect(await broadcastsOf(publicationId)).toHaveLength(1)
  })

  test.each([
    ['schedule-in-past', onceAt(office('2026-11-23T09:59'))],
    ['schedule-too-far', onceAt(office('2062-11-23T09:59'))],
    ['schedule-never', { ...monthly, until: '2026-11-24' }],
    ['schedule-invalid', { ...monthly, day: 32 }],
    ['schedule-invalid', { kind: 'once', at: 'mai' }],
  ])('is refused with %s', async (code, rule) => {
    await expect(schedule(await desk.release(), rule)).rejects.toMatchObject({ code, kind: 'invalid' })
  })

  test('is called off once, by whom and when, and does not go; calling it off again changes nothing', async () => {
    const publicationId = await desk.release()
    const { id } = await schedule(publicationId)
    await cancel(id)
    await cancel(id)
    await at(tomorrow)
    expect(await broadcastsOf(publicationId)).toEqual([])
    expect(await stateOf(id)).toMatchObject({ state: 'cancelled', stateReason: 'by-staff', stateBy: 'staff-clerk' })
    const audit = await listAudit(desk.db, { organisationId: desk.organisationId, subject: `schedule:${id}` })
    expect(audit.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'schedule-cancelled staff:staff-clerk',
      'schedule-added staff:staff-editor',
    ])
    const { id: gone } = await schedule(await desk.release(), onceAt(office('2026-11-25T08:00')))
    await at(office('2026-11-25T08:00'))
    await expect(cancel(gone)).rejects.toMatchObject({ code: 'schedule-over', kind: 'conflict' })
  })

  test.each([
    ['publication-recalled', { recalledAt: tomorrow, recallReason: 'Sai số liệu', recalledBy: 'boss' }],
    ['not-sendable', { text: 'Đã sửa sau khi duyệt.' }],
  ])('does not go when its content may not go any more (%s), and the desk is told', async (reason, change) => {
    const publicationId = await desk.release()
    const { id } = await schedule(publicationId)
    await desk.db.publication.update({ where: { id: publicationId }, data: change })
    await at(tomorrow)
    expect(await broadcastsOf(publicationId)).toEqual([])
    expect(await stateOf(id)).toMatchObject({ state: 'cancelled', stateReason: reason, stateBy: null })
    const told = await listCalledOff(desk.db, desk.organisationId, desk.clock.now())
    expect(told.map((each) => [each.id, each.title])).toEqual([[id, 'Thông báo số 1']])
    const [entry] = await listAudit(desk.db, { organisationId: desk.organisationId, subject: `schedule:${id}` })
    expect(entry).toMatchObject({ actor: 'system', action: 'schedule-cancelled', detail: { reason } })
  })

  test('waits while an earlier sending of the same is under way, instead of being lost', async () => {
    const publicationId = await desk.release()
    const { id } = await schedule(publicationId)
    const other = { id: desk.newUuid(), organisationId: desk.organisationId, publicationId, createdBy: 'x' }
    await desk.db.broadcast.create({
      data: { ...other, kind: 'publication', state: 'stopped', stateReason: 'paused', createdAt: desk.clock.now() },
    })
    await at(tomorrow)
    expect(await stateOf(id)).toMatchObject({ state: 'active', nextAt: tomorrow })
    expect(await findDueSchedules(desk.db, tomorrow)).toEqual([])
    await runSchedule(desk.deps, { scheduleId: id })
    expect(await stateOf(id)).toMatchObject({ state: 'active', nextAt: tomorrow })
    const ended = { state: 'cancelled', stateReason: 'by-staff', finishedAt: tomorrow } as const
    await desk.db.broadcast.update({ where: { id: other.id }, data: ended })
    await at(new Date(tomorrow.getTime() + 60_000))
    expect(await stateOf(id)).toMatchObject({ state: 'ended' })
    expect(await broadcastsOf(publicationId)).toHaveLength(2)
  })
})

describe('a monthly publication', () => {
  test('goes again every month, on the last day of a short one, until its last date', async () => {
    const publicationId = await desk.release()
    const { id } = await schedule(publicationId, { ...monthly, until: '2027-01-30' })
    await at(office('2026-11-30T08:00'))
    await at(office('2026-12-31T08:00'))
    await at(office('2027-01-31T08:00'))
    expect((await broadcastsOf(publicationId)).map(({ occurrence }) => occurrence)).toEqual([
      office('2026-11-30T08:00'),
      office('2026-12-31T08:00'),
    ])
    expect(await stateOf(id)).toMatchObject({ state: 'ended' })
    expect(desk.telegram.calls).toHaveLength(4)
  })

  test('may follow a sending by hand, where once more may not', async () => {
    const publicationId = await desk.release()
    await startBroadcast(desk.deps, { publicationId, organisationId: desk.organisationId, by: desk.staff('editor') })
    await at(desk.clock.now())
    await expect(schedule(publicationId)).rejects.toMatchObject({ code: 'publication-sent-before' })
    await schedule(publicationId, monthly)
    await at(office('2026-11-30T08:00'))
    expect(await broadcastsOf(publicationId)).toHaveLength(2)
  })
})

describe('what goes every month', () => {
  test('stands once in the list of what a reporter may read, however often it was sent', async () => {
    const publicationId = await desk.release()
    await schedule(publicationId, monthly)
    await at(office('2026-11-30T08:00'))
    await at(office('2026-12-31T08:00'))
    const { id } = await desk.db.reporter.findFirstOrThrow({ where: { organisationId: desk.organisationId } })
    expect(await findReadable(desk.db, id, desk.clock.now())).toMatchObject([{ sentAt: office('2026-12-31T08:00') }])
  })

  test('does not go on once it was recalled', async () => {
    const publicationId = await desk.release()
    const { id } = await schedule(publicationId, monthly)
    await at(office('2026-11-30T08:00'))
    const by = { id: 'boss', role: 'approver' as const, organisationId: desk.organisationId }
    const recall = { publicationId, organisationId: desk.organisationId, reason: 'Sai số liệu', callOff: false, by }
    await recallPublication(desk.deps, recall)
    expect(await stateOf(id)).toMatchObject({
      state: 'cancelled',
      stateReason: 'publication-recalled',
      stateBy: 'boss',
    })
  })
})

describe('what was missed while the service was away', () => {
  const keep = (missed: object) =>
    desk.db.organisation.update({ where: { id: desk.organisationId }, data: { settings: { missed } } })

  test('goes late when the office wants that, and it is written down', async () => {
    const publicationId = await desk.release()
    const { id } = await schedule(publicationId)
    await at(new Date(tomorrow.getTime() + 61 * 60_000))
    expect(await broadcastsOf(publicationId)).toMatchObject([{ scheduleId: id, occurrence: tomorrow }])
    expect(await missed()).toEqual(['sent-late 1'])
  })

  test('is skipped when the office wants that, and it is written down; within the hour it is not late', async () => {
    await keep({ schedules: 'skip' })
    const [late, inTime] = [await desk.release(), await desk.release()]
    const { id } = await schedule(late)
    await schedule(inTime, onceAt(new Date(tomorrow.getTime() + 30 * 60_000)))
    await at(new Date(tomorrow.getTime() + 61 * 60_000))
    expect([await broadcastsOf(late), await broadcastsOf(inTime)]).toMatchObject([[], [{}]])
    expect(await stateOf(id)).toMatchObject({ state: 'ended' })
    expect(await missed()).toEqual(['skipped 1'])
  })

  test('several moments of one schedule are one late sending, and it goes on with the next', async () => {
    const publicationId = await desk.release()
    const { id } = await schedule(publicationId, monthly)
    await at(office('2027-02-10T09:00'))
    expect(await broadcastsOf(publicationId)).toMatchObject([{ occurrence: office('2027-01-31T08:00') }])
    expect(await missed()).toEqual(['sent-late 3'])
    expect(await stateOf(id)).toMatchObject({ state: 'active', nextAt: office('2027-02-28T08:00') })
  })

  test('a moment that comes in time stands for those before it', async () => {
    const publicationId = await desk.release()
    await schedule(publicationId, monthly)
    await at(office('2026-12-31T08:05'))
    expect(await broadcastsOf(publicationId)).toMatchObject([{ occurrence: office('2026-12-31T08:00') }])
    expect(await missed()).toEqual(['merged 1'])
  })

  test('what the quiet hours hold is not missed', async () => {
    await keep({ schedules: 'skip' })
    const publicationId = await desk.release()
    await schedule(publicationId, onceAt(office('2026-11-24T23:00')))
    await at(office('2026-11-25T06:30'))
    expect(await broadcastsOf(publicationId)).toMatchObject([{ occurrence: office('2026-11-24T23:00') }])
    expect(await missed()).toEqual([])
  })
})
