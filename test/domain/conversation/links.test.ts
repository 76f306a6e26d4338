import { expect, test } from 'vitest'
import { listArticles } from '../../../src/domain/articles/list-articles.ts'
import { testDatabase } from '../../database.ts'
import { buttonFor, chatRoom, hourMs, wordsOf } from './chat-room.ts'
import { sendBulletin } from './sent-bulletin.ts'

test('a link is kept, its theme asked and filed with one tap, and the desk sees it', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await sendBulletin(room, [lan])
  const asked = await room.type('lan', 'Em gửi bài ạ: http://www.baonui.vn/tin-1.html?utm_source=zalo')
  expect(wordsOf(asked)).toMatch(/Đã lưu: http:\/\/www\.baonui\.vn[\s\S]*thuộc chuyên đề nào[\s\S]*2\. Trường học/)
  expect(wordsOf(await room.tap('lan', buttonFor(asked, '2. Trường học')))).toContain('chuyên đề 2: Trường học')
  const { articles, themes } = await listArticles(room.deps, { organisationId: room.organisationId })
  expect(articles).toMatchObject([{ outlet: 'Báo Núi', theme: { number: 2 } }])
  expect(themes).toMatchObject([{ theme: { title: 'Trường học' }, count: 1 }])
  expect(await room.db.article.findFirstOrThrow()).toMatchObject({ canonicalUrl: 'https://baonui.vn/tin-1.html' })
  expect(JSON.stringify(articles)).not.toContain('Lê Lan')
})

test('several links are asked about one after the other, and numbers answer', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await sendBulletin(room, [lan])
  const asked = await room.type('lan', 'https://baonui.vn/1 và https://baonui.vn/2')
  expect(wordsOf(asked)).toMatch(/Đã lưu 2 đường dẫn[\s\S]*https:\/\/baonui.vn\/1 thuộc chuyên đề nào/)
  expect(wordsOf(await room.type('lan', '7'))).toContain('Không có chuyên đề số 7')
  expect(wordsOf(await room.type('lan', '3'))).toMatch(/chuyên đề 3: Chợ phiên[\s\S]*baonui.vn\/2 thuộc chuyên đề nào/)
  expect(wordsOf(await room.type('lan', '0'))).toContain('không thuộc chuyên đề nào')
  // Nothing waits any more: a number opens a theme again.
  expect(wordsOf(await room.type('lan', '1'))).toContain('Điểm thứ nhất về Nước sạch')
})

test('after an hour a number opens a theme again', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan')
  await sendBulletin(room, [lan])
  await room.type('lan', 'https://baonui.vn/1')
  room.clock.advance(2 * hourMs)
  expect(wordsOf(await room.type('lan', '1'))).toContain('Điểm thứ nhất về Nước sạch')
})

test('what somebody sent before is said to be known and since when, never by whom', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const members = [await room.addMember('Lê Lan', 'lan'), await room.addMember('Trần Bách', 'bach')]
  await sendBulletin(room, members)
  await room.type('lan', 'https://baonui.vn/1')
  room.clock.advance(hourMs)
  const words = wordsOf(await room.type('bach', 'm.baonui.vn/1?fbclid=x'))
  expect(words).toContain('đã có tin, bài này từ 10 giờ 00, thứ Hai, ngày 23/11/2026')
  expect(words).not.toMatch(/Lan|Báo Núi/)
  await room.type('bach', 'https://baonui.vn/1')
  expect(await room.db.articleSubmission.findMany({ select: { first: true }, orderBy: { id: 'asc' } })).toEqual([
    { first: true },
    { first: false },
  ])
})

test('links to private addresses and to what is no page are refused one by one; the rest is kept', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  await room.addMember('Lê Lan', 'lan')
  const words = wordsOf(await room.type('lan', 'http://169.254.169.254/x ftp://baonui.vn/a https://baonui.vn/ok'))
  expect(words).toMatch(/Đã lưu: https:\/\/baonui.vn\/ok/)
  expect(words).toMatch(/địa chỉ nội bộ[^\n]*169\.254/)
  expect(words).toMatch(/không phải đường dẫn trang tin[^\n]*ftp/)
  expect(await room.db.article.count()).toBe(1)
})

test('only who sent an article in chooses its theme', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const [lan, bach] = [await room.addMember('Lê Lan', 'lan'), await room.addMember('Trần Bách', 'bach')]
  await sendBulletin(room, [lan, bach])
  await room.type('lan', 'https://baonui.vn/1')
  const { id } = await room.db.article.findFirstOrThrow()
  const reference = room.deps.references.make(bach.contactId, { verb: 'article-theme', id, number: 1 })
  expect(wordsOf(await room.tap('bach', reference))).toContain('do mình gửi')
  expect(await room.db.article.findFirstOrThrow()).toMatchObject({ themeId: null })
})

test('a name before the host, which makes an address look like another, is not kept', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  await room.addMember('Lê Lan', 'lan')
  const said = wordsOf(await room.type('lan', 'https://baonui.vn@noikhac.vn/bai https://ten:matkhau@baonui.vn/tin'))
  expect(said).toContain('https://noikhac.vn/bai')
  expect(said).not.toMatch(/baonui\.vn@|matkhau/)
  const { articles } = await listArticles(room.deps, { organisationId: room.organisationId })
  expect(articles.map(({ url }) => url).toSorted()).toEqual(['https://baonui.vn/tin', 'https://noikhac.vn/bai'])
  expect(JSON.stringify(await room.db.articleSubmission.findMany())).not.toMatch(/matkhau|baonui\.vn@/)
})

test('a wall of links is answered in a few lines: how many more were not taken, not each of them', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  await room.addMember('Lê Lan', 'lan')
  const wall = Array.from({ length: 300 }, (_, at) => `https://b${at}.vn/a`).join(' ')
  const said = wordsOf(await room.type('lan', wall))
  expect(said).toMatch(/Đã lưu 20 đường dẫn[\s\S]*Còn 272 đường dẫn nữa/)
  expect(said.length).toBeLessThan(2_000)
})
