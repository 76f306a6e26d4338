import { expect, test } from 'vitest'
import { handleUpdate } from '../../../src/domain/conversation/handle-update.ts'
import { keepUpdate } from '../../../src/domain/inbox/keep-update.ts'
import { testDatabase } from '../../database.ts'
import { chatRoom, wordsOf } from './chat-room.ts'
import { sendBulletin } from './sent-bulletin.ts'

test('the same update twice is answered once', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await sendBulletin(room, [lan])
  await room.type('lan', 'tham dự', { externalId: '77' })
  await room.type('lan', 'tham dự', { externalId: '77' })
  const { id: inboxId } = await room.db.inboxItem.findFirstOrThrow()
  await Promise.all([handleUpdate(room.deps, { inboxId }), handleUpdate(room.deps, { inboxId })])
  expect([await room.db.inboxItem.count(), await room.db.rsvp.count(), await room.db.reply.count()]).toEqual([1, 1, 1])
})

test('two jobs for one update at the same moment answer it once', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  await room.addMember('Lê Lan', 'lan')
  const event = { kind: 'text', text: 'xin chào', links: [], address: 'lan', interaction: true, at: room.clock.now() }
  const inboxId = room.newUuid()
  const payload = JSON.parse(JSON.stringify({ events: [event] }))
  const item = { id: inboxId, accountId: room.telegram.accountId, externalId: 'x', receivedAt: room.clock.now() }
  await room.db.inboxItem.create({ data: { ...item, payload } })
  await Promise.all([handleUpdate(room.deps, { inboxId }), handleUpdate(room.deps, { inboxId })])
  expect(await room.db.reply.count()).toBe(1)
})

test('ten messages of one new person at once make one contact and ten answers', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const at = room.clock.now()
  const ids = Array.from({ length: 10 }, () => room.newUuid())
  for (const id of ids) {
    const event = { kind: 'text', text: 'xin chào', links: [], address: 'x', interaction: true, at: at.toISOString() }
    const item = { id, accountId: room.telegram.accountId, externalId: id, receivedAt: at }
    await room.db.inboxItem.create({ data: { ...item, payload: { events: [event] } } })
  }
  await Promise.all(ids.map((inboxId) => handleUpdate(room.deps, { inboxId })))
  await room.work()
  expect([await room.db.contact.count(), await room.db.reply.count()]).toEqual([1, 10])
  expect(room.mistakes).toEqual([])
})

test('junk is kept and ignored', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const payload = { text: 'NUL \u0000 and half a pair \ud800', deep: ['\u0000'] }
  await keepUpdate(room.deps, { accountId: room.telegram.accountId, update: { externalId: 'j', payload } })
  await room.work()
  expect(await room.db.inboxItem.findFirstOrThrow()).toMatchObject({ state: 'ignored', reason: 'nothing-for-us' })
})

test('a mistake of ours is tried three times, then kept, and the person is told', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await sendBulletin(room, [lan])
  room.expectMistakes()
  const broken = { ...room.deps, timeZone: 'No/Where' }
  await room.db.$executeRaw`UPDATE "Organisation" SET settings = '{}'`
  const event = { kind: 'text', text: 'tham dự', links: [], address: 'lan', interaction: true, at: room.clock.now() }
  const inboxId = room.newUuid()
  const payload = JSON.parse(JSON.stringify({ events: [event] }))
  const item = { id: inboxId, accountId: room.telegram.accountId, externalId: 'x', receivedAt: room.clock.now() }
  await room.db.inboxItem.create({ data: { ...item, payload } })
  for (const attempt of [1, 2]) {
    await handleUpdate(broken, { inboxId })
    expect(await room.db.inboxItem.findFirstOrThrow()).toMatchObject({ state: 'waiting', attempt })
  }
  await handleUpdate(broken, { inboxId })
  expect(await room.db.inboxItem.findFirstOrThrow()).toMatchObject({ state: 'failed', reason: 'error', attempt: 3 })
  const [reply] = await room.db.reply.findMany()
  expect(wordsOf([reply?.message as never])).toContain('đang gặp trục trặc')
  expect(await room.db.rsvp.count()).toBe(0)
  expect(room.mistakes.length).toBe(3)
})

test('where even the excuse cannot be written the update is kept as failed, and not tried for ever', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  await room.addMember('Lê Lan', 'lan')
  room.expectMistakes()
  await room.db.$executeRaw`UPDATE "Organisation" SET settings = '{"quietHours": "broken"}'`
  const event = { kind: 'text', text: 'tham dự', links: [], address: 'lan', interaction: true, at: room.clock.now() }
  const payload = JSON.parse(JSON.stringify({ events: [event] }))
  const item = { id: room.newUuid(), accountId: room.telegram.accountId, externalId: 'x', attempt: 2 }
  await room.db.inboxItem.create({ data: { ...item, payload, receivedAt: room.clock.now() } })
  await handleUpdate(room.deps, { inboxId: item.id })
  expect(await room.db.inboxItem.findFirstOrThrow()).toMatchObject({ state: 'failed', attempt: 3 })
  expect(room.mistakes.length).toBe(2)
})

test('several answers to one message reach the phone in the order they are to be read', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await sendBulletin(room, [lan], { messageKind: 'notice' })
  await room.type('lan', '2')
  const phone = room.telegram.phone('lan')
  const places = ['Sở Mẫu', 'Giao ban: Bản tin tháng 11', '2. Trường học'].map((text) => phone.indexOf(text))
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(places).not.toContain(-1)
  expect(await room.db.reply.count({ where: { state: 'sent' } })).toBe(3)
})
