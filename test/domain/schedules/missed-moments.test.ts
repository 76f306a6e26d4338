import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runSchedule } from '../../../src/domain/schedules/run-due-schedules.ts'
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

describe('what was missed while the service was away', () => {
  const keep = (missed: object) =>
    desk.db.organisation.update({ where: { id: desk.organisationId }, data: { settings: { missed } } })

  test('goes late when the office wants that, and it is written down', async () => {
    const publicationId = await desk.release()
    const { id } = await desk.schedule(publicationId)
    await desk.at(new Date(tomorrow.getTime() + 61 * 60_000))
    expect(await desk.broadcastsOf(publicationId)).toMatchObject([{ scheduleId: id, occurrence: tomorrow }])
    expect(await desk.missed()).toEqual(['sent-late 1'])
  })

  test('is skipped when the office wants that, and it is written down; within the hour it is not late', async () => {
    await keep({ schedules: 'skip' })
    const [late, inTime] = [await desk.release(), await desk.release()]
    const { id } = await desk.schedule(late)
    await desk.schedule(inTime, onceAt(new Date(tomorrow.getTime() + 30 * 60_000)))
    await desk.at(new Date(tomorrow.getTime() + 61 * 60_000))
    expect([await desk.broadcastsOf(late), await desk.broadcastsOf(inTime)]).toMatchObject([[], [{}]])
    expect(await desk.stateOf(id)).toMatchObject({ state: 'ended' })
    expect(await desk.missed()).toEqual(['skipped 1'])
  })

  test('is skipped once, however many find it at the same time', async () => {
    await keep({ schedules: 'skip' })
    const { id: scheduleId } = await desk.schedule(await desk.release())
    desk.clock.set(new Date(tomorrow.getTime() + 61 * 60_000))
    await Promise.all(Array.from({ length: 4 }, () => runSchedule(desk.deps, { scheduleId })))
    expect(await desk.missed()).toEqual(['skipped 1'])
  })

  test('several moments of one schedule are one late sending, and it goes on with the next', async () => {
    const publicationId = await desk.release()
    const { id } = await desk.schedule(publicationId, monthly)
    await desk.at(office('2027-02-10T09:00'))
    expect(await desk.broadcastsOf(publicationId)).toMatchObject([{ occurrence: office('2027-01-31T08:00') }])
    expect(await desk.missed()).toEqual(['sent-late 3'])
    expect(await desk.stateOf(id)).toMatchObject({ state: 'active', nextAt: office('2027-02-28T08:00') })
  })

  test('a moment that comes in time stands for those before it', async () => {
    const publicationId = await desk.release()
    await desk.schedule(publicationId, monthly)
    await desk.at(office('2026-12-31T08:05'))
    expect(await desk.broadcastsOf(publicationId)).toMatchObject([{ occurrence: office('2026-12-31T08:00') }])
    expect(await desk.missed()).toEqual(['merged 1'])
  })

  test('what the quiet hours hold is not missed', async () => {
    await keep({ schedules: 'skip' })
    const publicationId = await desk.release()
    await desk.schedule(publicationId, onceAt(office('2026-11-24T23:00')))
    await desk.at(office('2026-11-25T06:30'))
    expect(await desk.broadcastsOf(publicationId)).toMatchObject([{ occurrence: office('2026-11-24T23:00') }])
    expect(await desk.missed()).toEqual([])
  })
})
