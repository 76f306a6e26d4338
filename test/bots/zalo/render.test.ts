import fc from 'fast-check'
import { expect, test } from 'vitest'
import { zaloSettings } from '../../../bots/zalo/config.ts'
import { renderZalo } from '../../../bots/zalo/render.ts'
import type { ZaloPart } from '../../../bots/zalo/zalo-part.ts'
import type { Block, Button, CarriedFile, OutgoingMessage } from '../../../src/channels/outgoing-message.ts'
import { createTexts } from '../../../src/texts.ts'

const { say } = createTexts()
const render = (message: Partial<OutgoingMessage>, queryButtons = true) =>
  renderZalo(
    { kind: 'message', blocks: [], buttons: [], files: [], ...message },
    { settings: zaloSettings.parse({ queryButtons }), say },
  ).map(({ body }) => body as ZaloPart)
const textsOf = (parts: readonly ZaloPart[]) =>
  parts.flatMap((part) => (part.kind === 'cs' ? (part.message.text ?? '') : []))
const buttonsOf = (part: ZaloPart) =>
  part.kind === 'cs' && part.message.attachment && 'buttons' in part.message.attachment.payload
    ? part.message.attachment.payload.buttons
    : []
const bare = (text: string) => text.normalize('NFC').replace(/\s+/g, '')
const file = (name: string, mediaType: string, sizeBytes: number): CarriedFile => ({
  sha256: name,
  name,
  mediaType,
  sizeBytes,
  url: `https://desk.example.vn/${encodeURIComponent(name)}`,
})
const buttons = (count: number): Button[] =>
  Array.from({ length: count }, (_, at) => ({ label: `Chủ đề ${at + 1}`, reference: `ot${at}.ref` }))

const syllable = fc.constantFrom(
  'tuyên',
  'truyền',
  'Nghị',
  'quyết',
  'giữa',
  'những',
  'ế',
  '🇻🇳',
  '👩‍👩‍👧',
  'x'.repeat(300),
  'ợ',
)
const separator = fc.constantFrom(' ', ' ', ' ', '\n', '\n\n')
const longText = fc
  .array(fc.tuple(syllable, separator), { minLength: 1, maxLength: 1500, size: 'max' })
  .map((words) => words.flat().join(''))
const vietnamese = fc.tuple(longText, fc.constantFrom('NFC', 'NFD')).map(([text, form]) => text.normalize(form))

test('no message is over 2,000 units or 5 buttons, nothing of the text is lost, and it is composed', () => {
  fc.assert(
    fc.property(vietnamese, vietnamese, fc.integer({ min: 0, max: 23 }), (text, hint, count) => {
      const blocks: Block[] = [
        { kind: 'hint', text: hint },
        { kind: 'quote', text },
      ]
      const parts = render({ blocks, buttons: buttons(count) })
      const texts = textsOf(parts)
      for (const piece of texts) {
        expect(piece.length).toBeLessThanOrEqual(2000)
        expect(piece).toBe(piece.normalize('NFC'))
      }
      for (const part of parts) expect(buttonsOf(part).length).toBeLessThanOrEqual(5)
      expect(parts.flatMap(buttonsOf)).toHaveLength(count)
      const filler = bare(say('vi', 'zalo-more-buttons'))
      expect(bare(texts.join('')).replaceAll(filler, '')).toBe(bare(text) + bare(hint))
    }),
    { numRuns: 60 },
  )
})

test('a word of 2,001 letters needs a second message, one of 2,000 does not', () => {
  const lengths = (count: number) =>
    textsOf(render({ blocks: [{ kind: 'quote', text: 'ệ'.repeat(count) }] })).map((text) => text.length)
  expect(lengths(2000)).toEqual([2000])
  expect(lengths(2001)).toEqual([2000, 1])
})

test('a text without a single space is cut between the letters a person sees', () => {
  const family = '👩‍👩‍👧'
  const texts = textsOf(render({ blocks: [{ kind: 'paragraph', text: family.repeat(700) }] }))
  expect(texts.length).toBeGreaterThan(1)
  for (const text of texts) expect(text.length % family.length).toBe(0)
})

test('paragraphs stay whole where a message can hold them', () => {
  const text = 'Câu này dài vừa phải. '.repeat(60).trim()
  const blocks: Block[] = [1, 2, 3].map(() => ({ kind: 'paragraph', text }))
  expect(textsOf(render({ blocks }))).toEqual([text, text, text])
})

test.each([
  { count: 1, sizes: [1] },
  { count: 5, sizes: [5] },
  { count: 6, sizes: [5, 1] },
  { count: 11, sizes: [5, 5, 1] },
])('$count buttons need no more messages than five each allow', ({ count, sizes }) => {
  const parts = render({ blocks: [{ kind: 'paragraph', text: 'Nội dung' }], buttons: buttons(count) })
  expect(parts.map((part) => buttonsOf(part).length)).toEqual(sizes)
})

test('a link whose button would cost one more message stands in the text instead', () => {
  const page = { label: 'Trang riêng', url: 'https://desk.example.vn/p/1' }
  const blocks: Block[] = [{ kind: 'paragraph', text: 'Nội dung' }]
  const [full, ...none] = render({ blocks, buttons: [...buttons(5), page] })
  expect([none, full && buttonsOf(full).length]).toEqual([[], 5])
  expect(full).toMatchObject({ message: { text: 'Nội dung\n\nTrang riêng: https://desk.example.vn/p/1' } })
  const [roomy] = render({ blocks, buttons: [...buttons(4), page] })
  expect(roomy && buttonsOf(roomy).length).toBe(5)
})

test('where buttons were not accepted yet, links stand in the text, references nowhere, and the hint closes', () => {
  const [part, ...others] = render(
    {
      blocks: [
        { kind: 'hint', text: 'Gõ 1–9 để đọc' },
        { kind: 'heading', text: 'Bản tin' },
      ],
      buttons: [...buttons(2), { label: 'Trang riêng', url: 'https://desk.example.vn/p/1' }],
    },
    false,
  )
  expect(others).toEqual([])
  expect(part).toEqual({
    kind: 'cs',
    message: { text: 'Bản tin\n\nTrang riêng: https://desk.example.vn/p/1\n\nGõ 1–9 để đọc' },
  })
})

test('a long label is cut at 100 with an ellipsis', () => {
  const [part] = render({ buttons: [{ label: 'Chủ đề rất dài '.repeat(20), reference: 'r' }] })
  const title = part && buttonsOf(part)[0]?.title
  expect(title).toHaveLength(100)
  expect(title?.endsWith('…')).toBe(true)
})

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
test.each([
  { name: 'a.pdf', type: 'application/pdf', size: 5_000_000, as: 'file' },
  { name: 'a.pdf', type: 'application/pdf', size: 5_000_001, as: 'link' },
  { name: 'a.docx', type: docx, size: 10, as: 'file' },
  { name: 'a.doc', type: 'application/msword', size: 10, as: 'file' },
  { name: 'a.jpg', type: 'image/jpeg', size: 1_000_000, as: 'image' },
  { name: 'a.png', type: 'image/png', size: 1_000_001, as: 'link' },
  { name: 'a.xlsx', type: 'application/vnd.ms-excel', size: 10, as: 'link' },
  { name: 'a.webp', type: 'image/webp', size: 10, as: 'link' },
  { name: 'a.gif', type: 'image/gif', size: 5_000_000, as: 'gif' },
  { name: 'a.gif', type: 'image/gif', size: 5_000_001, as: 'link' },
  { name: 'a.csv', type: 'text/csv', size: 10, as: 'link' },
])('$name of $type with $size bytes goes as $as', ({ name, type, size, as }) => {
  const parts = render({ blocks: [{ kind: 'paragraph', text: 'Tài liệu' }], files: [file(name, type, size)] })
  if (as === 'link') expect(textsOf(parts)).toEqual([`Tài liệu\n\n${name}: https://desk.example.vn/${name}`])
  else expect(parts).toMatchObject([{ kind: 'cs' }, { kind: 'asset', carrier: as }])
})

test('the blocks read like a letter', () => {
  const [text] = textsOf(
    render({
      blocks: [
        { kind: 'heading', text: 'Bản tin tháng 11' },
        {
          kind: 'numbered',
          items: [
            { number: 1, text: 'Chuyển đổi số' },
            { number: 2, text: 'An toàn' },
          ],
        },
        { kind: 'points', items: ['Điểm một'] },
        { kind: 'time', at: '2026-11-20T01:00:00Z', label: 'Thời gian', text: '8 giờ, thứ Sáu' },
        { kind: 'link', label: 'Nguồn', url: 'https://example.vn' },
      ],
    }),
  )
  expect(text).toBe(
    'Bản tin tháng 11\n\n1. Chuyển đổi số\n2. An toàn\n\n– Điểm một\n\nThời gian: 8 giờ, thứ Sáu\n\nNguồn: https://example.vn',
  )
})
