import fc from 'fast-check'
import { expect, test } from 'vitest'
import { extractLinks } from '../../../src/domain/articles/extract-links.ts'

const table: readonly (readonly [rule: string, text: string, links: readonly string[]])[] = [
  ['a link alone', 'https://baonui.vn/tin-1.html', ['https://baonui.vn/tin-1.html']],
  ['words around it', 'Em gửi bài ạ: https://baonui.vn/tin-1.html nhé anh', ['https://baonui.vn/tin-1.html']],
  ['a full stop behind it', 'Bài ở https://baonui.vn/tin-1.', ['https://baonui.vn/tin-1']],
  [
    'several, on lines and with commas',
    'https://a.vn/1\nhttps://b.vn/2, https://c.vn/3',
    ['https://a.vn/1', 'https://b.vn/2', 'https://c.vn/3'],
  ],
  ['glued with a comma', 'https://a.vn/1,https://b.vn/2', ['https://a.vn/1', 'https://b.vn/2']],
  ['the same twice', 'https://a.vn/1 https://a.vn/1', ['https://a.vn/1']],
  ['in round brackets', '(xem https://a.vn/1)', ['https://a.vn/1']],
  [
    'brackets of its own stay',
    'https://vi.wiki.org/wiki/Hu%E1%BA%BF_(x)',
    ['https://vi.wiki.org/wiki/Hu%E1%BA%BF_(x)'],
  ],
  ['in quotes', '«https://a.vn/1» “https://b.vn/2”', ['https://a.vn/1', 'https://b.vn/2']],
  ['stuck to a word', 'Link:https://a.vn/1', ['https://a.vn/1']],
  ['without a scheme, www', 'www.baonui.vn/tin', ['https://www.baonui.vn/tin']],
  ['a bare domain', 'baonui.com.vn', ['https://baonui.com.vn']],
  ['a bare domain with a path and a stop', 'đăng tại baonui.vn/tin-2.html.', ['https://baonui.vn/tin-2.html']],
  ['capitals', 'HTTPS://BaoNui.VN/Tin', ['HTTPS://BaoNui.VN/Tin']],
  ['zero-width characters inside', 'https://a\u200B.vn/\uFEFF1', ['https://a.vn/1']],
  [
    'an address inside a query belongs to it',
    'https://chia.vn/s?u=https://a.vn/1',
    ['https://chia.vn/s?u=https://a.vn/1'],
  ],
  ['a link to a private address is still a link', 'http://127.0.0.1/x', ['http://127.0.0.1/x']],
  ['another scheme is seen, so that it can be refused', 'ftp://a.vn/1', ['ftp://a.vn/1']],
  ['abbreviations are no links', 'Đại biểu, khách mời, v.v. TP.HCM 1.2 ngày 5.11', []],
  ['two sentences without a space are no link', 'Em gửi xong.Ai cần thì nhắn, đã được.ai hỏi', []],
  ['an e-mail address is no link', 'lan@baonui.vn', []],
  ['a file name is no link', 'Quy-che.docx', []],
  ['a number with dots is no link', '1.250.000 đồng', []],
  ['an empty text', '', []],
]

test.each(table)('links in a text: %s', (_rule, text, links) => {
  expect(extractLinks(text)).toEqual(links)
})

test('whatever is typed, looking for links never fails', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => Array.isArray(extractLinks(text))))
  fc.assert(fc.property(fc.string(), (text) => extractLinks(`https://a.vn/${text}`).length >= 1))
})

test('every ordinary address is found in the middle of words', () => {
  fc.assert(
    fc.property(fc.webUrl({ validSchemes: ['https'], withQueryParameters: false }), (address) => {
      fc.pre(!/[()[\]'"`|,;:!?*~.]$/u.test(address) && !/[,;)]https?:/u.test(address))
      expect(extractLinks(`Bài đây: ${address} ạ`)).toHaveLength(1)
    }),
  )
})
