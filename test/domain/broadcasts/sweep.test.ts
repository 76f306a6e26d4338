import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createQueue } from '../../../jobs/bullmq.ts'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import { sendDelivery } from '../../../src/domain/deliveries/send-delivery.ts'
import { settleByEvidence } from '../../../src/domain/deliveries/settle-by-evidence.ts'
import { settleUnknown } from '../../../src/domain/deliveries/settle-unknown.ts'
import { silentLogger } from '../../../src/platform/logger.ts'
import { inTransaction } from '../../../src/platform/postgres.ts'
import { type TestDatabase, testDatabase } from '../../database.ts'
import { monday, type PressDesk, pressDesk } from '../../press-desk.ts'

let database: TestDatabase
let desk: PressDesk
beforeEach(async () => {
  database = await testDatabase()
  desk = await pressDesk(database)
  return () => database[Symbol.asyncDispose]()
})

const start = async () => {
  const publicationId = await desk.release()
  const { organisationId } = desk
  return startBroadcast(desk.deps, { publicationId, organisationId, by: desk.staff('editor') })
}
const onTelegram = (name: string) => desk.addReporter({ name, chats: [{ on: desk.telegram }] })
const many = async (prefix: string, count: number) => {
  for (let each = 0; each < count; each++) await onTelegram(`${prefix}${each}`)
}
const sweepAll = (alone = false, processStartedAt = monday) => sweep(desk.deps, { processStartedAt, alone })

/** The process dies in the middle of the call: what the platform answers is never written down. */
async function killedWhileSending(deliveryId: string) {
  const death = new Promise<never>(() => {})
  const started = new Promise<void>((resolve) => {
    const meanwhile = async () => {
      resolve()
      await death
    }
    desk.telegram.script('An@telegram', { kind: 'sent', messageIds: ['lost'], costVnd: 0, meanwhile })
    void sendDelivery(desk.deps, { deliveryId, attempt: 0 })
  })
  await started
  await desk.queue.empty()
}

describe('after a kill in the middle of a send', () => {
  test('the delivery is unknown, and is never sent again by itself', async () => {
    const { id } = await onTelegram('An')
    const broadcast = await start()
    await killedWhileSending((await desk.deliveryOf(broadcast, id)).id)
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'sending' })
    await sweepAll()
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'sending' })
    desk.clock.advance(61_000)
    for (let round = 0; round < 3; round++) {
      await sweepAll()
      await desk.work()
    }
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'unknown', reason: 'crashed' })
    expect(desk.telegram.calls).toHaveLength(1)
    expect(await desk.db.broadcast.findUnique({ where: { id: broadcast } })).toMatchObject({ state: 'finished' })
  })

  test('a process that sends alone knows at its start that nobody sends any more', async () => {
    const { id } = await onTelegram('An')
    const broadcast = await start()
    await killedWhileSending((await desk.deliveryOf(broadcast, id)).id)
    desk.clock.advance(2_000)
    await sweepAll(true, desk.clock.now())
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'unknown' })
  })

  test('staff says that it arrived, or sends it once more', async () => {
    const { id } = await onTelegram('An')
    const broadcast = await start()
    const { id: deliveryId } = await desk.deliveryOf(broadcast, id)
    await killedWhileSending(deliveryId)
    desk.clock.advance(61_000)
    await sweepAll()
    const by = desk.staff('editor')
    const resend = () => settleUnknown(desk.deps, { deliveryId, as: 'resend', by })
    // A double click is one decision.
    await Promise.all([resend(), resend()])
    expect(await desk.db.auditEntry.count({ where: { action: 'delivery-settled-as-resend' } })).toBe(1)
    await sweepAll()
    await desk.work()
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'sent', attempt: 2 })
    const again = settleUnknown(desk.deps, { deliveryId, as: 'received', by })
    await expect(again).rejects.toMatchObject({ code: 'delivery-not-unknown' })
    const stranger = { ...by, organisationId: desk.newUuid() }
    await expect(settleUnknown(desk.deps, { deliveryId, as: 'received', by: stranger })).rejects.toMatchObject({
      kind: 'not-found',
    })
  })

  test('a tap of the reporter on that very matter is evidence, a word about another is not', async () => {
    const { id: reporterId } = await onTelegram('An')
    const broadcast = await start()
    await killedWhileSending((await desk.deliveryOf(broadcast, reporterId)).id)
    desk.clock.advance(61_000)
    await sweepAll()
    const { publicationId } = await desk.db.broadcast.findUniqueOrThrow({ where: { id: broadcast } })
    const tap = (of: string) =>
      inTransaction(desk.db, (tx) => settleByEvidence(tx, { reporterId, at: desk.clock.now(), publicationId: of }))
    expect(await tap(desk.newUuid())).toBe(0)
    expect(await tap(publicationId ?? '')).toBe(1)
    expect(await desk.deliveryOf(broadcast, reporterId)).toMatchObject({ state: 'sent' })
  })

  test('an answer that comes after all settles what was given up', async () => {
    const { id } = await onTelegram('An')
    const broadcast = await start()
    const meanwhile = async () => {
      desk.clock.advance(61_000)
      await sweepAll()
    }
    desk.telegram.script('An@telegram', { kind: 'sent', messageIds: ['late'], costVnd: 0, meanwhile })
    await desk.work()
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'sent' })
  })

  test('a refusal that comes after all, when the broadcast has finished already, lets it go on', async () => {
    const { id } = await onTelegram('An')
    const broadcast = await start()
    const meanwhile = async () => {
      desk.clock.advance(61_000)
      await sweepAll()
    }
    desk.telegram.script('An@telegram', { kind: 'not-written', code: 'ECONNREFUSED', meanwhile })
    await desk.work()
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'planned' })
    desk.clock.advance(3_000)
    await sweepAll()
    await desk.work()
    await sweepAll()
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'sent', attempt: 2 })
    expect(await desk.db.broadcast.findUnique({ where: { id: broadcast } })).toMatchObject({ state: 'finished' })
  })

  test('each part of a long message has its own minute', async () => {
    const { id } = await onTelegram('An')
    const broadcast = await start()
    const states: string[] = []
    const meanwhile = async () => {
      desk.clock.advance(40_000)
      await sweepAll()
      states.push((await desk.deliveryOf(broadcast, id)).state)
    }
    const slow = { kind: 'sent', messageIds: ['m'], costVnd: 0, meanwhile } as const
    desk.telegram.script('An@telegram', slow, slow)
    await desk.work()
    expect(states).toEqual(['sending', 'sending'])
  })

  test('a large file may take minutes to upload', async () => {
    const { id } = await onTelegram('An')
    const broadcast = await start()
    const states: string[] = []
    const meanwhile = async () => {
      desk.clock.advance(59_000)
      vi.advanceTimersByTime(20_000)
      const sendingAt = async () => (await desk.deliveryOf(broadcast, id)).sendingAt
      await expect.poll(sendingAt, { timeout: 5_000 }).toEqual(desk.clock.now())
      desk.clock.advance(59_000)
      await sweepAll()
      states.push((await desk.deliveryOf(broadcast, id)).state)
    }
    desk.telegram.script('An@telegram', { kind: 'sent', messageIds: ['m'], costVnd: 0, meanwhile })
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    await desk.work().finally(() => vi.useRealTimers())
    expect(states).toEqual(['sending'])
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'sent' })
  })

  test('a clock that is put back gives up nothing that is being sent', async () => {
    const { id } = await onTelegram('An')
    const broadcast = await start()
    const states: string[] = []
    const meanwhile = async () => {
      await sweepAll(true, new Date(monday.getTime() + 3_600_000))
      states.push((await desk.deliveryOf(broadcast, id)).state)
    }
    desk.telegram.script('An@telegram', { kind: 'sent', messageIds: ['m'], costVnd: 0, meanwhile })
    await desk.work()
    expect(states).toEqual(['sending'])
  })
})

describe('the sweep', () => {
  test('rebuilds a queue that was emptied, and sends to everybody once', async () => {
    const real = await createQueue({ databaseUrl: database.url, redisUrl: process.env.REDIS_URL, log: silentLogger })
    const deps = { ...desk.deps, queue: real.queue }
    await many('An', 12)
    const publicationId = await desk.release()
    const { organisationId } = desk
    const broadcast = await startBroadcast(deps, { publicationId, organisationId, by: desk.staff('editor') })
    expect(await real.queue.depth(desk.telegram)).toBe(12)
    await real.queue.empty()
    expect(await real.queue.depth(desk.telegram)).toBe(0)
    desk.clock.advance(3_000)
    await sweep(deps, { processStartedAt: monday, alone: false })
    expect(await real.queue.depth(desk.telegram)).toBe(12)
    const none = async () => ({ kind: 'done' }) as const
    const workers = real.workers({
      'send-delivery': (payload) => sendDelivery(deps, payload),
      'send-reply': none,
      'handle-update': none,
      'fire-reminders': none,
      'run-schedule': none,
      'revise-messages': none,
    })
    await workers.openLane(desk.telegram.accountId, desk.telegram.pace)
    await expect.poll(() => desk.ledger(broadcast), { timeout: 10_000 }).toMatchObject({ sent: 12 })
    expect(desk.telegram.calls).toHaveLength(24)
    await workers.close(2_000)
    await real.queue.close()
  })

  test('hands updates over again that were stored but never handled', async () => {
    const item = { id: desk.newUuid(), accountId: desk.telegram.accountId, externalId: '1', payload: {} }
    await desk.db.inboxItem.create({ data: { ...item, receivedAt: desk.clock.now() } })
    await sweepAll()
    expect(desk.queue.waiting).toEqual([])
    desk.clock.advance(6_000)
    await sweepAll()
    expect(desk.queue.waiting).toMatchObject([{ name: 'handle-update', job: { payload: { inboxId: item.id } } }])
  })

  test('goes on with its other steps when the queue is away', async () => {
    const { id } = await onTelegram('An')
    const broadcast = await start()
    await killedWhileSending((await desk.deliveryOf(broadcast, id)).id)
    desk.clock.advance(61_000)
    const away = async () => Promise.reject(new Error('connection refused'))
    const queue = { ...desk.queue, depth: away, toAccount: away, toDesk: away }
    await sweep({ ...desk.deps, queue }, { processStartedAt: monday, alone: false })
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'unknown' })
  })
})
