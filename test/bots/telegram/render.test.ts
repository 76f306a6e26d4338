import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderTelegram } from '../../../bots/telegram/render.ts'
import type { TelegramPart } from '../../../bots/telegram/telegram-part.ts'
import type { Button, CarriedFile, OutgoingMessage } from '../../../src/channels/outgoing-message.ts'
import { createTexts } from '../../../src/texts.ts'
import { oddBlock, squeeze, wordsOf } from './odd-blocks.ts'
import { readHtml } from './telegram-html.ts'

const { say } = createTexts()
const render = (message: Partial<OutgoingMessage>): readonly TelegramPart[] =>
  renderTelegram({ kind: 'message', blocks: [], buttons: [], files: [], ...message }, say).map(
    ({ body }) => body as TelegramPart,
  )
const htmlOf = (parts: readonly TelegramPart[]) => parts.flatMap((part) => (part.kind === 'text' ? [part.html] : []))

const rowsOf = (parts: readonly TelegramPart[]) => parts.map((part) => (part.kind === 'text' ? part.rows : []))
const expectPressable = (parts: readonly TelegramPart[]) => {
  for (const rows of rowsOf(parts)) {
    expect(rows.flat().length).toBeLessThanOrEqual(100)
    expect(Math.max(0, ...rows.map((row) => row.length))).toBeLessThanOrEqual(8)
    for (const button of rows.flat()) {
      expect(button.text.trim()).not.toBe('')
      expect(['callback_data', 'url', 'disabled'].filter((action) => action in button)).toHaveLength(1)
      if ('callback_data' in button) expect(Buffer.byteLength(button.callback_data)).toBeLessThanOrEqual(64)
    }
  }
}

/**
 * Within every limit, read by a reader that is not ours. https://core.telegram.org/bots/api#sendmessage
 * Plain comparisons: ten thousand times, the matchers of the test library would take most of the time.
 */
function readPage(html: string): string {
  const read = readHtml(html)
  const sizes = [[...read.text].length, read.formatted.length, Buffer.byteLength(html)] as const
  if (sizes[0] > 4096 || sizes[1] > 100 || sizes[2] > 32_768) throw new Error(`Over a limit: ${sizes.join(', ')}`)
  if (read.text.trim() === '') throw new Error('An empty message')
  return read.text
}

describe('whatever an office writes', () => {
  test('every message keeps the limits, parses as the platform parses it, and no word is lost', () => {
    fc.assert(
      fc.property(fc.array(oddBlock, { maxLength: 5 }), (blocks) => {
        const pages = htmlOf(render({ blocks })).map(readPage)
        if (squeeze(pages.join(' ')) !== wordsOf(blocks)) expect(squeeze(pages.join(' '))).toBe(wordsOf(blocks))
      }),
      { numRuns: 10_000 },
    )
  }, 60_000)

  test('nothing a reader sees as one sign, and no word that would fit, is cut in two', () => {
    const segments = (words: string) =>
      [...new Intl.Segmenter('vi', { granularity: 'grapheme' }).segment(words)].map(({ segment }) => segment)
    const long = fc
      .array(
        fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), fc.constantFrom(' ', 'a \u0301b', '\n')),
        {
          minLength: 1,
          maxLength: 30,
        },
      )
      .map((words) => {
        const sentence = `${words.join(' ')} `.normalize('NFC').replace(/\p{Cc}/gu, '\n')
        return sentence.repeat(Math.ceil(5000 / sentence.length))
      })
    fc.assert(
      fc.property(long, fc.constantFrom('paragraph', 'quote'), (words, kind) => {
        const pages = htmlOf(render({ blocks: [{ kind, text: words }] })).map(readPage)
        const seen = (signs: readonly string[]) => signs.filter((sign) => sign.trim() !== '').join('|')
        expect(seen(pages.flatMap(segments))).toBe(seen(segments(words.trim())))
        const whole = new Set(words.split(/\s+/))
        for (const word of pages.flatMap((page) => page.split(/\s+/))) expect(whole.has(word)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  test('a text of exactly the limit is one message, one sign more is two', () => {
    const pagesOf = (words: string) => htmlOf(render({ blocks: [{ kind: 'paragraph', text: words }] }))
    for (const sign of ['x', 'đ', '<', '😀']) {
      expect(pagesOf(sign.repeat(4096)), sign).toHaveLength(1)
      expect(pagesOf(sign.repeat(4097)), sign).toHaveLength(2)
    }
    expect(pagesOf(`${'chữ '.repeat(1023)}chữ`)).toHaveLength(1)
  })

  test('a long text is cut between words, and a word alone too long between its visible signs', () => {
    const words = htmlOf(render({ blocks: [{ kind: 'paragraph', text: 'nghiêng '.repeat(2000) }] }))
    expect(words.length).toBe(4)
    for (const page of words) expect(page.split(' ').every((word) => word === 'nghiêng')).toBe(true)
    const family = '👩‍👩‍👧‍👦'
    const families = htmlOf(render({ blocks: [{ kind: 'quote', text: family.repeat(1200) }] }))
    for (const page of families) expect(readHtml(page).text.replaceAll(family, '')).toBe('')
  })

  test('no message carries more formatting than the platform honours, its own finds included', () => {
    const blocks = Array.from({ length: 300 }, (_, index) => ({ kind: 'heading', text: `Mục ${index}` }) as const)
    const pages = htmlOf(render({ blocks })).map(readHtml)
    for (const { formatted } of pages) expect(formatted.length).toBeLessThanOrEqual(100)
    expect(pages.flatMap(({ formatted }) => formatted)).toHaveLength(300)
    const items = Array.from({ length: 98 }, (_, index) => `https://bao.vn/${index}`)
    const link = { kind: 'link', label: 'Trang riêng', url: 'https://vd.example.vn/p/x' } as const
    const [, last = ''] = htmlOf(render({ blocks: [{ kind: 'points', items }, link] }))
    expect(last).toContain('Trang riêng')
  })

  test('the title of a theme never stands alone at the end of a message', () => {
    for (let length = 3_700; length < 4_100; length += 7) {
      const pages = htmlOf(
        render({
          blocks: [
            { kind: 'paragraph', text: 'x '.repeat(length / 2) },
            { kind: 'heading', text: 'Chuyên đề 2' },
            { kind: 'quote', text: 'nội dung '.repeat(300) },
          ],
        }),
      )
      expect(pages[0]?.endsWith('</b>'), String(length)).toBe(false)
    }
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
    expect(readHtml(html).formatted).toMatchObject([
      { tag: 'tg-time', attributes: ' unix="1794963600" format="wDt"', text: '08:00 thứ Tư, 18/11/2026' },
      { tag: 'blockquote', attributes: ' expandable' },
      { tag: 'blockquote', attributes: '' },
    ])
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
    const rows = rowsOf(parts)
    expect(rows.map((row) => row.length)).toEqual([0, 3])
    expect(rows[1]?.[0]?.map(({ text }) => text)).toEqual(['Tham dự', 'Từ chối'])
    expectPressable(parts)
    expect(htmlOf(parts).at(-1)).toContain('Máy của tôi: http://localhost:3000/p/x')
  })

  test('more buttons than one keyboard holds go under further messages', () => {
    const buttons = Array.from({ length: 200 }, (_, index) => ({
      label: `Chuyên đề số ${index} của kỳ này`,
      reference: `r${index}`,
    }))
    const parts = render({ blocks: [{ kind: 'paragraph', text: 'x' }], buttons })
    expectPressable(parts)
    expect(rowsOf(parts).flat(2)).toHaveLength(200)
  })

  test('a closed button stands there and does nothing; a label is one line, never empty, never endless', () => {
    const buttons: readonly Button[] = [
      { label: 'Tham dự', reference: 'ya.x', style: 'success', closed: true },
      { label: ' a\n b ', reference: 'b' },
      { label: '', reference: 'c' },
      { label: 'đ'.repeat(200), reference: 'd' },
    ]
    const parts = render({ blocks: [{ kind: 'paragraph', text: 'x' }], buttons })
    expectPressable(parts)
    expect(rowsOf(parts).flat(2)).toEqual([
      { text: 'Tham dự', disabled: {} },
      { text: 'a b', callback_data: 'b' },
      { text: '…', callback_data: 'c' },
      { text: `${'đ'.repeat(63)}…`, callback_data: 'd' },
    ])
    expect(() => render({ buttons: [{ label: 'x', reference: 'x'.repeat(65) }] })).toThrow('reference')
    expect(render({ buttons: [{ label: 'x', reference: 'x'.repeat(64) }] })).toHaveLength(1)
  })

  test('asks for the phone number under the text, or under a message of its own when there are other buttons', () => {
    const ask = { label: 'Gửi số điện thoại của tôi', ask: 'phone' } as const
    const blocks = [{ kind: 'paragraph', text: 'Mời anh/chị đăng ký' }] as const
    expect(render({ blocks, buttons: [ask] })).toEqual([
      { kind: 'text', html: 'Mời anh/chị đăng ký', rows: [], askPhone: ask.label },
    ])
    expect(render({ blocks, buttons: [ask, { label: 'Để sau', reference: 'b' }] })).toMatchObject([
      { rows: [[{ text: 'Để sau' }]] },
      { rows: [], askPhone: ask.label },
    ])
  })

  test('sends one file as a document, several as albums, and what is over 50 MB as a link', () => {
    const file = (name: string, mb: number, bytes = 0): CarriedFile => ({
      sha256: name,
      name,
      mediaType: 'application/pdf',
      sizeBytes: (mb << 20) + bytes,
      url: `https://vd.example.vn/f/${name}`,
    })
    const shape = (files: readonly CarriedFile[]) =>
      render({ blocks: [{ kind: 'paragraph', text: 'x' }], files }).map((part) =>
        part.kind === 'album' ? part.files.length : part.kind,
      )
    expect(shape([file('a', 1)])).toEqual(['text', 'document'])
    expect(shape(Array.from({ length: 11 }, (_, index) => file(`${index}`, 1)))).toEqual(['text', 10, 'document'])
    expect(shape([file('a', 30), file('b', 30), file('c', 10)])).toEqual(['text', 'document', 2])
    expect(shape([file('a', 50), file('b', 50, 1), file('c', 0)])).toEqual(['text', 'document'])
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
