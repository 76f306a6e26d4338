import { expect, test } from 'vitest'
import { handleUpdate } from '../../../src/domain/conversation/handle-update.ts'
import { keepUpdate } from '../../../src/domain/inbox/keep-update.ts'
import { testDatabase } from '../../database.ts'
import { buttonFor, chatRoom, dayMs, hourMs, wordsOf } from './chat-room.ts'
import { sendBulletin } from './sent-bulletin.ts'

test('of answers that come late or in any order the one given last stands, and a tap twice is one answer', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  const { conferenceId } = await sendBulletin(room, [lan])
  const where = { conferenceId_reporterId: { conferenceId, reporterId: lan.reporterId } }
  const standing = () => room.db.invitation.findUniqueOrThrow({ where })
  const sent = room.clock.now()
  room.clock.advance(3 * hourMs)
  const invitation = await room.type('lan', 'M')
  const accept = buttonFor(invitation, 'Tham dự')

  await room.tap('lan', accept)
  expect(wordsOf(await room.tap('lan', accept))).toContain('Đã ghi nhận: anh/chị tham dự')
  expect(await room.db.rsvp.count()).toBe(1)
  // Typed an hour before, and held up on the way.
  const before = { at: new Date(sent.getTime() + hourMs) }
  expect(wordsOf(await room.type('lan', 'K', before))).toContain('Đã ghi nhận: anh/chị tham dự')
  expect(await standing()).toMatchObject({ answer: 'accepted' })
  expect(await room.db.rsvp.count()).toBe(2)

  // The desk noted a call meanwhile; the person's own later tap is newer.
  const noted = { answer: 'declined', answeredAt: room.clock.now(), answeredBy: 'staff-editor' } as const
  await room.db.invitation.update({ where, data: noted })
  room.clock.advance(60_000)
  await room.tap('lan', accept)
  expect(await standing()).toMatchObject({ answer: 'accepted', answeredBy: 'telegram' })

  // Two days and an hour are given: typed in time it counts although we heard of it late, a tap now does not.
  room.clock.set(new Date(sent.getTime() + 3 * dayMs))
  const inTime = { at: new Date(sent.getTime() + 2 * dayMs) }
  expect(wordsOf(await room.type('lan', 'K', inTime))).toContain('không tham dự')
  expect(wordsOf(await room.tap('lan', accept))).toMatch(/hạn|hết/)
  expect(await standing()).toMatchObject({ answer: 'declined', answeredAt: inTime.at })
})

test('of two taps the later one stands, in whatever order two workers come to them, and one before the deadline counts', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  const { conferenceId } = await sendBulletin(room, [lan])
  const invitation = await room.type('lan', 'M')
  const { accountId } = room.telegram
  // The platform tells no time of a tap, so its reader says when it was read.
  Object.assign(room.telegram, {
    read: ({ reference }: { reference: string }) => [
      { kind: 'tap', address: 'lan', interaction: true, at: room.clock.now(), reference },
    ],
  })
  const inboxIds: string[] = []
  for (const label of ['Tham dự', 'Không tham dự']) {
    room.clock.advance(1_000)
    const payload = { reference: buttonFor(invitation, label) }
    await keepUpdate(room.deps, { accountId, update: { externalId: label, payload } })
    const { id } = await room.db.inboxItem.findFirstOrThrow({ where: { externalId: label } })
    inboxIds.push(id)
  }
  const standing = () => room.db.invitation.findFirstOrThrow({ where: { conferenceId } })
  const heard = room.clock.now()
  room.clock.advance(3 * dayMs)
  await handleUpdate(room.deps, { inboxId: inboxIds[1] ?? '' })
  expect(await standing()).toMatchObject({ answer: 'declined', answeredAt: heard })
  await handleUpdate(room.deps, { inboxId: inboxIds[0] ?? '' })
  expect(await standing()).toMatchObject({ answer: 'declined', answeredAt: heard })
  expect(await room.db.rsvp.count()).toBe(2)
})

test('a tap on what was called off, taken away or never sent to this person changes nothing', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const [lan, bach] = [await room.addMember('Lê Lan', 'lan'), await room.addMember('Trần Bách', 'bach')]
  const { conferenceId } = await sendBulletin(room, [lan, bach])
  const accept = buttonFor(await room.type('lan', 'M'), 'Tham dự')
  expect(wordsOf(await room.tap('bach', accept))).toContain('không dùng được trong cuộc trò chuyện của anh/chị')
  await room.db.conference.update({ where: { id: conferenceId }, data: { cancelledAt: room.clock.now() } })
  expect(wordsOf(await room.tap('lan', accept))).toMatch(/huỷ|hoãn/)
  await room.db.reporter.update({ where: { id: lan.reporterId }, data: { state: 'left' } })
  await room.tap('lan', accept)
  expect(await room.db.rsvp.count()).toBe(0)
  expect(await room.db.invitation.count({ where: { answer: 'none' } })).toBe(2)
})

test('an older message says nothing new about a window, a name or whether somebody can be reached', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan', room.zalo)
  const on = { on: room.zalo }
  const wrote = room.clock.now()
  await room.type('lan', 'xin chào', on)
  await room.type('lan', 'xin chào', { ...on, at: new Date(wrote.getTime() - dayMs) })
  // A platform's clock that runs ahead opens no window that is not there.
  await room.happen('lan', { kind: 'wordless', what: 'sticker' }, { ...on, interaction: false })
  await room.type('lan', 'alo', { ...on, at: new Date(wrote.getTime() + dayMs) })
  const contact = await room.db.contact.findUniqueOrThrow({ where: { id: lan.contactId } })
  expect(contact).toMatchObject({ lastInteractionAt: wrote, state: 'reachable' })
})

test('after a downtime each link is taken, and being not understood is said once', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  await room.addMember('Lê Lan', 'lan')
  room.clock.advance(3 * dayMs)
  const said = (hoursAgo: number, text: string) =>
    room.type('lan', text, { at: new Date(room.clock.now().getTime() - hoursAgo * hourMs) })
  expect(await said(70, 'alo')).not.toEqual([])
  expect(await said(69, 'alo alo')).toEqual([])
  expect(await said(68, 'xin chào')).toEqual([])
  expect(wordsOf(await said(67, 'https://bao.example.vn/tin-1'))).toContain('bao.example.vn/tin-1')
  // What is typed now has an answer of its own.
  expect(await said(0, 'alo')).not.toEqual([])
})

test('what was typed before names were asked for is not taken for the names', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  const { conferenceId } = await sendBulletin(room, [lan])
  const invitation = await room.type('lan', 'M')
  await room.tap('lan', buttonFor(invitation, 'Cử người'))
  const where = { conferenceId_reporterId: { conferenceId, reporterId: lan.reporterId } }
  const standing = () => room.db.invitation.findUniqueOrThrow({ where })
  await room.type('lan', 'gọi lại giúp em', { at: new Date(room.clock.now().getTime() - hourMs) })
  expect(await standing()).toMatchObject({ named: null })
  await room.type('lan', 'Trần Văn Nam')
  expect(await standing()).toMatchObject({ answer: 'named', named: 'Trần Văn Nam' })
})
