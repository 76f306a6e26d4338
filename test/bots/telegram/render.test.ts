import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseHtml } from '../../../bots/sandbox/telegram/html.ts'
import { readReplyMarkup } from '../../../bots/sandbox/telegram/keyboard.ts'
import { renderTelegram } from '../../../bots/telegram/render.ts'
import type { TelegramPart } from '../../../bots/telegram/telegram-part.ts'
import type { Block, Button, CarriedFile, OutgoingMessage } from '../../../src/channels/outgoing-message.ts'
import { createTexts } from '../../../src/texts.ts'

const { say } = createTexts()
const render = (message: Partial<OutgoingMessage>): readonly TelegramPart[] =>
  renderTelegram({ kind: 'message', blocks: [], buttons: [], files: [], ...message }, say).map(
    ({ body }) => body as TelegramPart,
  )
const htmlOf = (parts: readonly TelegramPart[]) => parts.flatMap((part) => (part.kind === 'text' ? [part.html] : []))

const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 200 }) },
  { weight: 2, arbitrary: fc.lorem({ maxCount: 400 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('a < b & "c" > d', '&amp; <b>', 'Đề nghị các cơ quan báo chí', '👩‍👩‍👧‍👦🇻🇳', '\n\n', ''),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.nat({ max: 9000 }).map((length) => 'ngữ '.repeat(length / 4)) },
  { weight: 1, arbitrary: fc.nat({ max: 9000 }).map((length) => 'x'.repeat(length)) },
)
const block: fc.Arbitrary<Block> = fc.oneof(
  text.map((words) => ({ kind: 'heading', text: words }) as const),
  text.map((words) => ({ kind: 'paragraph', text: words }) as const),
  text.map((words) => ({ kind: 'quote', text: words }) as const),
  text.map((words) => ({ kind: 'hint', text: words }) as const),
  fc.array(text, { maxLength: 5 }).map((items) => ({ kind: 'points', items }) as const),
  fc
    .array(text, { maxLength: 5 })
    .map(
      (items) =>
        ({ kind: 'numbered', items: items.map((words, index) => ({ number: index + 1, text: words })) }) as const,
    ),
  fc.tuple(text, fc.webUrl()).map(([label, url]) => ({ kind: 'link', label, url }) as const),
  fc
    .tuple(text, text)
    .map(([label, words]) => ({ kind: 'time', at: '2026-11-18T01:00:00Z', label, text: words }) as const),
)

/** What must come out again: the words of everything, in order, hints last. */
function wordsOf(blocks: readonly Block[]): string {
  const said = (one: Block): string => {
    if (one.kind === 'points') return one.items.map((item) => `• ${item}`).join(' ')
    if (one.kind === 'numbered') return one.items.map((item) => `${item.number}. ${item.text}`).join(' ')
    if (one.kind === 'link') return one.label
    return one.kind === 'time' ? `${one.label}: ${one.text}` : one.text
  }
  return squeeze(
    [...blocks.filter(({ kind }) => kind !== 'hint'), ...blocks.filter(({ kind }) => kind === 'hint')]
      .map(said)
      .join(' '),
  )
}
const squeeze = (words: string) => words.toWellFormed().replace(/[\s\p{Cc}]+/gu, '')

describe('whatever an office writes', () => {
  test('every message keeps the limits, parses as the platform parses it, and no word is lost', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
        const pages = htmlOf(render({ blocks })).map((html) => {
          const parsed = parseHtml(html)
          expect([...parsed.text].length).toBeLessThanOrEqual(4096)
          expect(parsed.entities.length).toBeLessThanOrEqual(100)
          expect(Buffer.byteLength(html)).toBeLessThanOrEqual(32_768)
          expect(parsed.text.trim()).not.toBe('')
          return parsed.text
        })
        expect(squeeze(pages.join(' '))).toBe(wordsOf(blocks))
      }),
      { numRuns: 1000 },
    )
  })

  test('a long text is cut between words, and a word alone too long between its visible signs', () => {
    const words = htmlOf(render({ blocks: [{ kind: 'paragraph', text: 'nghiêng '.repeat(2000) }] }))
    expect(words.length).toBe(4)
    for (const page of words) expect(page.split(' ').every((word) => word === 'nghiêng')).toBe(true)
    const family = '👩‍👩‍👧‍👦'
    const families = htmlOf(render({ blocks: [{ kind: 'quote', text: family.repeat(1200) }] }))
    for (const page of families) expect(parseHtml(page).text.replaceAll(family, '')).toBe('')
  })

  test('no message carries more formatting than the platform honours', () => {
    const blocks = Array.from({ length: 300 }, (_, index) => ({ kind: 'heading', text: `Mục ${index}` }) as const)
    const pages = htmlOf(render({ blocks })).map(parseHtml)
    for (const { entities } of pages) expect(entities.length).toBeLessThanOrEqual(100)
    expect(pages.flatMap(({ entities }) => entities)).toHaveLength(300)
  })

  test('a bulletin of 50,000 characters becomes as few messages as the limit allows', () => {
    const text = 'Nội dung tuyên truyền. '.repeat(2174)
    expect(htmlOf(render({ blocks: [{ kind: 'quote', text }] })).length).toBe(Math.ceil(text.length / 4096))
  })
})

describe('a message of the desk', () => {
  test('says times in the reader’s zone and folds what is long', () => {
    const [html = ''] = htmlOf(
      render({
        blocks: [
          { kind: 'time', at: '2026-11-18T01:00:00Z', label: 'Thời gian', text: '08:00 thứ Tư, 18/11/2026' },
          { kind: 'quote', text: 'dài '.repeat(100) },
          { kind: 'quote', text: 'ngắn' },
        ],
      }),
    )
    expect(parseHtml(html).entities).toMatchObject([
      { type: 'date_time', unix_time: 1794963600, date_time_format: 'wDt' },
      { type: 'expandable_blockquote' },
      { type: 'blockquote' },
    ])
    expect(html).toContain('>08:00 thứ Tư, 18/11/2026</tg-time>')
  })

  test('carries its buttons under the last text, short ones side by side, all of a form the platform takes', () => {
    const buttons: readonly Button[] = [
      { label: 'Tham dự', reference: 'a'.repeat(48), style: 'success' },
      { label: 'Từ chối', reference: 'b', style: 'danger' },
      { label: 'Cử người khác tham dự thay', reference: 'c' },
      { label: 'Trang riêng của anh/chị', url: 'https://vd.example.vn/p/x' },
      { label: 'Máy của tôi', url: 'http://localhost:3000/p/x' },
    ]
    const parts = render({ blocks: [{ kind: 'paragraph', text: 'x '.repeat(3000) }], buttons })
    const rows = parts.map((part) => (part.kind === 'text' ? part.rows : []))
    expect(rows.map((row) => row.length)).toEqual([0, 3])
    expect(rows[1]?.[0]?.map(({ text }) => text)).toEqual(['Tham dự', 'Từ chối'])
    expect(() => readReplyMarkup({ inline_keyboard: rows[1] })).not.toThrow()
    expect(htmlOf(parts).at(-1)).toContain('Máy của tôi: http://localhost:3000/p/x')
  })

  test('more buttons than one keyboard holds go under further messages', () => {
    const buttons = Array.from({ length: 200 }, (_, index) => ({
      label: `Chuyên đề số ${index} của kỳ này`,
      reference: `r${index}`,
    }))
    const parts = render({ blocks: [{ kind: 'paragraph', text: 'x' }], buttons })
    for (const part of parts)
      expect(() => readReplyMarkup({ inline_keyboard: part.kind === 'text' ? part.rows : [] })).not.toThrow()
    expect(parts.flatMap((part) => (part.kind === 'text' ? part.rows.flat() : []))).toHaveLength(200)
  })

  test('sends one file as a document, several as albums, and what is over 50 MB as a link', () => {
    const file = (name: string, mb: number): CarriedFile => ({
      sha256: name,
      name,
      mediaType: 'application/pdf',
      sizeBytes: mb << 20,
      url: `https://vd.example.vn/f/${name}`,
    })
    const shape = (files: readonly CarriedFile[]) =>
      render({ blocks: [{ kind: 'paragraph', text: 'x' }], files }).map((part) =>
        part.kind === 'album' ? part.files.length : part.kind,
      )
    expect(shape([file('a', 1)])).toEqual(['text', 'document'])
    expect(shape(Array.from({ length: 11 }, (_, index) => file(`${index}`, 1)))).toEqual(['text', 10, 'document'])
    expect(shape([file('a', 30), file('b', 30), file('c', 10)])).toEqual(['text', 'document', 2])
    expect(shape([file('a', 50), file('b', 51)])).toEqual(['text', 'document'])
    expect(htmlOf(render({ files: [file('ban-do.pdf', 51)] }))[0]).toContain(
      '<a href="https://vd.example.vn/f/ban-do.pdf">📎 ban-do.pdf (51 MB)</a>',
    )
  })

  test('a notice that was made for Telegram is not lost', () => {
    const fields = {
      recipient: 'Sùng A Páo',
      issuer: 'Sở Văn hoá',
      documentNumber: '12/TB',
      subject: 'Mùa lúa mới',
      when: 'Tháng 11',
    }
    const notice = {
      kind: 'notice',
      about: 'bulletin',
      fields,
      reference: 'on.x',
      url: 'https://vd.example.vn/p/x',
    } as const
    const [part] = renderTelegram(notice, say).map(({ body }) => body as TelegramPart)
    expect(part).toMatchObject({ kind: 'text', html: expect.stringContaining('Mùa lúa mới') })
    expect(part?.kind === 'text' && part.rows.flat()).toHaveLength(2)
  })
})
