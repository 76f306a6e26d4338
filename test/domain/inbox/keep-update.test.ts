import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RawUpdate } from '../../../src/channels/channel.ts'
import { catchUp, catchUpBrokenOff } from '../../../src/domain/inbox/catch-up.ts'
import { handOverWaiting, keepUpdate } from '../../../src/domain/inbox/keep-update.ts'
import { storableJson } from '../../../src/domain/inbox/storable-json.ts'
import { testDatabase } from '../../database.ts'
import { chatRoom, hourMs } from '../conversation/chat-room.ts'

test('an update is stored before anything else, and a repeat is the same row', async () => {
  await using database = await testDatabase()
  const { deps, telegram, zalo, queue, db } = await chatRoom(database)
  const update = { externalId: '1', payload: { events: [] } }
  expect(await keepUpdate(deps, { accountId: telegram.accountId, update })).toBe('new')
  expect(await keepUpdate(deps, { accountId: telegram.accountId, update })).toBe('repeat')
  expect(await keepUpdate(deps, { accountId: zalo.accountId, update })).toBe('new')
  expect([await db.inboxItem.count(), queue.waiting.length]).toEqual([2, 2])
})

test('with the queue away nothing is lost: the sweep hands it over later', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const away = { ...room.queue, toDesk: () => Promise.reject(new Error('away')) }
  const update = { externalId: '1', payload: { events: [] } }
  const deps = { ...room.deps, queue: away }
  expect(await keepUpdate(deps, { accountId: room.telegram.accountId, update })).toBe('new')
  room.clock.advance(hourMs)
  expect(await handOverWaiting(room.deps, { receivedBefore: room.clock.now() })).toBe(1)
  await room.work()
  expect(await room.db.inboxItem.findFirstOrThrow()).toMatchObject({ state: 'ignored' })
  expect(await handOverWaiting(room.deps, { receivedBefore: room.clock.now() })).toBe(0)
})

test('what waits for an account that is off is left alone, so that it never stands before what can be handled', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const away = { ...room.queue, toDesk: () => Promise.reject(new Error('away')) }
  const lose = ({ accountId }: { readonly accountId: string }) =>
    keepUpdate({ ...room.deps, queue: away }, { accountId, update: { externalId: '1', payload: {} } })
  await lose(room.zalo)
  room.clock.advance(hourMs)
  await lose(room.telegram)
  const channels = { byAccount: () => room.telegram, all: () => [room.telegram], listening: () => [room.telegram] }
  const receivedBefore = room.clock.now()
  expect(await handOverWaiting({ ...room.deps, channels }, { receivedBefore, limit: 1 })).toBe(1)
  const { accountId } = room.telegram
  const { id } = await room.db.inboxItem.findFirstOrThrow({ where: { accountId } })
  expect(room.queue.waiting).toMatchObject([{ job: { payload: { inboxId: id } } }])
})

test('whatever a platform sends can be stored', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = JSON.stringify(storableJson(value))
      return !text.includes('\\u0000') && text.isWellFormed()
    }),
  )
})

test('after a downtime the chats are read back from a little before it, by one process, and repeats are known', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const { accountId } = room.telegram
  const asked: Date[] = []
  let midway = async () => {}
  const channel = {
    accountId,
    async catchUp(keep: (update: RawUpdate) => Promise<void>, since: Date) {
      asked.push(since)
      await midway()
      for (const externalId of ['1', '2', '3']) await keep({ externalId, payload: { events: [] } })
    },
  }
  const opened = room.clock.now()
  expect(await catchUp(room.deps, channel, opened)).toBe(0)
  expect(asked).toEqual([])

  await keepUpdate(room.deps, { accountId, update: { externalId: '1', payload: {} } })
  const last = room.clock.now()
  room.clock.advance(5 * hourMs)
  const back = room.clock.now()
  // What comes in while it opens says nothing about the hours before; another process leaves it to the first, and hears of its end.
  await keepUpdate(room.deps, { accountId, update: { externalId: '3', payload: {} } })
  let other: Promise<number> | undefined
  midway = async () => {
    other = catchUp(room.deps, channel, back)
  }
  expect(await catchUp(room.deps, channel, back)).toBe(1)
  expect(await other).toBe(0)
  expect(asked).toEqual([new Date(last.getTime() - 600_000)])
  const away = { accountId, catchUp: () => Promise.reject(new Error('away')) }
  await expect(catchUp(room.deps, away, back)).rejects.toThrow('away')
  midway = async () => {}
  // Half an hour of live messages later the next start still reads from before the downtime.
  room.clock.advance(hourMs)
  await keepUpdate(room.deps, { accountId, update: { externalId: '4', payload: {} } })
  room.clock.advance(hourMs)
  const again = room.clock.now()
  expect(await catchUp(room.deps, channel, again)).toBe(0)
  expect(await catchUp(room.deps, channel, again)).toBe(0)
  expect(asked.slice(1)).toEqual([asked[0], new Date(again.getTime() - hourMs - 600_000)])
})

test('what a process that died was reading back, another one reads as soon as its turn has run out', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const { accountId } = room.telegram
  await keepUpdate(room.deps, { accountId, update: { externalId: '1', payload: {} } })
  room.clock.advance(5 * hourMs)
  const asked: Date[] = []
  const channel = {
    accountId,
    async catchUp(keep: (update: RawUpdate) => Promise<void>, since: Date) {
      asked.push(since)
      await keep({ externalId: '2', payload: {} })
    },
  }
  expect(await catchUpBrokenOff(room.deps, channel)).toBe(0)
  // Killed in the middle: its turn is not given back, and what it had still to read stands in the account's memory.
  const killed = { accountId, catchUp: () => new Promise<void>(() => {}) }
  void catchUp(room.deps, killed, room.clock.now())
  const held = () => room.db.lease.findFirst({ where: { name: `catch-up ${accountId}` } })
  await expect.poll(held).not.toBeNull()
  const lease = await held()
  expect((lease?.expiresAt.getTime() ?? 0) - Date.now()).toBeLessThan(10_000)
  const follower = catchUpBrokenOff(room.deps, channel)
  await room.db.lease.updateMany({ data: { owner: 'another', expiresAt: new Date(0) } })
  expect(await follower).toBe(1)
  expect(asked).toEqual([new Date(room.clock.now().getTime() - 5 * hourMs - 600_000)])
  expect(await catchUpBrokenOff(room.deps, channel)).toBe(0)
})
