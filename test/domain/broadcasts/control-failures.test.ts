import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cancelBroadcast } from '../../../src/domain/broadcasts/cancel-broadcast.ts'
import { pauseBroadcast } from '../../../src/domain/broadcasts/pause-broadcast.ts'
import { resumeBroadcast } from '../../../src/domain/broadcasts/resume-broadcast.ts'
import { retryFailures } from '../../../src/domain/broadcasts/retry-failures.ts'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import { settleAllUnknown } from '../../../src/domain/deliveries/settle-all-unknown.ts'
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
const send = (publicationId: string) =>
  startBroadcast(desk.deps, { publicationId, organisationId: desk.organisationId, by: desk.staff('editor') })
const start = async () => send(await desk.release())
const of = (broadcastId: string) => ({
  broadcastId,
  organisationId: desk.organisationId,
  by: desk.staff('clerk'),
})
const second = async () => {
  desk.clock.advance(1_000)
  await sweep(desk.deps, { processStartedAt: monday, alone: false })
  await desk.work()
}
const retry = (id: string) => retryFailures(desk.deps, of(id))
const broadcastOf = (id: string) => desk.db.broadcast.findUniqueOrThrow({ where: { id } })
const gone = { kind: 'recipient-gone', state: 'blocked', code: '403' } as const
const lost = { kind: 'unknown', code: 'ETIMEDOUT' } as const
const sent = { kind: 'sent', messageIds: ['m'], costVnd: 0 } as const
const actions = async (id: string, like: string) => {
  const where = { subject: `broadcast:${id}`, action: { contains: like } }
  return (await desk.db.auditEntry.findMany({ where })).map(({ action, actor, detail }) => [action, actor, detail])
}

describe('trying the failures again', () => {
  test('takes those alone: never who was skipped, and never what may have arrived', async () => {
    const [an, binh] = [await onTelegram('An'), await onTelegram('Bình')]
    await desk.addReporter({ name: 'Kim' })
    desk.telegram.script('An@telegram', gone)
    desk.telegram.script('Bình@telegram', lost)
    const id = await start()
    await desk.work()
    await second()
    expect(await desk.ledger(id)).toMatchObject({ failed: 1, skipped: 1, unknown: 1 })
    expect(await broadcastOf(id)).toMatchObject({ state: 'finished' })
    // The chat is closed still: nobody can be reached anew.
    expect(await retry(id)).toEqual({ retried: 0 })
    await desk.db.contact.updateMany({ where: { reporterId: an.id }, data: { state: 'reachable' } })
    const both = await Promise.all([retry(id), retry(id)])
    expect(both.map(({ retried }) => retried).toSorted()).toEqual([0, 1])
    await desk.work()
    expect(await desk.deliveryOf(id, an.id)).toMatchObject({
      state: 'sent',
      attempt: 2,
      retriedFrom: 1,
      triedContacts: [],
    })
    expect(await desk.deliveryOf(id, binh.id)).toMatchObject({ state: 'unknown', attempt: 1 })
    expect(await actions(id, 'retried')).toEqual([['broadcast-failures-retried', 'staff:staff-clerk', { failed: 1 }]])
  })

  test('chooses the way anew, the page included, and counts the attempts from there', async () => {
    const { id: reporterId } = await onTelegram('An')
    const page = await onTelegram('Giang')
    const away = { kind: 'not-written', code: 'ECONNREFUSED' } as const
    for (const name of ['An', 'Giang']) desk.telegram.script(`${name}@telegram`, ...Array(12).fill(away))
    const id = await start()
    for (let round = 0; round < 8; round++) {
      await desk.work()
      desk.clock.advance(600_000)
      await sweep(desk.deps, { processStartedAt: monday, alone: false })
    }
    expect(await desk.ledger(id)).toMatchObject({ failed: 2 })
    desk.telegram.forget()
    await desk.db.reporter.update({ where: { id: page.id }, data: { pageSince: desk.clock.now() } })
    await desk.db.contact.updateMany({ where: { reporterId: page.id }, data: { state: 'gone' } })
    desk.telegram.script('An@telegram', away)
    await desk.clock.advance(1)
    expect(await retry(id)).toEqual({ retried: 2 })
    await desk.work()
    // One more failure of the connection is its first, not its seventh.
    expect(await desk.deliveryOf(id, reporterId)).toMatchObject({ state: 'planned', attempt: 7, retriedFrom: 6 })
    expect(await desk.deliveryOf(id, page.id)).toMatchObject({ state: 'sent', surface: 'page', contactId: null })
    desk.clock.advance(600_000)
    await second()
    expect(await desk.deliveryOf(id, reporterId)).toMatchObject({ state: 'sent' })
  })

  test('goes on behind the parts that have arrived, in the same chat', async () => {
    const { id: reporterId } = await desk.addReporter({
      name: 'An',
      chats: [{ on: desk.telegram }, { on: desk.zalo, silentDays: 1 }],
      preferred: 'telegram',
    })
    desk.telegram.script('An@telegram', sent, { kind: 'rejected', code: '400', detail: 'too long' })
    const id = await start()
    await desk.work()
    expect(await broadcastOf(id)).toMatchObject({ state: 'stopped', stateReason: 'rejected' })
    await desk.db.reporter.update({ where: { id: reporterId }, data: { preferredChannel: 'zalo' } })
    expect(await retry(id)).toEqual({ retried: 1 })
    // Staff had it stopped: it waits until they let it go on.
    expect(await broadcastOf(id)).toMatchObject({ state: 'stopped' })
    await resumeBroadcast(desk.deps, of(id))
    await desk.work()
    expect(desk.telegram.phone('An@telegram')).toEqual(['bulletin', 'invitation'])
    expect(desk.zalo.calls).toEqual([])
  })

  test('is refused for what was recalled, and leaves out whom a later sending of the same reached', async () => {
    const [an, binh] = [await onTelegram('An'), await onTelegram('Bình')]
    for (const name of ['An', 'Bình']) desk.telegram.script(`${name}@telegram`, gone)
    const publicationId = await desk.release()
    const first = await send(publicationId)
    await desk.work()
    await second()
    await desk.db.contact.updateMany({ where: { reporterId: an.id }, data: { state: 'reachable' } })
    await send(publicationId)
    await desk.work()
    await second()
    await desk.db.contact.updateMany({ where: { reporterId: binh.id }, data: { state: 'reachable' } })
    expect(await retry(first)).toEqual({ retried: 1 })
    await desk.work()
    expect(desk.telegram.phone('An@telegram')).toHaveLength(2)
    await desk.db.publication.update({ where: { id: publicationId }, data: { recalledAt: desk.clock.now() } })
    await expect(retry(first)).rejects.toMatchObject({ code: 'publication-recalled' })
  })
})

describe('too many technical failures', () => {
  const strict = { errorRate: { percent: 20, afterDeliveries: 5 }, abortWindowSeconds: 0 }
  beforeEach(async () => {
    await desk.db.organisation.update({ where: { id: desk.organisationId }, data: { settings: strict } })
  })
  const audience = async (count: number) => {
    for (let at = 0; at < count; at++) await onTelegram(`R${at}`)
  }

  test('stop the sending with the figures, and it counts anew when staff let it go on', async () => {
    await audience(12)
    const id = await start()
    const waiting = [...desk.queue.waiting]
    // Two of five are 40 of a hundred; the others still wait in the queue.
    for (const name of ['R0', 'R1']) desk.telegram.script(`${name}@telegram`, lost)
    const some = async (count: number) => {
      const jobs = waiting.splice(0, count).map(({ job }) => job)
      await desk.queue.empty()
      await desk.queue.toAccount(desk.telegram.accountId, 'send-delivery', jobs as never)
      await desk.work()
      desk.clock.advance(1_000)
      await sweep(desk.deps, { processStartedAt: monday, alone: false })
    }
    await some(4)
    expect(await broadcastOf(id)).toMatchObject({ state: 'sending' })
    await some(1)
    expect(await broadcastOf(id)).toMatchObject({
      state: 'stopped',
      stateReason: 'error-rate',
      stateDetail: '2/5',
      stateBy: null,
    })
    expect(await desk.ledger(id)).toMatchObject({ unknown: 2, sent: 3, planned: 7 })
    const why = { reason: 'error-rate', failures: 2, settled: 5, percent: 20 }
    expect(await actions(id, 'stopped')).toEqual([['broadcast-stopped', 'system', why]])
    await resumeBroadcast(desk.deps, of(id))
    await desk.work()
    await second()
    expect(await desk.ledger(id)).toMatchObject({ unknown: 2, sent: 10 })
    expect(await broadcastOf(id)).toMatchObject({ state: 'finished' })
  })

  test('are not those who blocked us, are gone, or can only be written to another time', async () => {
    await audience(8)
    for (const at of [0, 1, 2, 3, 4]) desk.telegram.script(`R${at}@telegram`, gone)
    for (const at of [5, 6])
      desk.telegram.script(
        `R${at}@telegram`,
        { kind: 'window-closed', code: '-1' },
        { kind: 'window-closed', code: '-1' },
      )
    const id = await start()
    const states: string[] = []
    for (let round = 0; round < 3; round++) {
      await desk.work()
      states.push((await broadcastOf(id)).state)
      await second()
    }
    expect(await desk.ledger(id)).toMatchObject({ failed: 5, sent: 3 })
    expect(states).not.toContain('stopped')
  })

  test('are not what a crash of ours left unknown, which is on neither side of the rate', async () => {
    await audience(12)
    const id = await start()
    const rows = await desk.db.delivery.findMany({ where: { broadcastId: id }, include: { reporter: true } })
    const crashed = { id: { in: rows.splice(0, 6).map((row) => row.id) } }
    const data = { state: 'sending', attempt: 1, sendingAt: new Date(0) } as const
    await desk.db.delivery.updateMany({ where: crashed, data })
    for (const { reporter } of rows.slice(0, 2)) desk.telegram.script(`${reporter.fullName}@telegram`, lost)
    await second()
    expect(await desk.ledger(id)).toMatchObject({ unknown: 8, sent: 4 })
    await second()
    expect(await broadcastOf(id)).toMatchObject({ state: 'stopped', stateDetail: '2/6' })
  })
})

describe('all that is unknown', () => {
  const unknown = async () => {
    for (const name of ['An', 'Bình', 'Chi']) await onTelegram(name)
    for (const name of ['An', 'Bình']) desk.telegram.script(`${name}@telegram`, lost)
    const publicationId = await desk.release()
    const id = await send(publicationId)
    await desk.work()
    await second()
    expect(await desk.ledger(id)).toMatchObject({ unknown: 2, sent: 1 })
    return { id, publicationId }
  }
  const settle = (id: string, as: 'received' | 'resend') => settleAllUnknown(desk.deps, { ...of(id), as })

  test('is settled as received at once, and written down once', async () => {
    const { id } = await unknown()
    const both = await Promise.all([settle(id, 'received'), settle(id, 'received')])
    expect(both.map(({ settled }) => settled).toSorted()).toEqual([0, 2])
    expect(await desk.ledger(id)).toMatchObject({ sent: 3 })
    expect(await broadcastOf(id)).toMatchObject({ state: 'finished' })
    expect(await actions(id, 'unknown')).toEqual([
      ['broadcast-unknown-settled-as-received', 'staff:staff-clerk', { settled: 2 }],
    ])
  })

  test('is sent once more when staff say so, and not when it was recalled', async () => {
    const { id, publicationId } = await unknown()
    expect(await settle(id, 'resend')).toEqual({ settled: 2 })
    expect(await settle(id, 'resend')).toEqual({ settled: 0 })
    desk.telegram.script('An@telegram', lost)
    await desk.work()
    await second()
    expect(await desk.ledger(id)).toMatchObject({ sent: 2, unknown: 1 })
    await desk.db.publication.update({ where: { id: publicationId }, data: { recalledAt: desk.clock.now() } })
    await expect(settle(id, 'resend')).rejects.toMatchObject({ code: 'publication-recalled' })
    expect(await settle(id, 'received')).toEqual({ settled: 1 })
  })

  test('waits while the sending is paused, and is over when it was cancelled before', async () => {
    const { id } = await unknown()
    await settle(id, 'resend')
    await pauseBroadcast(desk.deps, of(id))
    await desk.work()
    expect(await desk.ledger(id)).toMatchObject({ sent: 1, planned: 2 })
    await cancelBroadcast(desk.deps, of(id))
    expect(await settle(id, 'resend')).toEqual({ settled: 0 })
    expect(await desk.ledger(id)).toMatchObject({ sent: 1, skipped: 2 })
  })
})

describe('the next way to a reporter', () => {
  const twoWays = () =>
    desk.addReporter({
      name: 'An',
      chats: [{ on: desk.telegram }, { on: desk.zalo, silentDays: 1 }],
      preferred: 'telegram',
    })

  test('is never taken by itself after an answer that got lost', async () => {
    const { id: reporterId } = await twoWays()
    desk.telegram.script('An@telegram', lost)
    const id = await start()
    await desk.work()
    for (let round = 0; round < 3; round++) {
      desk.clock.advance(3_600_000)
      await second()
    }
    expect(await desk.deliveryOf(id, reporterId)).toMatchObject({ state: 'unknown', surface: 'telegram' })
    expect(desk.zalo.calls).toEqual([])
  })

  test('keeps in mind what had arrived in the chat before', async () => {
    const { id: reporterId, contacts } = await twoWays()
    desk.telegram.script('An@telegram', { ...sent, messageIds: ['77'] }, gone)
    const id = await start()
    await desk.work()
    await second()
    const delivery = await desk.deliveryOf(id, reporterId)
    expect(delivery).toMatchObject({ state: 'sent', surface: 'zalo' })
    expect(delivery.messageIds).toHaveLength(2)
    expect(delivery.earlierParts).toMatchObject([
      { contactId: contacts[0], accountId: desk.telegram.accountId, messageKind: 'message', messageIds: ['77'] },
    ])
  })
})
