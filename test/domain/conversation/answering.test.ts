import { expect, test } from 'vitest'
import { testDatabase } from '../../database.ts'
import { buttonFor, buttonsOf, chatRoom, dayMs, wordsOf } from './chat-room.ts'
import { sendBulletin } from './sent-bulletin.ts'

test('an answer is confirmed with what is recorded, until when it can be changed, and the buttons again', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  const sent = await sendBulletin(room, [lan])
  const accepted = await room.type('lan', 'Dạ em có tham dự ạ')
  expect(wordsOf(accepted)).toMatch(
    /anh\/chị tham dự «Giao ban: Bản tin tháng 11»[\s\S]*đến 11 giờ 00, thứ Tư, ngày 25\/11\/2026/,
  )
  const declined = await room.tap('lan', buttonFor(accepted, 'Không'))
  expect(wordsOf(declined)).toContain('anh/chị không tham dự')
  const invitation = await room.db.invitation.findFirstOrThrow({ where: { conferenceId: sent.conferenceId } })
  expect(invitation).toMatchObject({ answer: 'declined', answeredBy: 'telegram' })
  expect(await room.db.rsvp.count()).toBe(2)
})

test('the letters of the hint answer too', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan', room.zalo)
  await sendBulletin(room, [lan])
  const said: string[] = []
  for (const letter of ['C', 'k', 'S', 'N Trần Bình, quay phim']) {
    await room.type('lan', letter, { on: room.zalo })
    const { answer, named } = await room.db.invitation.findFirstOrThrow()
    said.push(`${answer} ${named ?? ''}`.trim())
  }
  expect(said).toEqual(['accepted', 'declined', 'later', 'named Trần Bình, quay phim'])
})

test('naming somebody else asks for the names, and the next message is the answer', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await sendBulletin(room, [lan])
  const invitation = await room.type('lan', 'mời')
  expect(wordsOf(await room.tap('lan', buttonFor(invitation, 'Cử')))).toContain('ai sẽ dự')
  expect(wordsOf(await room.type('lan', '...'))).not.toContain('Đã ghi nhận')
  expect(wordsOf(await room.type('lan', 'Nguyễn Văn An, phóng viên'))).toContain('Nguyễn Văn An, phóng viên')
  expect(await room.db.invitation.findFirstOrThrow()).toMatchObject({
    answer: 'named',
    named: 'Nguyễn Văn An, phóng viên',
  })
  // The question is over: free text is not taken as names again.
  expect(wordsOf(await room.type('lan', 'Trần Văn Bình'))).toContain('chưa hiểu')
})

test('«huỷ» ends the question without an answer', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await sendBulletin(room, [lan])
  await room.type('lan', 'N')
  expect(wordsOf(await room.type('lan', 'huỷ'))).toContain('Đã huỷ')
  expect(await room.db.rsvp.count()).toBe(0)
})

test('a tap on a closed invitation says until when it took answers and whom to ask', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await sendBulletin(room, [lan])
  const invitation = await room.type('lan', 'mời')
  room.clock.advance(3 * dayMs)
  for (const label of ['Tham dự', 'Cử']) {
    const closed = await room.tap('lan', buttonFor(invitation, label))
    expect(wordsOf(closed)).toMatch(/11:00 25\/11\/2026[\s\S]*0200 000 000/)
    expect(buttonsOf(closed)).toEqual([])
  }
  expect(await room.db.rsvp.count()).toBe(0)
})

test('a typed yes is meant for the invitation that still takes answers', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  const open = await sendBulletin(room, [lan], { title: 'Đang mở' })
  room.clock.advance(1)
  const closed = await sendBulletin(room, [lan], { title: 'Đã huỷ' })
  await room.db.conference.update({ where: { id: closed.conferenceId }, data: { cancelledAt: room.clock.now() } })
  await room.type('lan', 'tham dự')
  const answered = await room.db.invitation.findFirstOrThrow({ where: { answer: 'accepted' } })
  expect(answered.conferenceId).toBe(open.conferenceId)
})

test('without any invitation a yes is not recorded anywhere', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  await room.addMember('Lê Lan', 'lan')
  expect(wordsOf(await room.type('lan', 'có'))).toContain('không có giấy mời')
})

test('whoever joined after the sending may read it and answer', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  const sent = await sendBulletin(room, [lan])
  room.clock.advance(dayMs)
  const bach = await room.addMember('Trần Bách', 'bach')
  expect(wordsOf(await room.type('bach', '1'))).toContain('Nước sạch')
  await room.type('bach', 'tham dự')
  const where = { conferenceId_reporterId: { conferenceId: sent.conferenceId, reporterId: bach.reporterId } }
  expect(await room.db.invitation.findUniqueOrThrow({ where })).toMatchObject({ answer: 'accepted' })
})
