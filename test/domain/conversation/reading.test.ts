import { expect, test } from 'vitest'
import { issueRegistrationCode } from '../../../src/domain/reporters/issue-registration-code.ts'
import { testDatabase } from '../../database.ts'
import { buttonFor, buttonsOf, chatRoom, dayMs, wordsOf } from './chat-room.ts'
import { sendBulletin } from './sent-bulletin.ts'

test('a typed number opens that theme of the newest bulletin the reporter was sent', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await sendBulletin(room, [lan], { title: 'Bản tin tháng 10' })
  room.clock.advance(dayMs)
  await sendBulletin(room, [lan])
  expect(wordsOf(await room.type('lan', '2'))).toContain('Điểm thứ nhất về Trường học')
  expect(wordsOf(await room.type('lan', '9'))).toContain('«Bản tin tháng 11» không có chuyên đề số 9')
})

test('the buttons of the bulletin open themes and files, and the tap is acknowledged', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await sendBulletin(room, [lan])
  const bulletin = await room.type('lan', 'bản tin')
  expect(wordsOf(bulletin)).toContain('1. Nước sạch')
  expect(wordsOf(await room.tap('lan', buttonFor(bulletin, '3. Chợ phiên')))).toContain('Điểm thứ nhất về Chợ phiên')
  expect(room.acknowledged).toEqual(['ack-lan'])
  expect(wordsOf(await room.type('lan', 'T'))).toContain('Bản tin tháng 11')
})

test('a tap on Zalo arrives as typed text and does the same', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan', room.zalo)
  const sent = await sendBulletin(room, [lan])
  const reference = room.deps.references.make(lan.contactId, { verb: 'open-theme', id: sent.themeIds[0] ?? '' })
  expect(wordsOf(await room.type('lan', reference, { on: room.zalo }))).toContain('Điểm thứ nhất về Nước sạch')
})

test("somebody else's button does nothing but say so", async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await room.addMember('Trần Bách', 'bach')
  const sent = await sendBulletin(room, [lan], { audience: { kind: 'outlet-kinds', kinds: ['portal'] } })
  const reference = room.deps.references.make(lan.contactId, { verb: 'accept', id: sent.conferenceId })
  expect(wordsOf(await room.tap('bach', reference))).toContain('không dùng được trong cuộc trò chuyện của anh/chị')
  expect(wordsOf(await room.tap('bach', 'rubbish'))).toContain('không dùng được')
  expect(await room.db.rsvp.count()).toBe(0)
})

test('nobody opens what was not sent to them, even with a button made for their chat', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  const bach = await room.addMember('Trần Bách', 'bach')
  const sent = await sendBulletin(room, [lan], { audience: { kind: 'everyone', except: [bach.reporterId] } })
  for (const [verb, id] of [
    ['open-publication', sent.publicationId],
    ['all-files', sent.publicationId],
    ['open-theme', sent.themeIds[0] ?? ''],
    ['open-invitation', sent.conferenceId],
    ['accept', sent.conferenceId],
    ['open-notice', sent.deliveryIds.get(lan.reporterId) ?? ''],
  ] as const) {
    const reference = room.deps.references.make(bach.contactId, { verb, id })
    expect(wordsOf(await room.tap('bach', reference)), verb).toContain('không được gửi tới anh/chị')
  }
  expect(wordsOf(await room.type('bach', '1'))).toContain('chưa được gửi bản tin nào')
  expect(await room.db.rsvp.count()).toBe(0)
})

test('a sticker is answered with what can be read here, and with a way on', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await sendBulletin(room, [lan])
  const answer = await room.happen('lan', { kind: 'wordless', what: 'sticker' })
  expect(wordsOf(answer)).toContain('chỉ đọc được chữ')
  expect(buttonsOf(answer).map(({ label }) => label)).toEqual(['Xem tin mới nhất', 'Xem giấy mời'])
})

test('what is not understood is said so, with the typed forms and whom to ask, and is kept', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  await room.addMember('Lê Lan', 'lan')
  const answer = await room.type('lan', 'Bao giờ thì có số liệu quý IV?')
  expect(wordsOf(answer)).toMatch(/chưa hiểu tin nhắn này[\s\S]*Phòng Báo chí, 0200 000 000[\s\S]*gõ DỪNG/iu)
  expect(await room.db.inboxItem.findFirstOrThrow()).toMatchObject({ state: 'handled', attempt: 1 })
})

test('a paste of 50,000 characters gets an answer like anything else', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  await room.addMember('Lê Lan', 'lan')
  expect(wordsOf(await room.type('lan', 'Nội dung dài. '.repeat(3_600)))).toContain('chưa hiểu tin nhắn này')
})

test('of a bulletin that was taken back nobody is told a theme or a title, whatever they type, tap, send or join by', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await sendBulletin(room, [lan], { title: 'Bản tin tháng 10' })
  room.clock.advance(dayMs)
  const { publicationId } = await sendBulletin(room, [lan])
  await room.db.theme.updateMany({ where: { publicationId, number: 2 }, data: { title: 'Đập thuỷ điện' } })
  const asked = await room.type('lan', 'https://baonui.vn/1 https://baonui.vn/2')
  const recalled = { recalledAt: room.clock.now(), recallReason: 'Sai số liệu', documentNumber: '12/SM' }
  await room.db.publication.update({ where: { id: publicationId }, data: recalled })

  const code = await issueRegistrationCode(room.deps, {
    organisationId: room.organisationId,
    reporterId: await room.addReporter('Vũ Hà'),
    by: 'staff-editor',
  })
  await room.type('ha', code.code)
  const said = [
    await room.tap('lan', buttonFor(asked, '2. Đập thuỷ điện')),
    await room.type('lan', 'https://baonui.vn/3'),
    await room.type('lan', '0'),
    await room.type('lan', '0'),
    await room.type('lan', 'huỷ'),
    await room.type('lan', '9'),
    await room.type('lan', '2'),
    await room.type('ha', 'CÓ'),
  ]
  for (const [at, messages] of said.entries())
    expect(JSON.stringify(messages), String(at)).not.toMatch(/Đập thuỷ điện|(?<!Giao ban: )Bản tin tháng 11/)
  expect(wordsOf(said[1] ?? [])).toContain('2. Trường học')
  expect(wordsOf(said[6] ?? [])).toContain('đã thu hồi văn bản số 12/SM')
  expect(wordsOf(said[7] ?? [])).toContain('Bản tin tháng 10')
})
