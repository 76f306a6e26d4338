import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cancelBroadcast } from '../../../src/domain/broadcasts/cancel-broadcast.ts'
import type { ControlDeps, ControlInput } from '../../../src/domain/broadcasts/control-broadcast.ts'
import { pauseBroadcast } from '../../../src/domain/broadcasts/pause-broadcast.ts'
import { resumeBroadcast } from '../../../src/domain/broadcasts/resume-broadcast.ts'
import { retryFailures } from '../../../src/domain/broadcasts/retry-failures.ts'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import { topUp } from '../../../src/domain/broadcasts/top-up.ts'
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

const onTelegram = (name: string) => desk.addReporter({ name, chats: [{ on: desk.telegram }] })
const start = async () => {
  const publicationId = await desk.release()
  return startBroadcast(desk.deps, { publicationId, organisationId: desk.organisationId, by: desk.staff('editor') })
}
const of = (broadcastId: string, by = desk.staff('clerk')): ControlInput => ({
  broadcastId,
  organisationId: desk.organisationId,
  by,
})
const sweepAll = () => sweep(desk.deps, { processStartedAt: monday, alone: false })
const broadcastOf = (id: string) => desk.db.broadcast.findUniqueOrThrow({ where: { id } })
const audited = async (id: string) => {
  const entries = await desk.db.auditEntry.findMany({ where: { subject: `broadcast:${id}` }, orderBy: { id: 'asc' } })
  return entries.map(({ action }) => action.replace('broadcast-', '')).filter((action) => action !== 'started')
}

const controls: Readonly<Record<string, (deps: ControlDeps, input: ControlInput) => Promise<unknown>>> = {
  paused: pauseBroadcast,
  resumed: resumeBroadcast,
  cancelled: cancelBroadcast,
  'failures-retried': retryFailures,
}
const control = (name: string, id: string, by = desk.staff('clerk')) => {
  const run = controls[name]
  if (!run) throw new Error(`no control ${name}`)
  return run(desk.deps, of(id, by))
}

/** A sending to three people in each phase: An got it, Bình's failed, Chi's still waits or did not need to. */
const phases = {
  held: async () => {
    const id = await underWay()
    const heldUntil = new Date(monday.getTime() + 30_000)
    await desk.db.broadcast.update({ where: { id }, data: { state: 'held', stateReason: 'abort-window', heldUntil } })
    return id
  },
  sending: () => underWay(),
  stopped: async () => {
    const id = await underWay()
    await pauseBroadcast(desk.deps, of(id, desk.staff('editor')))
    await desk.db.auditEntry.deleteMany()
    return id
  },
  finished: async () => {
    const id = await underWay()
    await desk.work()
    await sweepAll()
    return id
  },
  cancelled: async () => {
    const id = await underWay()
    await cancelBroadcast(desk.deps, of(id, desk.staff('editor')))
    await desk.db.auditEntry.deleteMany()
    return id
  },
} as const
type Phase = keyof typeof phases

async function underWay(): Promise<string> {
  for (const name of ['An', 'Bình']) await onTelegram(name)
  const id = await start()
  desk.telegram.script('Bình@telegram', { kind: 'recipient-gone', state: 'blocked', code: '403' })
  await desk.work()
  desk.telegram.forget()
  await desk.db.contact.updateMany({ where: { state: 'blocked' }, data: { state: 'reachable' } })
  const chi = await onTelegram('Chi')
  const { contactId, accountId } = { contactId: chi.contacts[0] ?? '', accountId: desk.telegram.accountId }
  const chat = { contactId, accountId, surface: 'telegram', messageKind: 'message' }
  const row = { id: desk.newUuid(), broadcastId: id, reporterId: chi.id, createdAt: desk.clock.now() }
  await desk.db.delivery.create({ data: { ...row, ...chat, state: 'planned' } })
  await topUp(desk.deps)
  return id
}

// What each control makes of a broadcast in each phase: the next state, «=» nothing, or the code of its refusal.
const outcomes: readonly (readonly [Phase, string, string])[] = [
  ['held', 'paused', 'stopped'],
  ['held', 'resumed', '='],
  ['held', 'cancelled', 'cancelled'],
  ['held', 'failures-retried', 'held'],
  ['sending', 'paused', 'stopped'],
  ['sending', 'resumed', '='],
  ['sending', 'cancelled', 'cancelled'],
  ['sending', 'failures-retried', 'sending'],
  ['stopped', 'paused', '='],
  ['stopped', 'resumed', 'sending'],
  ['stopped', 'cancelled', 'cancelled'],
  ['stopped', 'failures-retried', 'stopped'],
  ['finished', 'paused', 'broadcast-over'],
  ['finished', 'resumed', 'broadcast-over'],
  ['finished', 'cancelled', 'broadcast-over'],
  ['finished', 'failures-retried', 'sending'],
  ['cancelled', 'paused', 'broadcast-over'],
  ['cancelled', 'resumed', 'broadcast-over'],
  ['cancelled', 'cancelled', '='],
  ['cancelled', 'failures-retried', 'broadcast-cancelled'],
]

describe('a control of a sending', () => {
  test.each(outcomes)(
    'in the phase «%s», %s: %s, and twice at once is the same as once',
    async (phase, name, outcome) => {
      const id = await phases[phase]()
      const before = await broadcastOf(id)
      const both = await Promise.allSettled([control(name, id), control(name, id)])
      const again = await control(name, id).then(
        () => 'done',
        (error: { code: string }) => error.code,
      )
      const after = await broadcastOf(id)
      const refusals = both.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []))
      if (outcome.startsWith('broadcast-')) {
        expect([refusals, again]).toEqual([[outcome, outcome], outcome])
        expect([after, await audited(id)]).toEqual([before, []])
        return
      }
      expect([refusals, again]).toEqual([[], 'done'])
      expect(after.state).toBe(outcome === '=' ? phase : outcome)
      expect(await audited(id)).toEqual(outcome === '=' ? [] : [name])
      const ledger = await desk.ledger(id)
      expect(ledger.audience).toBe(3)
      expect(ledger.sent + ledger.failed + ledger.skipped + ledger.planned + ledger.queued).toBe(3)
    },
  )

  test('is for those who may send, in their own organisation', async () => {
    const id = await phases.sending()
    for (const name of Object.keys(controls)) {
      await expect(control(name, id, desk.staff('administrator'))).rejects.toMatchObject({ kind: 'forbidden' })
      const stranger = { ...desk.staff('editor'), organisationId: desk.newUuid() }
      await expect(control(name, id, stranger)).rejects.toMatchObject({ kind: 'forbidden' })
      const elsewhere = { ...of(id, stranger), organisationId: stranger.organisationId }
      await expect(controls[name]?.(desk.deps, elsewhere)).rejects.toMatchObject({ code: 'broadcast-not-found' })
    }
    expect(await audited(id)).toEqual([])
  })
})

describe('a pause', () => {
  test('lets what is under way come to its end, and the jobs that still lie in the queue do nothing', async () => {
    for (const name of ['An', 'Bình', 'Chi']) await onTelegram(name)
    const id = await start()
    const meanwhile = () => pauseBroadcast(desk.deps, of(id))
    for (const name of ['An', 'Bình', 'Chi'])
      desk.telegram.script(`${name}@telegram`, { kind: 'sent', messageIds: ['m'], costVnd: 0, meanwhile })
    const left = [...desk.queue.waiting]
    await desk.work()
    expect(desk.telegram.calls).toHaveLength(2)
    expect(await desk.ledger(id)).toMatchObject({ sent: 1, planned: 2, queued: 0 })
    // Redis kept the jobs of what was queued: they find nothing to do.
    await desk.queue.toAccount(desk.telegram.accountId, 'send-delivery', left.map(({ job }) => job) as never)
    await desk.work()
    await sweepAll()
    await desk.work()
    expect(desk.telegram.calls).toHaveLength(2)
    expect(await broadcastOf(id)).toMatchObject({ state: 'stopped', stateReason: 'paused', stateBy: 'staff-clerk' })
    await resumeBroadcast(desk.deps, of(id))
    desk.telegram.forget()
    await desk.work()
    expect(await desk.ledger(id)).toMatchObject({ sent: 3 })
    expect(desk.telegram.calls).toHaveLength(6)
  })
})

describe('a cancelled sending', () => {
  test('leaves what was not sent as skipped, by whom and when, and what comes back later as well', async () => {
    const [an, binh] = [await onTelegram('An'), await onTelegram('Bình')]
    const id = await start()
    desk.clock.advance(5_000)
    const meanwhile = () => cancelBroadcast(desk.deps, of(id))
    desk.telegram.script('An@telegram', { kind: 'throttled', retryAfterMs: 1_000, meanwhile })
    await desk.work()
    await sweepAll()
    expect(await desk.ledger(id)).toMatchObject({ audience: 2, skipped: 2 })
    expect(desk.telegram.calls).toHaveLength(1)
    const at = desk.clock.now()
    const cancelled = {
      state: 'cancelled',
      stateReason: 'by-staff',
      stateBy: 'staff-clerk',
      stateAt: at,
      finishedAt: at,
    }
    expect(await broadcastOf(id)).toMatchObject(cancelled)
    for (const { id: reporterId } of [an, binh]) {
      const delivery = await desk.deliveryOf(id, reporterId)
      expect(delivery).toMatchObject({ state: 'skipped', reason: 'cancelled', settledAt: at })
      const events = await desk.db.deliveryEvent.findMany({
        where: { deliveryId: delivery.id },
        orderBy: { id: 'asc' },
      })
      expect(events.at(-1)).toMatchObject({ state: 'skipped', by: 'staff:staff-clerk' })
    }
  })
})
