import { expect, test } from 'vitest'
import { enumeration, splitFirstSentence } from '../../../src/domain/letters/enumeration.ts'

test.each([
  ['Theo báo cáo (1) và báo cáo (1) của xã', 'figures'],
  ['Chú thích (1) nói về chú thích (3)', 'figures'],
  ['Chỉ có một việc: (1) đọc sách', 'figures'],
  ['Nhóm (2) trước nhóm (3)', 'figures'],
  ['Điểm (i) nhắc lại (i)', 'roman'],
] as const)('«%s» is no enumeration', (sentence, kind) => {
  expect(enumeration(sentence, kind)).toBeNull()
})

test('an enumeration keeps the sentence before it and the one after it', () => {
  expect(enumeration('Gồm: (1) bơi; (2) đọc sách, và (3) Đi bộ. Ai cũng dự được.', 'figures')).toEqual({
    lead: 'Gồm:',
    items: [
      { number: 1, text: 'bơi' },
      { number: 2, text: 'đọc sách' },
      { number: 3, text: 'Đi bộ.' },
    ],
    rest: 'Ai cũng dự được.',
  })
})

test.each([
  ['Đi tàu đến TP. Sông Lam. Rồi đi bộ.', 'Đi tàu đến TP. Sông Lam.'],
  ['Bà Lê T. Hoa dự. Khai mạc lúc 8 giờ.', 'Bà Lê T. Hoa dự.'],
  ['Chỉ một câu', 'Chỉ một câu'],
])('the first sentence of «%s» is «%s»', (text, first) => {
  expect(splitFirstSentence(text)[0]).toBe(first)
})
