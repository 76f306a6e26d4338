import { expect, test } from 'vitest'
import { testDatabase } from '../../database.ts'
import { buttonFor, type ChatRoom, chatRoom, wordsOf } from './chat-room.ts'
import { sendBulletin } from './sent-bulletin.ts'

let second = 0
const write = (room: ChatRoom, address: string, messageId: string, text: string, more: object = {}) =>
  room.happen(
    address,
    { kind: 'text', text, links: [], messageId, ...more },
    { at: new Date(room.clock.now().getTime() + 1000 * second++ - 3_600_000) },
  )
const edit = (room: ChatRoom, address: string, messageId: string, text: string) =>
  write(room, address, messageId, text, { edited: true })

const kept = async (room: ChatRoom) =>
  (await room.db.article.findMany({ orderBy: { canonicalUrl: 'asc' } })).map(({ url }) => url)

test('a corrected message corrects the links it brought, with one short answer', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  const bach = await room.addMember('Trần Bách', 'bach')
  await sendBulletin(room, [lan, bach])
  const asked = await write(room, 'lan', '7', 'https://baonui.vn/1 https://baonui.vn/2')
  await room.tap('lan', buttonFor(asked, '2. Trường học'))

  const words = wordsOf(await edit(room, 'lan', '7', 'Em sửa: https://baonui.vn/1a https://baonui.vn/2'))
  expect(words).toMatch(
    /Đã cập nhật[\s\S]*Đã bỏ đường dẫn: https:\/\/baonui.vn\/1\n[\s\S]*Đã lưu: https:\/\/baonui.vn\/1a/,
  )
  expect(words).toContain('chuyên đề 2: Trường học')
  expect(await kept(room)).toEqual(['https://baonui.vn/1a', 'https://baonui.vn/2'])
  expect(await edit(room, 'lan', '7', 'Em sửa lời: https://baonui.vn/1a https://baonui.vn/2')).toEqual([])

  // What a colleague sent too stays, and is then the colleague's.
  await write(room, 'bach', '3', 'https://baonui.vn/2')
  expect(wordsOf(await edit(room, 'lan', '7', 'https://baonui.vn/1a'))).toContain(
    'Đã bỏ đường dẫn: https://baonui.vn/2',
  )
  const shared = await room.db.article.findFirstOrThrow({
    where: { url: 'https://baonui.vn/2' },
    include: { submissions: true },
  })
  expect(shared.submissions).toMatchObject([{ reporterId: bach.reporterId, first: true }])
  // What was filed under a theme and is not replaced by anything was decided on, and stays.
  await edit(room, 'lan', '7', 'Em xin rút lại ạ')
  expect(await kept(room)).toEqual(['https://baonui.vn/1a', 'https://baonui.vn/2'])
  expect(await room.db.articleSubmission.count({ where: { reporterId: lan.reporterId } })).toBe(0)
  // Nobody corrects what somebody else sent, not even under the same number.
  expect(await edit(room, 'lan', '3', 'thôi ạ')).toEqual([])
  expect(await room.db.articleSubmission.count()).toBe(1)
})

test('an edit of an answer, a command or small talk is not answered and not done a second time', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  const { conferenceId } = await sendBulletin(room, [lan])
  await write(room, 'lan', '1', 'C')
  await write(room, 'lan', '2', 'chào ạ')
  for (const text of ['K', '/stop', 'DỪNG', 'N Trần Bình', 'GB-7K3M-Q0ZT', '1', 'chào cả nhà'])
    for (const message of ['1', '2']) expect(await edit(room, 'lan', message, text), text).toEqual([])
  const where = { conferenceId_reporterId: { conferenceId, reporterId: lan.reporterId } }
  expect(await room.db.invitation.findUniqueOrThrow({ where })).toMatchObject({ answer: 'accepted' })
  expect(await room.db.reporter.findFirstOrThrow()).toMatchObject({ state: 'active' })
  // Whoever is not on the roster is answered once as well.
  await write(room, 'ai-do', '1', 'xin chào')
  expect(await edit(room, 'ai-do', '1', 'Phạm Thị Hoa')).toEqual([])
})

test('an edit that overtakes its message or a later edit leaves what was said last', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  await room.addMember('Lê Lan', 'lan')
  const at = (minute: number) => ({ at: new Date(room.clock.now().getTime() + minute * 60_000 - 3_600_000) })
  const say = (text: string, minute: number, more: object = {}) =>
    room.happen('lan', { kind: 'text', text, links: [], messageId: '9', ...more }, at(minute))
  expect(wordsOf(await say('https://baonui.vn/dung', 3, { edited: true }))).toContain('Đã lưu')
  expect(await say('https://baonui.vn/nham', 2, { edited: true })).toEqual([])
  expect(await say('https://baonui.vn/dau', 1)).toEqual([])
  expect(await kept(room)).toEqual(['https://baonui.vn/dung'])
  // A command that was typed first is done, whatever it was edited to before it arrived.
  await room.happen('lan', { kind: 'text', text: 'giup', links: [], messageId: '10', edited: true }, at(5))
  const help = await room.happen('lan', { kind: 'text', text: '/help', links: [], messageId: '10' }, at(4))
  expect(wordsOf(help)).toContain('kênh cung cấp thông tin báo chí')
})
