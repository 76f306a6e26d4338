import { expect, test } from 'vitest'
import { testDatabase } from '../../database.ts'
import { chatRoom, dayMs, wordsOf } from './chat-room.ts'
import { sendBulletin } from './sent-bulletin.ts'

test.each(['/stop', 'STOP', 'dừng', 'DỪNG', 'ngừng nhận', 'ngung nhan tin'])(
  '«%s» ends everything at once',
  async (word) => {
    await using database = await testDatabase()
    const room = await chatRoom(database)
    const lan = await room.addMember('Lê Lan', 'lan')
    const sent = await sendBulletin(room, [lan], { state: 'queued' })
    const { reporterId } = lan
    const reminder = { id: room.newUuid(), conferenceId: sent.conferenceId, reporterId, kind: 'answer-by' }
    await room.db.reminder.create({ data: { ...reminder, dueAt: room.clock.now(), createdAt: room.clock.now() } })
    expect(wordsOf(await room.type('lan', word))).toContain('đã ngừng gửi mọi tin nhắn')
    expect(await room.db.delivery.findFirstOrThrow()).toMatchObject({ state: 'skipped', reason: 'stopped' })
    expect(await room.db.deliveryEvent.findFirstOrThrow()).toMatchObject({ state: 'skipped', reason: 'stopped' })
    expect(await room.db.reminder.findFirstOrThrow()).toMatchObject({ state: 'cancelled', reason: 'stopped' })
    expect(await room.db.reporter.findFirstOrThrow()).toMatchObject({ state: 'stopped', stoppedAt: room.clock.now() })
    expect(await room.db.consent.findFirstOrThrow()).toMatchObject({ withdrawnAt: room.clock.now() })
  },
)

test('after a stop only /start is answered with more than a sentence, and consent is asked again', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await sendBulletin(room, [lan])
  await room.type('lan', 'dừng')
  expect(wordsOf(await room.type('lan', '1'))).toContain('gõ /start')
  expect(wordsOf(await room.type('lan', 'dừng'))).toContain('đã ngừng gửi')
  room.clock.advance(dayMs)
  expect(wordsOf(await room.happen('lan', { kind: 'start' }))).toContain('Sở Mẫu xin phép gửi')
  expect(wordsOf(await room.type('lan', 'đồng ý'))).toContain('Đăng ký thành công')
  expect(await room.db.reporter.findFirstOrThrow()).toMatchObject({ state: 'active', stoppedAt: null })
  expect(await room.db.consent.count({ where: { withdrawnAt: null } })).toBe(1)
  expect(wordsOf(await room.type('lan', '1'))).toContain('Nước sạch')
})

test('who stopped and starts again in one chat is asked in the other one too', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await room.db.contact.create({
    data: {
      id: room.newUuid(),
      organisationId: room.organisationId,
      accountId: room.zalo.accountId,
      channel: 'zalo',
      address: 'lan-zalo',
      reporterId: lan.reporterId,
      createdAt: room.clock.now(),
    },
  })
  expect(wordsOf(await room.type('lan-zalo', '1', { on: room.zalo }))).toContain(
    'đang không gửi tin tới cuộc trò chuyện này',
  )
  expect(wordsOf(await room.type('lan-zalo', '/start', { on: room.zalo }))).toContain('xin phép gửi')
})

test('who withdraws at the platform is forgotten there: name, address, binding and words', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan', room.zalo)
  await sendBulletin(room, [lan], { state: 'planned' })
  await room.type('lan', 'xin chào', { on: room.zalo })
  await room.happen('lan', { kind: 'withdrawn' }, { on: room.zalo })
  const contact = await room.db.contact.findUniqueOrThrow({ where: { id: lan.contactId } })
  expect(contact).toMatchObject({ reporterId: null, displayName: null, state: 'gone' })
  expect(JSON.stringify(contact)).not.toContain('lan')
  expect(await room.db.conversation.count()).toBe(0)
  expect(await room.db.delivery.findFirstOrThrow()).toMatchObject({ state: 'skipped', reason: 'unbound' })
  expect(JSON.stringify(await room.db.reply.findMany())).not.toContain('Lê Lan')
  // Who comes back is a stranger.
  expect(wordsOf(await room.type('lan', 'xin chào', { on: room.zalo }))).toContain('chưa có trong danh sách')
})

test('blocked and back again, in whatever order the platform tells it', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  const state = async () => (await room.db.contact.findUniqueOrThrow({ where: { id: lan.contactId } })).state
  const before = room.clock.now()
  room.clock.advance(1_000)
  await room.type('lan', 'xin chào')
  const wrote = room.clock.now()
  await room.happen('lan', { kind: 'reachability', reachable: false }, { at: before, interaction: false })
  expect(await state()).toBe('reachable')
  room.clock.advance(1_000)
  await room.happen('lan', { kind: 'reachability', reachable: false }, { interaction: false })
  expect(await state()).toBe('blocked')
  await room.type('lan', 'xin chào', { at: before })
  const contact = await room.db.contact.findUniqueOrThrow({ where: { id: lan.contactId } })
  expect(contact.lastInteractionAt).toEqual(wrote)
  await room.type('lan', 'xin chào')
  expect(await state()).toBe('reachable')
})
