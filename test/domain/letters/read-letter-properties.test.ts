import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRefused, readLetter } from '../../../src/domain/letters/read-letter.ts'

const pieces = fc.constantFrom(
  '1. ',
  '2. ',
  '10) ',
  'a) ',
  '- ',
  'II. ',
  '(1) ',
  '(2) ',
  '(i) ',
  '(ii) ',
  '\n',
  '\n\n',
  '\f',
  '\t',
  '    ',
  ': ',
  '; ',
  '. ',
  ' và ',
  'Kính gửi: ',
  'Nơi nhận:',
  'KT. GIÁM ĐỐC',
  'Số: 12/SYT-VP',
  'V/v ',
  'ngày 3 tháng 4 năm 2025',
  'PHỤ LỤC',
  'Tổ chức thực hiện',
  'Nội dung tuyên truyền',
  'tập trung các nội dung sau:',
  'Sở Y tế đề nghị các báo',
  '(Tài liệu do Sở Y tế cung cấp được gửi kèm theo)',
  'Tuyên truyền',
  'phòng bệnh',
  'mùa mưa',
  'Hà Nội',
  'Điều 1. ',
  'mã QR',
)
const letterLike = fc.array(fc.oneof({ weight: 5, arbitrary: pieces }, fc.string({ unit: 'binary', maxLength: 12 })), {
  maxLength: 60,
})

function words(text: string): string[] {
  return text.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? []
}

test('whatever is pasted gives a letter or a refusal, never a failure', () => {
  fc.assert(
    fc.property(letterLike, (parts) => {
      const read = readLetter(parts.join(''))
      expect(isRefused(read) || Array.isArray(read.themes)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('every word of a theme stands in the letter', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const source = new Set(words(parts.join('')))
      const read = readLetter(parts.join(''))
      if (isRefused(read)) return
      const told = read.themes.flatMap((theme) => [theme.title, ...theme.points]).flatMap(words)
      expect(told.filter((word) => !source.has(word))).toEqual([])
    }),
    { numRuns: 500 },
  )
})

const long = 50_000
test.each([
  ['one endless line', 'a'],
  ['spaces', ' a        '],
  ['open brackets', '('],
  ['bracketed numbers', '(1) '],
  ['numbered lines', '1. Tuyên truyền\n'],
  ['deepening numbers', '1. a\n1.1. b\na) c\n- d\n'],
  ['dots', '. '],
  ['one long sentence', 'Sở Y tế đề nghị các báo '],
  ['requests', 'đề nghị '],
  ['materials', '(Tài liệu do '],
  ['dates', 'ngày tháng '],
  ['blank dates', 'ngày ........ tháng ........\n'],
  ['bodies', 'Bộ Thông '],
  ['broken lines', 'thông tin\n\n'],
  ['letters in order', 'Kính gửi: Các báo\n1. Tuyên truyền bơi an toàn. Nêu cách làm hay.\nNơi nhận:\n'],
  ['capitals', 'SỞ Y TẾ '],
])('50,000 characters of %s are read within a second', (_name, piece) => {
  const text = piece.repeat(Math.ceil(long / piece.length)).slice(0, long)
  for (const before of [
    '',
    'Số: 1/BTTTT-TT\nKính gửi: Các báo\n',
    'Kính gửi: Các báo\nđề nghị thực hiện nội dung:\n1. ',
  ]) {
    const started = performance.now()
    readLetter(before + text)
    expect(performance.now() - started).toBeLessThan(1000)
  }
})
