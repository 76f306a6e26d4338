import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { submitLinks } from '../../../src/domain/articles/submit-links.ts'
import type { Browser } from '../console.ts'
import { type Sent, sentToReporters } from './sent-to-reporters.ts'

let sent: Sent
let base: string
let phone: Browser
beforeAll(async () => {
  sent = await sentToReporters()
  base = await sent.linkOf(sent.hoa)
  phone = sent.phone()
  await phone.get(`${base}/links`)
})
afterAll(() => sent[Symbol.asyncDispose]())

describe('Links sent from the page', () => {
  test('are found in whatever text stands around them, and each is confirmed', async () => {
    const text =
      'Em gửi ạ: https://baosongdong.example.com/bai-1?utm_source=zalo và https://baosongdong.example.com/bai-2.'
    const answer = await phone.post(`${base}/links`, { text })
    expect(answer.statusCode).toBe(303)
    const page = await phone.get(answer.headers.location ?? '')
    expect(page.body).toContain('đường dẫn đã được ghi nhận')
    expect(page.body.match(/Đã ghi nhận ·/g)).toHaveLength(2)
    const articles = await sent.db.article.findMany({
      orderBy: { canonicalUrl: 'asc' },
      include: { submissions: true },
    })
    expect(articles.map(({ canonicalUrl }) => canonicalUrl)).toEqual([
      'https://baosongdong.example.com/bai-1',
      'https://baosongdong.example.com/bai-2',
    ])
    expect(articles.flatMap(({ submissions }) => submissions.map(({ via }) => via))).toEqual(['page', 'page'])
  })

  test('are filed under the theme that is chosen', async () => {
    const { id } = await sent.db.article.findFirstOrThrow({ where: { url: { contains: 'bai-2' } } })
    const answer = await phone.post(`${base}/articles/${id}/theme`, { theme: '2', last: '' })
    expect(answer.statusCode).toBe(303)
    const article = await sent.db.article.findUniqueOrThrow({ where: { id }, include: { theme: true } })
    expect(article.theme?.number).toBe(2)
    expect((await phone.get(`${base}/links`)).body).toContain('value="2" selected')
  })

  test('that somebody sent before are said to be known, never by whom', async () => {
    const url = 'https://baosongdong.example.com/chung'
    await submitLinks(sent.deps, { reporterId: sent.an, text: url, via: 'zalo' })
    const page = await phone.get((await phone.post(`${base}/links`, { text: url })).headers.location ?? '')
    expect(page.body).toContain('Đã có người gửi từ')
    expect(page.body).not.toContain('Bùi Văn An')
  })

  test('that lead into a private network are refused one by one, with the reason; the others are kept', async () => {
    const text = 'http://192.168.1.7/bai http://localhost:3000/x https://baosongdong.example.com/bai-3'
    const page = await phone.post(`${base}/links`, { text })
    expect(page.statusCode).toBe(422)
    expect(page.body.match(/Địa chỉ này thuộc mạng nội bộ nên không nhận/g)).toHaveLength(2)
    expect(page.body).toContain('http://192.168.1.7/bai\nhttp://localhost:3000/x</textarea>')
    expect(await sent.db.article.count({ where: { url: { contains: 'bai-3' } } })).toBe(1)
    expect(await sent.db.article.count({ where: { url: { contains: '192.168' } } })).toBe(0)
  })

  test('a text without any link is given back with a sentence, as it was typed', async () => {
    const page = await phone.post(`${base}/links`, { text: 'Bài em đăng <hôm nay> rồi ạ' })
    expect(page.statusCode).toBe(422)
    expect(page.body).toContain('Chưa thấy đường dẫn nào')
    expect(page.body).toContain('Bài em đăng &lt;hôm nay&gt; rồi ạ</textarea>')
  })

  test('a paste of 50,000 characters is refused calmly and not lost', async () => {
    const text = 'chữ '.repeat(12_500)
    const page = await phone.post(`${base}/links`, { text })
    expect([page.statusCode, page.body.includes('tối đa 20.000 ký tự')]).toEqual([422, true])
    expect(page.body).toContain(text.trim())
  })

  test('cannot be filed by somebody who did not send them', async () => {
    const { id } = await sent.db.article.findFirstOrThrow({ where: { url: { contains: 'bai-2' } } })
    const other = await sent.linkOf(sent.an)
    const theirs = sent.phone()
    await theirs.get(other)
    expect((await theirs.post(`${other}/articles/${id}/theme`, { theme: '1' })).statusCode).toBe(403)
  })
})
