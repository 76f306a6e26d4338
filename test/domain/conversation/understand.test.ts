import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Meaning, understand } from '../../../src/domain/conversation/understand.ts'

const words: readonly (readonly [typed: string, kind: Meaning['kind']])[] = [
  ['tham dự', 'accept'],
  ['Tham dự.', 'accept'],
  ['THAM DỰ', 'accept'],
  ['tham du', 'accept'],
  ['Dạ em có tham dự ạ', 'accept'],
  ['có', 'accept'],
  ['Có ạ!', 'accept'],
  ['co', 'accept'],
  ['C', 'accept'],
  ['c', 'accept'],
  ['yes', 'accept'],
  ['không dự', 'decline'],
  ['Khong tham du', 'decline'],
  ['không', 'decline'],
  ['K', 'decline'],
  ['em bận ạ', 'decline'],
  ['N', 'name-other'],
  ['cử người khác', 'name-other'],
  ['S', 'answer-later'],
  ['trả lời sau', 'answer-later'],
  ['tra loi sau nhe', 'answer-later'],
  ['T', 'all-files'],
  ['tài liệu', 'all-files'],
  ['cho em xin tài liệu với ạ', 'all-files'],
  ['tai lieu', 'all-files'],
  ['M', 'invitation'],
  ['mời', 'invitation'],
  ['giay moi', 'invitation'],
  ['mới', 'unknown'],
  ['/stop', 'stop'],
  ['STOP', 'stop'],
  ['Dừng', 'stop'],
  ['DỪNG', 'stop'],
  ['dung', 'stop'],
  ['ngừng nhận', 'stop'],
  ['ngung nhan', 'stop'],
  ['huỷ đăng ký', 'stop'],
  ['đúng', 'unknown'],
  ['dùng', 'unknown'],
  ['Đúng rồi, dừng xe ở đâu?', 'unknown'],
  ['/help', 'help'],
  ['trợ giúp', 'help'],
  ['tro giup', 'help'],
  ['?', 'help'],
  ['/mydata', 'my-data'],
  ['huỷ', 'cancel'],
  ['hủy', 'cancel'],
  ['huy', 'cancel'],
  ['đồng ý', 'agree'],
  ['dong y', 'agree'],
  ['không đồng ý', 'disagree'],
  ['bắt đầu', 'start'],
  ['bat dau', 'start'],
  ['xin chào', 'greeting'],
  ['Em cảm ơn ạ', 'thanks'],
  ['Em gửi bài: https://baonui.vn/a', 'links'],
  ['baonui.vn/tin', 'links'],
  ['Nguyễn Văn An', 'unknown'],
  ['Báo Núi', 'unknown'],
  ['Bao giờ họp ạ?', 'unknown'],
  ['', 'unknown'],
  ['   ', 'unknown'],
  ['…', 'unknown'],
  ['100', 'unknown'],
  ['/xyz', 'unknown'],
]

test.each(words)('«%s» means %s', (typed, kind) => {
  expect(understand(typed).kind).toBe(kind)
  expect(understand(typed.normalize('NFD')).kind).toBe(kind)
})

const rich: readonly (readonly [typed: string, meaning: Meaning])[] = [
  ['1', { kind: 'number', number: 1 }],
  [' 5. ', { kind: 'number', number: 5 }],
  ['số 3', { kind: 'number', number: 3 }],
  ['Chuyên đề 12', { kind: 'number', number: 12 }],
  ['chuyen de 2', { kind: 'number', number: 2 }],
  ['0', { kind: 'number', number: 0 }],
  ['/start', { kind: 'start' }],
  ['/start GB-7K3M-Q0ZT', { kind: 'start', parameter: 'GB-7K3M-Q0ZT' }],
  ['/start@giaoban_bot', { kind: 'start' }],
  ['GB-7K3M-Q0ZT', { kind: 'code', code: 'GB-7K3M-Q0ZT' }],
  ['gb 7k3m q0zt', { kind: 'code', code: 'GB-7K3M-Q0ZT' }],
  ['GB–7K3M–QOZT', { kind: 'code', code: 'GB-7K3M-Q0ZT' }],
  ['Mã của em là GB-7K3M-Q0ZT ạ', { kind: 'code', code: 'GB-7K3M-Q0ZT' }],
  ['N Nguyễn Văn An, quay phim Trần Bình', { kind: 'name-other', named: 'Nguyễn Văn An, quay phim Trần Bình' }],
  ['n: Lê Hoa', { kind: 'name-other', named: 'Lê Hoa' }],
  ['cử người khác: Lê Hoa', { kind: 'name-other', named: 'Lê Hoa' }],
]

test.each(rich)('«%s» is read with what it brings', (typed, meaning) => {
  expect(understand(typed)).toEqual(meaning)
})

test('whatever is typed, reading it never fails and never stops anybody by chance', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => understand(text).kind !== 'stop'))
})

test('a paste of 50,000 characters is read at once', () => {
  const before = performance.now()
  for (const letter of ['a', ')', '.', 'a.', 'a)', 'https://a.vn/ '])
    expect(understand(letter.repeat(50_000 / letter.length)).kind.length).toBeGreaterThan(0)
  expect(performance.now() - before).toBeLessThan(5_000)
})
