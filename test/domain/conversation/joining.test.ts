import { expect, test } from 'vitest'
import { issueRegistrationCode } from '../../../src/domain/reporters/issue-registration-code.ts'
import { testDatabase } from '../../database.ts'
import { buttonFor, type ChatRoom, chatRoom, dayMs, wordsOf } from './chat-room.ts'
import { sendBulletin } from './sent-bulletin.ts'

const codeFor = async (room: ChatRoom, reporterId: string) =>
  (await issueRegistrationCode(room.deps, { organisationId: room.organisationId, reporterId, by: 'staff-editor' })).code

test('a code by deep link asks for consent, and only a yes binds the chat; the very words are kept', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const reporterId = await room.addReporter('Lê Lan')
  const parameter = await codeFor(room, reporterId)
  const question = await room.happen('lan', { kind: 'start', parameter })
  expect(wordsOf(question)).toMatch(/Lê Lan, Báo Núi[\s\S]*Sở Mẫu xin phép gửi/)
  expect(await room.db.contact.findFirstOrThrow()).toMatchObject({ reporterId: null })
  const welcome = await room.tap('lan', buttonFor(question, 'Tôi đồng ý'))
  expect(wordsOf(welcome)).toContain('Đăng ký thành công')
  const contact = await room.db.contact.findFirstOrThrow()
  expect(contact).toMatchObject({ reporterId, boundAt: room.clock.now() })
  const consent = await room.db.consent.findFirstOrThrow()
  expect(consent).toMatchObject({ reporterId, contactId: contact.id, purpose: 'bulletins', way: 'telegram:button' })
  expect(consent.givenAt).toEqual(room.clock.now())
  expect(wordsOf(question)).toContain(consent.text.split('\n\n')[1])
})

test('on Zalo code and consent are typed, and the newest bulletin is offered', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  await sendBulletin(room, [])
  room.clock.advance(3 * dayMs)
  const code = await codeFor(room, await room.addReporter('Lê Lan'))
  await room.type('lan', `ma cua em la ${code.toLowerCase().replaceAll('-', ' ')}`, { on: room.zalo })
  const welcome = await room.type('lan', 'dong y', { on: room.zalo })
  expect(wordsOf(welcome)).toContain('Tin mới nhất: Bản tin tháng 11')
  expect(await room.db.consent.findFirstOrThrow()).toMatchObject({ way: 'zalo:typed' })
  expect(wordsOf(await room.type('lan', buttonFor(welcome, 'Xem tin'), { on: room.zalo }))).toContain('Nước sạch')
})

test('a no keeps nothing, and the code can still be used', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const code = await codeFor(room, await room.addReporter('Lê Lan'))
  const question = await room.type('lan', code)
  expect(wordsOf(await room.tap('lan', buttonFor(question, 'Không đồng ý')))).toContain('đã chọn không đăng ký')
  expect(await room.db.consent.count()).toBe(0)
  // The old question is over.
  expect(wordsOf(await room.tap('lan', buttonFor(question, 'Tôi đồng ý')))).toContain('đã khép lại')
  await room.type('lan', code)
  expect(wordsOf(await room.type('lan', 'có'))).toContain('Đăng ký thành công')
})

test('a code works once: of two chats that show it the first yes wins', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const reporterId = await room.addReporter('Lê Lan')
  const code = await codeFor(room, reporterId)
  await room.type('lan', code)
  await room.type('stranger', code)
  expect(wordsOf(await room.type('lan', 'có'))).toContain('Đăng ký thành công')
  expect(wordsOf(await room.type('stranger', 'có'))).toContain('vừa được sử dụng ở nơi khác')
  expect(wordsOf(await room.type('third', code))).toContain('đã được sử dụng')
  expect(wordsOf(await room.type('lan', code))).toContain('không cần dùng mã nữa')
  expect(await room.db.contact.count({ where: { reporterId } })).toBe(1)
})

test('wrong and expired codes are told apart, and guessing is slowed down', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const code = await codeFor(room, await room.addReporter('Lê Lan'))
  const late = await codeFor(room, await room.addReporter('Trần Bách'))
  room.clock.advance(15 * dayMs)
  expect(wordsOf(await room.type('x', code))).toContain('đã hết hạn')
  const fresh = await codeFor(room, await room.addReporter('Vũ Hà'))
  for (let guess = 0; guess < 5; guess++)
    expect(wordsOf(await room.type('x', `GB-0000-000${guess}`))).toContain('chưa đúng')
  expect(wordsOf(await room.type('x', fresh))).toContain('thử lại sau 10:15')
  expect(await room.db.contact.count({ where: { reporterId: { not: null } } })).toBe(0)
  room.clock.advance(16 * 60_000)
  expect(wordsOf(await room.type('x', fresh))).toContain('Vũ Hà')
  expect(late).not.toBe(code)
})

test("a chat that is somebody's is not given to another before they stop", async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  const code = await codeFor(room, await room.addReporter('Trần Bách'))
  expect(wordsOf(await room.type('lan', code))).toContain('đang được đăng ký cho Lê Lan')
  await room.type('lan', 'dừng')
  await room.type('lan', code)
  expect(wordsOf(await room.type('lan', 'có'))).toContain('Chào anh/chị Trần Bách')
  expect(await room.db.reporter.findUniqueOrThrow({ where: { id: lan.reporterId } })).toMatchObject({
    state: 'stopped',
  })
})

test('who is not on the roster is told so, and asked for a code or a name', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  for (const what of ['xin chào', 'có', '1', 'https://baonui.vn/a']) {
    const words = wordsOf(await room.type(`x-${what}`, what))
    expect(words).toMatch(/chưa có trong danh sách[\s\S]*họ và tên đầy đủ/)
  }
  expect(wordsOf(await room.happen('y', { kind: 'wordless', what: 'sticker' }))).toContain('chưa có trong danh sách')
  expect(await room.db.article.count()).toBe(0)
})

test('/mydata of a stranger and of a member', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  await room.addMember('Lê Lan', 'lan')
  expect(wordsOf(await room.type('lan', '/mydata'))).toMatch(/Lê Lan, Báo Núi[\s\S]*Telegram[\s\S]*sửa hoặc xoá/)
  expect(wordsOf(await room.type('x', '/mydata'))).toContain('chưa đăng ký')
})
