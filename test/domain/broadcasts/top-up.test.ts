import { beforeEach, describe, expect, test } from 'vitest'
import type { Channel } from '../../../src/channels/channel.ts'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { finishBroadcasts } from '../../../src/domain/broadcasts/sweep.repository.ts'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import { createRefill, refillLost, topUp } from '../../../src/domain/broadcasts/top-up.ts'
import { inTransaction } from '../../../src/platform/postgres.ts'
import { scriptedChannels } from '../../channel-script.ts'
import { testDatabase } from '../../database.ts'
import { listedQueue } from '../../listed-queue.ts'
import { monday, type PressDesk, pressDesk } from '../../press-desk.ts'

let desk: PressDesk
let slow: PressDesk['deps']
beforeEach(async () => {
  const database = await testDatabase()
  desk = await pressDesk(database)
  // Room for fifty.
  const channel: Channel = { ...desk.telegram, pace: { messages: 1, perMs: 1_000 } }
  slow = { ...desk.deps, channels: scriptedChannels(channel) }
  return () => database[Symbol.asyncDispose]()
})

const many = async (count: number) => {
  const add = (each: number) => desk.addReporter({ name: `An${each}`, chats: [{ on: desk.telegram }] })
  // The first one makes the outlet.
  await add(0)
  await Promise.all(Array.from({ length: count - 1 }, (_, each) => add(each + 1)))
}
const start = async (deps = slow) =>
  startBroadcast(deps, {
    publicationId: await desk.release(),
    organisationId: desk.organisationId,
    by: desk.staff('editor'),
  })
const queuedOf = async () => {
  const rows = await desk.db.delivery.groupBy({ by: ['broadcastId'], where: { state: 'queued' }, _count: true })
  return Object.fromEntries(rows.map(({ broadcastId, _count }) => [broadcastId, _count]))
}
const allPlanned = async () => {
  await desk.db.delivery.updateMany({ data: { state: 'planned' } })
  await desk.queue.empty()
}
const broadcastsInLane = async () => {
  const rows = await desk.db.delivery.findMany({ select: { id: true, broadcastId: true } })
  const of = new Map(rows.map(({ id, broadcastId }) => [id, broadcastId]))
  return desk.queue.waiting.map(({ job }) => of.get('deliveryId' in job.payload ? job.payload.deliveryId : ''))
}

describe('the lane of an account', () => {
  test('serves two broadcasts in turn, so that a short one does not wait for a long one', async () => {
    await many(40)
    const [long, short] = [await start(), await start()]
    await allPlanned()
    await topUp(slow)
    expect(await queuedOf()).toEqual({ [long]: 25, [short]: 25 })
    expect((await broadcastsInLane()).slice(0, 4)).toEqual([long, short, long, short])
  })

  test('takes reminders before bulletins', async () => {
    await many(40)
    const [bulletin, second] = [await start(), await start()]
    await allPlanned()
    const at = desk.clock.now()
    const conference = { id: desk.newUuid(), organisationId: desk.organisationId, kind: 'briefing', title: 'Giao ban' }
    const times = { startsAt: at, answerBy: at, createdAt: at, updatedAt: at }
    await desk.db.conference.create({ data: { ...conference, ...times, place: 'Hội trường', createdBy: 'staff' } })
    await desk.db.broadcast.update({
      where: { id: second },
      data: { kind: 'reminder', conferenceId: conference.id, reminderKind: 'answer-by' },
    })
    await topUp(slow)
    expect(await queuedOf()).toEqual({ [second]: 40, [bulletin]: 10 })
    await topUp(desk.deps)
    expect(desk.queue.waiting.map(({ job }) => job.priority).toSorted()).toEqual([
      ...Array.from({ length: 40 }, () => 10),
      ...Array.from({ length: 40 }, () => 5),
    ])
    expect(await queuedOf()).toEqual({ [second]: 40, [bulletin]: 40 })
  })

  test('never holds more than a slice, however many processes fill it at once', async () => {
    await many(40)
    await start()
    await start()
    await allPlanned()
    await Promise.all(Array.from({ length: 4 }, () => topUp(slow)))
    expect(desk.queue.waiting).toHaveLength(50)
    expect(await desk.db.delivery.count({ where: { state: 'queued' } })).toBe(50)
  })

  test('is filled while a fast account empties it, without waiting for the sweep', async () => {
    await many(12)
    await start()
    await allPlanned()
    const refill = createRefill(slow)
    for (let sent = 0; sent < 249; sent++) refill()
    expect(desk.queue.waiting).toHaveLength(0)
    refill()
    await expect.poll(() => desk.queue.waiting.length).toBe(12)
  })

  test('finishes a broadcast soon after its last delivery, without waiting for the sweep', async () => {
    await many(2)
    await start()
    await topUp(slow)
    await desk.work()
    const refill = createRefill(slow)
    refill()
    await expect.poll(async () => (await desk.db.broadcast.findFirstOrThrow()).state).toBe('finished')
  })

  test('gets back the jobs that were lost, and only once whoever queued them must have added them', async () => {
    await many(3)
    await start()
    const added: number[] = []
    const counting = listedQueue()
    const queue = {
      ...counting,
      toAccount: async (...given: Parameters<typeof counting.toAccount>) => {
        added.push(given[2].length)
        await counting.toAccount(...given)
      },
    }
    await refillLost({ ...slow, queue })
    expect(added).toEqual([])
    desk.clock.advance(3_000)
    await refillLost({ ...slow, queue })
    expect(counting.waiting).toHaveLength(3)
    added.length = 0
    await refillLost({ ...slow, queue })
    expect(added).toEqual([])
    // The clock is put back by a day, and the queue's server loses everything.
    desk.clock.set(new Date(monday.getTime() - 86_400_000))
    await counting.empty()
    await refillLost({ ...slow, queue })
    expect(counting.waiting).toHaveLength(3)
  })
})

describe('a finished broadcast', () => {
  const settled = { state: 'failed', reason: 'not-written', settledAt: monday } as const
  const open = { state: 'planned', reason: null, settledAt: null } as const
  const stateOf = async (id: string) => (await desk.db.broadcast.findUniqueOrThrow({ where: { id } })).state

  test('has nothing open, whoever puts something back in the very moment of finishing', async () => {
    await many(1)
    const id = await start()
    await desk.db.delivery.updateMany({ data: settled })
    let finishing: Promise<number> | undefined
    await inTransaction(desk.db, async (tx) => {
      await tx.delivery.updateMany({ data: open })
      finishing = finishBroadcasts(desk.db, monday)
      // It waits for us: nothing is finished while we hold the broadcast.
      await expect.poll(() => waitsForLock()).toBe(true)
    })
    expect(await finishing).toBe(0)
    expect(await stateOf(id)).toBe('sending')
  })

  test('goes on when something of it comes back, and ends again when that is settled', async () => {
    await many(1)
    const id = await start()
    await desk.db.delivery.updateMany({ data: settled })
    await finishBroadcasts(desk.db, monday)
    expect(await stateOf(id)).toBe('finished')
    await desk.db.delivery.updateMany({ data: open })
    expect(await desk.db.broadcast.findUnique({ where: { id } })).toMatchObject({ state: 'sending', finishedAt: null })
    await desk.db.delivery.updateMany({ data: { ...settled, state: 'skipped', reason: 'cancelled' } })
    await sweep(desk.deps, { processStartedAt: monday, alone: false })
    expect(await stateOf(id)).toBe('finished')
  })

  const waitsForLock = async () => {
    const rows = await desk.db.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    return rows[0]?.n === 1
  }
})
