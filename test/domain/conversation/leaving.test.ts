import { expect, test } from 'vitest'
import { testDatabase } from '../../database.ts'
import { chatRoom, dayMs, wordsOf } from './chat-room.ts'
import { sendBulletin } from './sent-bulletin.ts'

test('a stop by command or by word ends everything at once, and is confirmed', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  for (const word of ['/stop', 'dừng', 'ngung nhan tin']) {
    const { reporterId, contactId } = await room.addMember('Lê Lan', word)
    const sent = await sendBulletin(room, [{ reporterId, contactId }], { state: 'queued' })
    const reminder = { id: room.newUuid(), conferenceId: sent.conferenceId, reporterId, kind: 'answer-by' }
    const at = room.clock.now()
    await room.db.reminder.create({ data: { ...reminder, dueAt: at, createdAt: at } })
    expect(wordsOf(await room.type(word, word))).toContain('đã ngừng gửi mọi tin nhắn')
    const delivery = await room.db.delivery.findFirstOrThrow({ where: { reporterId }, include: { events: true } })
    expect(delivery).toMatchObject({ state: 'skipped', reason: 'stopped', events: [{ state: 'skipped' }] })
    const cancelled = await room.db.reminder.findFirstOrThrow({ where: { reporterId } })
    expect(cancelled).toMatchObject({ state: 'cancelled', reason: 'stopped' })
    const reporter = await room.db.reporter.findUniqueOrThrow({ where: { id: reporterId } })
    expect(reporter).toMatchObject({ state: 'stopped', stoppedAt: at })
    expect(await room.db.consent.findFirstOrThrow({ where: { reporterId } })).toMatchObject({ withdrawnAt: at })
  }
})

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
  await room.type('nam', 'em biết chị lan', { on: room.zalo })
  await room.happen('lan', { kind: 'withdrawn' }, { on: room.zalo })
  const contact = await room.db.contact.findUniqueOrThrow({ where: { id: lan.contactId } })
  expect(contact).toMatchObject({ reporterId: null, displayName: null, state: 'gone' })
  expect(JSON.stringify(contact)).not.toContain('lan')
  expect(await room.db.conversation.count({ where: { contactId: lan.contactId } })).toBe(0)
  expect(await room.db.delivery.findFirstOrThrow()).toMatchObject({ state: 'skipped', reason: 'unbound' })
  expect(JSON.stringify(await room.db.reply.findMany())).not.toContain('Lê Lan')
  // Nor what the platform ever brought of her, this very update included; what others wrote stays.
  const payloads = (await room.db.inboxItem.findMany()).map(({ payload }) => JSON.stringify(payload))
  expect(payloads.filter((payload) => payload !== '{}')).toEqual([expect.stringContaining('"nam"')])
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
