import { expect, test } from 'vitest'
import { decideJoinRequest } from '../../../src/domain/reporters/decide-join-request.ts'
import { listJoinRequests } from '../../../src/domain/reporters/request-to-join.ts'
import { testDatabase } from '../../database.ts'
import { buttonFor, type ChatRoom, chatRoom, wordsOf } from './chat-room.ts'

async function askToJoin(room: ChatRoom, address: string, name: string) {
  await room.type(address, 'xin chào')
  await room.type(address, name)
  const question = await room.type(address, 'Đài Phát thanh Núi')
  return room.tap(address, buttonFor(question, 'Tôi đồng ý'))
}

const lastWords = async (room: ChatRoom) => {
  const [last] = await room.db.reply.findMany({ orderBy: [{ id: 'desc' }], take: 1 })
  return JSON.stringify(last?.message)
}

test('without a code the bot asks name and outlet and consent, and the desk decides', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  expect(wordsOf(await askToJoin(room, 'hoa', 'Phạm Thị Hoa'))).toContain('sẽ xem xét và trả lời tại đây')
  expect(wordsOf(await room.type('hoa', 'sao lâu thế'))).toContain('đang chờ')
  const [request] = await listJoinRequests(room.deps, room.organisationId)
  expect(request).toMatchObject({ fullName: 'Phạm Thị Hoa', outletName: 'Đài Phát thanh Núi', channel: 'telegram' })
  const decision = { kind: 'new', outletId: room.outletId } as const
  const input = { organisationId: room.organisationId, id: request?.id ?? '', decision, by: 'staff-editor' }
  const given = room.clock.now()
  room.clock.advance(3_600_000)
  // The chat may start anew: what was agreed to stands with the request.
  await room.db.conversation.deleteMany()
  const { reporterId } = await decideJoinRequest(room.deps, input)
  expect(await lastWords(room)).toContain('Đăng ký thành công. Chào anh/chị Phạm Thị Hoa')
  expect(room.queue.waiting.map(({ name }) => name)).toEqual(['send-reply'])
  const consent = await room.db.consent.findFirstOrThrow({ where: { reporterId: reporterId ?? '' } })
  expect(consent).toMatchObject({ givenAt: given, way: 'telegram:button' })
  expect(consent.text).toContain('Sở Mẫu xin phép gửi')
  await expect(decideJoinRequest(room.deps, input)).rejects.toMatchObject({ code: 'join-request-decided' })
})

test('the desk may take somebody in as a person of the roster, or refuse', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const known = await room.addReporter('Phạm Thị Hoa')
  await askToJoin(room, 'hoa', 'Phạm Thị Hoa')
  await askToJoin(room, 'nam', 'Đỗ Văn Nam')
  const [hoa, nam] = await listJoinRequests(room.deps, room.organisationId)
  const { organisationId } = room
  const as = { organisationId, by: 'staff-editor' }
  await decideJoinRequest(room.deps, { ...as, id: hoa?.id ?? '', decision: { kind: 'existing', reporterId: known } })
  await decideJoinRequest(room.deps, { ...as, id: nam?.id ?? '', decision: { kind: 'refuse' } })
  expect(await lastWords(room)).toContain('chưa thể đưa anh/chị vào danh sách')
  expect(await room.db.contact.count({ where: { reporterId: known } })).toBe(1)
  const kept = await room.db.joinRequest.findMany({
    orderBy: { id: 'asc' },
    select: { state: true, consentText: true },
  })
  expect(kept).toEqual([
    { state: 'approved', consentText: expect.stringContaining('xin phép gửi') },
    { state: 'refused', consentText: null },
  ])
  expect(await room.db.reporter.count()).toBe(1)
})

test('who takes the request back cannot be taken in any more', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  await askToJoin(room, 'hoa', 'Phạm Thị Hoa')
  const [request] = await listJoinRequests(room.deps, room.organisationId)
  expect(wordsOf(await room.type('hoa', '/stop'))).toContain('đã được huỷ')
  const decision = { kind: 'new', outletId: room.outletId } as const
  const input = { organisationId: room.organisationId, id: request?.id ?? '', decision, by: 'staff-editor' }
  await expect(decideJoinRequest(room.deps, input)).rejects.toMatchObject({ kind: 'conflict' })
  expect(await room.db.reporter.count()).toBe(0)
})

test('a greeting, a number and a single word are no name', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  await room.type('x', 'alo')
  for (const what of ['xin chào', '12', 'Hoa', 'Hoa 123', 'x'.repeat(300)])
    expect(wordsOf(await room.type('x', what)), what).not.toContain('cơ quan báo chí nơi mình công tác')
  expect(wordsOf(await room.type('x', 'Phạm Thị Hoa'))).toContain('cơ quan báo chí nơi mình công tác')
})
