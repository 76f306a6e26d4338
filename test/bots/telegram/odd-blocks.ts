import fc from 'fast-check'
import type { Block } from '../../../src/channels/outgoing-message.ts'

const text = fc.oneof(
  { weight: 5, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'a < b & "c" > d',
      '&amp; <b>',
      'Đề nghị các cơ quan báo chí',
      '👩‍👩‍👧‍👦🇻🇳',
      '\n\n',
      '',
      'xem bao.vn',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('ngữ ', 'x', '<&">', 'đề nghị\n', '👩‍👩‍👧‍👦', 'e\u0301\u0323', ' \u0301'),
        fc.nat({ max: 6000 }),
      )
      .map(([sign, length]) => sign.repeat(length / sign.length)),
  },
)
/** Everything an office might write, and much that none would. */
export const oddBlock: fc.Arbitrary<Block> = fc.oneof(
  ...(['heading', 'paragraph', 'quote', 'hint'] as const).map((kind) => text.map((words) => ({ kind, text: words }))),
  fc.array(text, { maxLength: 4 }).map((items) => ({ kind: 'points', items }) as const),
  fc
    .array(text, { maxLength: 4 })
    .map(
      (items) => ({ kind: 'numbered', items: items.map((words, index) => ({ number: index, text: words })) }) as const,
    ),
  text.map((label) => ({ kind: 'link', label, url: 'https://vd.example.vn/p?a=1&b="2"' }) as const),
  fc
    .tuple(text, text)
    .map(([label, words]) => ({ kind: 'time', at: '2026-11-18T01:00:00Z', label, text: words }) as const),
)

/** What must come out again: the words of everything, in order, hints last. */
export function wordsOf(blocks: readonly Block[]): string {
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
export const squeeze = (words: string) =>
  words
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, '')
