import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cancelBroadcast } from '../../../src/domain/broadcasts/cancel-broadcast.ts'
import { pauseBroadcast } from '../../../src/domain/broadcasts/pause-broadcast.ts'
import { resumeBroadcast } from '../../../src/domain/broadcasts/resume-broadcast.ts'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import { agreeToUrgency, askForUrgency } from '../../../src/domain/broadcasts/urgent.ts'
import type { ActingStaff } from '../../../src/domain/organisations/acting-staff.ts'
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
const of = (broadcastId: string, by: ActingStaff = desk.staff('clerk')) => ({
  broadcastId,
  organisationId: desk.organisationId,
  by,
})
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

describe('an urgent sending', () => {
  const reason = 'Bão số 9 đổ bộ trong đêm'
  const approver = () => ({ ...desk.staff('editor'), id: 'staff-approver', role: 'approver' as const })
  const audit = async (id: string) => {
    const where = { subject: `broadcast:${id}`, action: { startsWith: 'broadcast-urgency' } }
    return (await desk.db.auditEntry.findMany({ where, orderBy: { id: 'asc' } })).map(({ action, actor, detail }) => ({
      action,
      actor,
      detail,
    }))
  }

  test('goes at once at night when two people want it, and nothing but a pause holds it', async () => {
    await onTelegram('An')
    await office({ abortWindowSeconds: 30 })
    desk.clock.set(office7('23T23:00'))
    const id = await start()
    await expect(agreeToUrgency(desk.deps, of(id, approver()))).rejects.toMatchObject({ code: 'urgency-not-asked' })
    const ask = () => askForUrgency(desk.deps, { ...of(id), reason })
    await Promise.all([ask(), ask()])
    await at('23T23:01')
    expect(desk.telegram.calls).toEqual([])
    const agree = () => agreeToUrgency(desk.deps, of(id, approver()))
    await Promise.all([agree(), agree()])
    expect(await broadcastOf(id)).toMatchObject({
      state: 'sending',
      urgentBy: 'staff-clerk',
      urgentAgreedBy: 'staff-approver',
    })
    await pauseBroadcast(desk.deps, of(id))
    await at('23T23:02')
    expect(desk.telegram.calls).toEqual([])
    await resumeBroadcast(desk.deps, of(id))
    await at('23T23:03')
    expect(await desk.ledger(id)).toMatchObject({ sent: 1 })
    expect(await audit(id)).toEqual([
      { action: 'broadcast-urgency-asked', actor: 'staff:staff-clerk', detail: { reason } },
      {
        action: 'broadcast-urgency-agreed',
        actor: 'staff:staff-approver',
        detail: { reason, askedBy: 'staff-clerk' },
      },
    ])
  })

  test('is never one person’s decision, whatever roles they have had', async () => {
    await onTelegram('An')
    const id = await start()
    await askForUrgency(desk.deps, { ...of(id), reason })
    const promoted = { ...desk.staff('clerk'), role: 'approver' as const }
    await expect(agreeToUrgency(desk.deps, of(id, promoted))).rejects.toMatchObject({ code: 'urgency-by-one-person' })
    for (const role of ['clerk', 'editor', 'administrator'] as const)
      await expect(agreeToUrgency(desk.deps, of(id, desk.staff(role)))).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(askForUrgency(desk.deps, { ...of(id, approver()), reason })).rejects.toMatchObject({
      kind: 'forbidden',
    })
    const bySql = desk.db.broadcast.update({
      where: { id },
      data: { urgentAgreedBy: 'staff-clerk', urgentAgreedAt: monday },
    })
    await expect(bySql).rejects.toThrow('Broadcast_urgent_by_two')
    expect(await broadcastOf(id)).toMatchObject({ state: 'held', urgentAgreedBy: null })
  })

  test.each(['', 'gấp lắm', 'x'.repeat(501)])('needs a reason of ten characters at least: «%s»', async (short) => {
    await onTelegram('An')
    const id = await start()
    const asked = askForUrgency(desk.deps, { ...of(id), reason: short })
    await expect(asked).rejects.toMatchObject({ code: 'urgency-without-reason' })
  })

  test('that was cancelled is over for both', async () => {
    await onTelegram('An')
    const id = await start()
    await askForUrgency(desk.deps, { ...of(id), reason })
    await cancelBroadcast(desk.deps, of(id))
    await expect(agreeToUrgency(desk.deps, of(id, approver()))).rejects.toMatchObject({ code: 'broadcast-over' })
    await expect(askForUrgency(desk.deps, { ...of(id), reason })).rejects.toMatchObject({ code: 'broadcast-over' })
  })
})
