import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listAudit } from '../../../src/domain/audit/audit.repository.ts'
import { fireReminders } from '../../../src/domain/broadcasts/fire-reminders.ts'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import type { RsvpAnswer } from '../../../src/domain/conferences/conference.ts'
import { type TestDatabase, testDatabase } from '../../database.ts'
import { monday, type PressDesk, pressDesk } from '../../press-desk.ts'

let database: TestDatabase
let desk: PressDesk
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  desk = await pressDesk(database)
})
afterAll(() => database[Symbol.asyncDispose]())

const hourMs = 3_600_000
const hoursFrom = (hours: number, from = monday) => new Date(from.getTime() + hours * hourMs)

async function conference(more: { readonly startsAt?: Date; readonly answerBy?: Date } = {}) {
  const id = desk.newUuid()
  const { startsAt = hoursFrom(72), answerBy = hoursFrom(48) } = more
  const words = {
    kind: 'Giao ban báo chí',
    title: 'Giao ban tháng 11',
    place: 'Hội trường A',
    createdBy: 'staff-editor',
  }
  const times = { startsAt, answerBy, createdAt: monday, updatedAt: monday }
  await desk.db.conference.create({ data: { id, organisationId: desk.organisationId, ...words, ...times } })
  return id
}

async function invited(name: string, conferenceId: string, answer: RsvpAnswer, dueAt: Date, kind = 'answer-by') {
  const { id: reporterId } = await desk.addReporter({ name, chats: [{ on: desk.telegram }] })
  const row = { conferenceId, reporterId, createdAt: monday }
  await desk.db.invitation.create({ data: { ...row, id: desk.newUuid(), answer } })
  await desk.db.reminder.create({ data: { ...row, id: desk.newUuid(), kind, dueAt } })
  return reporterId
}
const broadcastsOf = (conferenceId: string) => desk.db.broadcast.findMany({ where: { conferenceId } })
const sweepAll = () => sweep(desk.deps, { processStartedAt: monday, alone: false })
const fireAll = async () => {
  const fire = async (due: { conferenceId: string; kind: string; dueAt: string }) => {
    await fireReminders(desk.deps, { ...due, dueAt: new Date(due.dueAt) })
    return { kind: 'done' } as const
  }
  await desk.queue.drain({ 'fire-reminders': fire })
}

describe('due reminders', () => {
  test('become one broadcast to exactly those who are still concerned', async () => {
    const conferenceId = await conference()
    const dueAt = hoursFrom(24)
    const silent = await invited('An', conferenceId, 'none', dueAt)
    const later = await invited('Bình', conferenceId, 'later', dueAt)
    await invited('Chi', conferenceId, 'accepted', dueAt)
    await invited('Dũng', conferenceId, 'none', hoursFrom(30))
    await sweepAll()
    expect(desk.queue.waiting).toEqual([])
    desk.clock.set(dueAt)
    await sweepAll()
    await fireAll()
    const [broadcast, ...others] = await broadcastsOf(conferenceId)
    expect(others).toEqual([])
    const rows = await desk.db.delivery.findMany({ where: { broadcastId: broadcast?.id ?? '' } })
    expect(rows.map(({ reporterId }) => reporterId).toSorted()).toEqual([silent, later].toSorted())
    const states = await desk.db.reminder.groupBy({ by: ['state', 'reason'], where: { conferenceId }, _count: true })
    expect(states.map(({ state, reason, _count }) => `${state} ${reason} ${_count}`).toSorted()).toEqual([
      'cancelled answered 1',
      'fired null 2',
      'scheduled null 1',
    ])
  })

  test('fire once, however often and at however many places the job runs', async () => {
    const conferenceId = await conference()
    const dueAt = hoursFrom(1)
    await invited('An', conferenceId, 'none', dueAt)
    desk.clock.set(dueAt)
    const fire = () => fireReminders(desk.deps, { conferenceId, kind: 'answer-by', dueAt })
    await Promise.all([fire(), fire(), fire()])
    await fire()
    expect(await broadcastsOf(conferenceId)).toHaveLength(1)
  })

  test('are held in quiet hours and go in the morning', async () => {
    const conferenceId = await conference()
    await invited('An', conferenceId, 'none', hoursFrom(13))
    desk.clock.set(hoursFrom(13))
    await sweepAll()
    expect(desk.queue.waiting).toEqual([])
    await fireReminders(desk.deps, { conferenceId, kind: 'answer-by', dueAt: hoursFrom(13) })
    expect(await broadcastsOf(conferenceId)).toEqual([])
    desk.clock.set(hoursFrom(20))
    await sweepAll()
    await fireAll()
    expect(await broadcastsOf(conferenceId)).toHaveLength(1)
  })

  test('that come too late after days of standstill are cancelled, not sent', async () => {
    const conferenceId = await conference()
    await invited('An', conferenceId, 'none', hoursFrom(24))
    desk.clock.set(hoursFrom(96))
    await sweepAll()
    await fireAll()
    expect(await broadcastsOf(conferenceId)).toEqual([])
    expect(await desk.db.reminder.findMany({ where: { conferenceId } })).toMatchObject([
      { state: 'cancelled', reason: 'too-late' },
    ])
    const audit = await listAudit(desk.db, {
      organisationId: desk.organisationId,
      subject: `conference:${conferenceId}`,
    })
    expect(audit).toMatchObject([
      { action: 'reminders-skipped', actor: 'system', detail: { kind: 'answer-by', reason: 'too-late', count: 1 } },
    ])
  })

  test.each([
    ['send', 'reminders-sent-late', 1, 'fired null'],
    ['skip', 'reminders-skipped', 0, 'cancelled missed'],
  ] as const)(
    'whose moment passed while the service was away: %s, and written down once',
    async (rule, action, broadcasts, row) => {
      const settings = { missed: { reminders: rule } }
      await desk.db.organisation.update({ where: { id: desk.organisationId }, data: { settings } })
      const conferenceId = await conference()
      for (const name of ['An', 'Bình']) await invited(name, conferenceId, 'none', hoursFrom(2))
      desk.clock.set(hoursFrom(3.5))
      await sweepAll()
      await fireAll()
      expect(await broadcastsOf(conferenceId)).toHaveLength(broadcasts)
      const rows = await desk.db.reminder.findMany({ where: { conferenceId } })
      expect(rows.map(({ state, reason }) => `${state} ${reason}`)).toEqual([row, row])
      const subject = `conference:${conferenceId}`
      const audit = await listAudit(desk.db, { organisationId: desk.organisationId, subject })
      expect(audit).toMatchObject([{ action, detail: { kind: 'answer-by', count: 2 } }])
    },
  )

  test('wait on a public holiday and go the next morning', async () => {
    const settings = { calendar: { days: [{ date: '2026-11-24', kind: 'off', name: 'Ngày nghỉ' }] } }
    await desk.db.organisation.update({ where: { id: desk.organisationId }, data: { settings } })
    const conferenceId = await conference()
    await invited('An', conferenceId, 'none', hoursFrom(24))
    desk.clock.set(hoursFrom(24))
    await sweepAll()
    expect(desk.queue.waiting).toEqual([])
    await fireReminders(desk.deps, { conferenceId, kind: 'answer-by', dueAt: hoursFrom(24) })
    expect(await broadcastsOf(conferenceId)).toEqual([])
    desk.clock.set(hoursFrom(44))
    await sweepAll()
    await fireAll()
    expect(await broadcastsOf(conferenceId)).toHaveLength(1)
  })

  test('whose sending had no answer go once more by themselves, and only once', async () => {
    const conferenceId = await conference()
    const dueAt = hoursFrom(1)
    const reporterId = await invited('An', conferenceId, 'none', dueAt)
    desk.clock.set(dueAt)
    await fireReminders(desk.deps, { conferenceId, kind: 'answer-by', dueAt })
    desk.telegram.script('An@telegram', { kind: 'unknown', code: '502' }, { kind: 'unknown', code: '502' })
    for (let round = 0; round < 3; round++) {
      await sweepAll()
      await desk.work()
      desk.clock.advance(60_000)
    }
    const [broadcast] = await broadcastsOf(conferenceId)
    expect(await desk.deliveryOf(broadcast?.id ?? '', reporterId)).toMatchObject({ state: 'unknown', attempt: 2 })
    expect(desk.telegram.calls).toHaveLength(2)
  })
})
