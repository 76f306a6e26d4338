import { describe, expect, test } from 'vitest'
import { letterLines } from '../../../src/domain/letters/letter-lines.ts'
import { paragraphs } from '../../../src/domain/letters/paragraphs.ts'
import { read } from './sample-letters.ts'

const printed = [
  'Sở đề nghị các cơ quan báo chí trên địa bàn tỉnh tập trung tuyên truyền các nội dung sau:',
  '1. Khai trương tuyến xe buýt nối trung tâm thành phố với các bãi tắm phía Nam, giá vé và giờ chạy trong mùa hè',
  'Giới thiệu giờ chạy, điểm dừng, giá vé ưu đãi cho học sinh, sinh viên; hướng dẫn mua vé bằng điện thoại: (1) tải ứng dụng; (2) chọn tuyến; (3) trả tiền và nhận mã.',
  'Phản ánh ý kiến của hành khách trong tuần đầu.',
  '2. Thư viện lưu động về các xã vùng cao trong năm học mới',
  '- Lịch đến từng điểm trường, số đầu sách và cách mượn sách tại chỗ cho học sinh nội trú;',
  '- Gương cô giáo giữ tủ sách.',
]

/** Breaks a paragraph as a mail program or a PDF does. */
function wrapped(paragraph: string, columns: number, indent: number): string[] {
  const lines: string[] = []
  let line = ' '.repeat(indent)
  for (const word of paragraph.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = word
    } else line = line.trim() === '' ? line + word : `${line} ${word}`
  }
  return [...lines, line]
}

const breaks = [60, 66, 72, 78, 84, 90, 100].flatMap((columns) =>
  [0, 6].flatMap((indent) => ['\n', '\n\n', '\r\n'].map((newline) => [columns, indent, newline] as const)),
)

test.each(breaks)(
  'a letter broken at %i columns with indent %i and %j reads as if it were whole',
  (columns, indent, newline) => {
    const head = 'Kính gửi: Các cơ quan báo chí\n'
    const broken = printed.flatMap((paragraph) => wrapped(paragraph, columns, indent)).join(newline)
    expect(read(head + broken).themes).toEqual(read(head + printed.join('\n')).themes)
  },
)

describe('a text that was never broken', () => {
  test('keeps one paragraph per line', () => {
    const long =
      'Thực hiện chương trình công tác, các địa phương đã tổ chức giao ban báo chí định kỳ và báo cáo kết quả. '.repeat(
        3,
      )
    const lines = [long.trim(), 'việc tiếp theo viết thường', long.trim(), 'Kết thúc']
    expect(paragraphs(letterLines(lines.join('\n')))).toEqual(lines)
  })
})
