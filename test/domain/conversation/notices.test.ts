import { expect, test } from 'vitest'
import { testDatabase } from '../../database.ts'
import { ledgerRow } from '../../ledger-row.ts'
import { type ChatRoom, chatRoom, dayMs, wordsOf } from './chat-room.ts'
import { sendBulletin } from './sent-bulletin.ts'

const openedAt = async (room: ChatRoom, id = '') =>
  (await room.db.delivery.findUniqueOrThrow({ where: { id } })).openedAt

test('a tap on the notice brings bulletin and invitation, tied to the delivery, once', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan', room.zalo)
  const sent = await sendBulletin(room, [lan], { messageKind: 'notice' })
  const id = sent.deliveryIds.get(lan.reporterId) ?? ''
  const reference = room.deps.references.make(lan.contactId, { verb: 'open-notice', id })
  const content = await room.type('lan', reference, { on: room.zalo })
  expect(content).toHaveLength(2)
  expect(wordsOf(content)).toMatch(/1\. Nước sạch[\s\S]*Giao ban: Bản tin tháng 11/)
  expect(await room.db.reply.findMany({ select: { deliveryId: true } })).toEqual([
    { deliveryId: id },
    { deliveryId: id },
  ])
  const first = await openedAt(room, id)
  expect(first).toEqual(room.clock.now())
  room.clock.advance(dayMs)
  expect(await room.type('lan', reference, { on: room.zalo })).toHaveLength(2)
  expect(await openedAt(room, id)).toEqual(first)
})

test('anything a person writes opens what was only announced, ahead of the answer to it', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan', room.zalo)
  await sendBulletin(room, [lan], { messageKind: 'notice' })
  const words = wordsOf(await room.type('lan', '2', { on: room.zalo }))
  expect(words.indexOf('1. Nước sạch')).toBeLessThan(words.indexOf('Điểm thứ nhất về Trường học'))
})

test('a greeting after a notice brings the content and nothing else', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan', room.zalo)
  await sendBulletin(room, [lan], { messageKind: 'introduction' })
  expect(await room.type('lan', 'ừ để xem', { on: room.zalo })).toHaveLength(2)
  expect(wordsOf(await room.type('lan', 'ừ để xem', { on: room.zalo }))).toContain('chưa hiểu')
})

test('of several notices each publication comes once, and a planned one not at all', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan', room.zalo)
  const one = await sendBulletin(room, [lan], { messageKind: 'notice', title: 'Số 1' })
  room.clock.advance(dayMs)
  const again = { organisationId: room.organisationId, publicationId: one.publicationId, createdBy: 'staff-editor' }
  const broadcastId = room.newUuid()
  const at = room.clock.now()
  await room.db.broadcast.create({ data: { id: broadcastId, kind: 'publication', createdAt: at, ...again } })
  const { reporterId, contactId } = lan
  const second = { id: room.newUuid(), broadcastId, reporterId, contactId, messageKind: 'notice', createdAt: at }
  await room.db.delivery.create({ data: { ...ledgerRow('sent', at), ...second } })
  await sendBulletin(room, [lan], { messageKind: 'notice', title: 'Số 2', state: 'unknown' })
  await sendBulletin(room, [lan], { messageKind: 'notice', title: 'Số 3', state: 'planned' })
  const words = wordsOf(await room.type('lan', 'alo', { on: room.zalo }))
  expect([words.match(/^Số 1$/gm)?.length, words.match(/^Số 2$/gm)?.length, words.includes('Số 3')]).toEqual([
    1,
    1,
    false,
  ])
  expect(await room.db.delivery.count({ where: { openedAt: null } })).toBe(1)
})

test('a tap on what was sent without a known end settles it as received', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  const sent = await sendBulletin(room, [lan], { state: 'unknown' })
  const id = sent.deliveryIds.get(lan.reporterId) ?? ''
  await room.tap('lan', room.deps.references.make(lan.contactId, { verb: 'open-theme', id: sent.themeIds[1] ?? '' }))
  expect(await room.db.delivery.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'sent' })
  expect(await room.db.deliveryEvent.findFirstOrThrow()).toMatchObject({
    state: 'sent',
    by: `reporter:${lan.reporterId}`,
  })
})

test('stopping opens nothing', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan', room.zalo)
  await sendBulletin(room, [lan], { messageKind: 'notice' })
  const answer = await room.type('lan', 'DỪNG', { on: room.zalo })
  expect(answer).toHaveLength(1)
  expect(wordsOf(answer)).toContain('đã ngừng gửi mọi tin nhắn')
})

test('that something arrived is a reason to search for what is unknown, and is itself not kept', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const [lan, bach] = [await room.addMember('Lê Lan', 'lan'), await room.addMember('Trần Bách', 'bach')]
  const { broadcastId, deliveryIds } = await sendBulletin(room, [lan, bach], {
    state: 'unknown',
    messageKind: 'notice',
  })
  const at = room.clock.now()
  for (const deliveryId of deliveryIds.values())
    await room.db.deliveryEvent.create({ data: { deliveryId, at, state: 'sending', attempt: 1 } })
  await room.telegram.send('lan', { channel: 'telegram', body: 'notice: Bản tin tháng 11' })
  for (const address of ['lan', 'bach', 'ai-do'])
    expect(await room.happen(address, { kind: 'received', messageId: 'm' }, { interaction: false })).toEqual([])
  const state = async ({ reporterId }: { readonly reporterId: string }) =>
    room.db.delivery.findUniqueOrThrow({ where: { broadcastId_reporterId: { broadcastId, reporterId } } })
  expect(await state(lan)).toMatchObject({ state: 'sent', messageIds: ['found-1'], openedAt: null })
  expect(await state(bach)).toMatchObject({ state: 'unknown', lookUps: 0 })
  expect(await room.db.inboxItem.count()).toBe(0)
  expect(await room.db.contact.count()).toBe(2)
})
