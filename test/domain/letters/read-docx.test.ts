import { crc32, deflateRawSync } from 'node:zlib'
import {
  AlignmentType,
  Document,
  Header,
  LevelFormat,
  Packer,
  PageBreak,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx'
import { describe, expect, test } from 'vitest'
import { packParts } from '../../../src/domain/letters/docx-package.ts'
import { readDocx } from '../../../src/domain/letters/read-docx.ts'
import { readLetter } from '../../../src/domain/letters/read-letter.ts'
import { read } from './sample-letters.ts'

const level = (depth: number, format: (typeof LevelFormat)[keyof typeof LevelFormat], text: string) => ({
  level: depth,
  format,
  text,
  alignment: AlignmentType.LEFT,
})

const numbering = {
  config: [
    { reference: 'parts', levels: [level(0, LevelFormat.UPPER_ROMAN, '%1.')] },
    { reference: 'themes', levels: [level(0, LevelFormat.DECIMAL, '%1.'), level(1, LevelFormat.LOWER_LETTER, '%2)')] },
    { reference: 'dashes', levels: [level(0, LevelFormat.BULLET, '-')] },
  ],
}

const line = (text: string) => new Paragraph({ children: [new TextRun(text)] })
const listed = (reference: string, text: string, depth = 0) =>
  new Paragraph({ numbering: { reference, level: depth }, children: [new TextRun(text)] })
const columns = (left: readonly Paragraph[], right: readonly Paragraph[]) =>
  new Table({
    rows: [new TableRow({ children: [new TableCell({ children: left }), new TableCell({ children: right })] })],
  })

type Block = Paragraph | Table

async function wordFile(children: readonly Block[], header?: string): Promise<Uint8Array> {
  const headers = header === undefined ? {} : { headers: { default: new Header({ children: [line(header)] }) } }
  return Packer.toBuffer(new Document({ numbering, sections: [{ ...headers, children: [...children] }] }))
}

async function textOf(file: Uint8Array): Promise<string> {
  const result = await readDocx(file)
  if ('refused' in result) throw new Error(`refused: ${result.refused}`)
  return result.text
}

const letterhead = columns(
  [
    line('UBND TỈNH SÔNG LAM'),
    new Paragraph({ children: [new TextRun({ text: 'Sở Y tế', allCaps: true })] }),
    line('Số: 88/SYT-TT'),
    line('V/v tuyên truyền y tế học đường'),
  ],
  [
    line('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'),
    line('Độc lập - Tự do - Hạnh phúc'),
    line('Sông Lam, ngày 9 tháng 9 năm 2025'),
  ],
)

describe('a letter written in Word', () => {
  test('letterhead table, automatic numbers and signature table come out as printed', async () => {
    const file = await wordFile([
      letterhead,
      line('Kính gửi: Các cơ quan báo chí'),
      line('Sở Y tế gửi nội dung tháng 9:'),
      listed('parts', 'Nội dung tuyên truyền'),
      listed('themes', 'Nước sạch trong trường học'),
      listed('themes', 'Kiểm tra bể chứa trước năm học;', 1),
      listed('themes', 'Hướng dẫn rửa tay.', 1),
      listed('themes', 'Cặp sách vừa sức học sinh'),
      line('Nêu cách chọn cặp. (Tài liệu do Bệnh viện Nhi Sông Lam biên soạn gửi kèm)'),
      new Paragraph({ children: [new PageBreak()] }),
      listed('parts', 'Tổ chức thực hiện'),
      listed('dashes', 'Báo Sông Lam: mở chuyên mục.'),
      columns(
        [line('Nơi nhận:'), listed('dashes', 'Như trên;'), listed('dashes', 'Lưu: VT.')],
        [line('GIÁM ĐỐC'), line('Lê Thị Mai Anh')],
      ),
    ])
    const letter = read(await textOf(file))
    expect(letter).toMatchObject({
      documentNumber: '88/SYT-TT',
      issuer: 'Sở Y tế',
      place: 'Sông Lam',
      issuedOn: '2025-09-09',
      subject: 'tuyên truyền y tế học đường',
      signer: { capacity: null, title: 'GIÁM ĐỐC', name: 'Lê Thị Mai Anh' },
      copies: [
        { addressee: 'Như trên', purpose: null },
        { addressee: 'VT', purpose: 'Lưu' },
      ],
      duties: [{ addressee: 'Báo Sông Lam', text: 'Báo Sông Lam: mở chuyên mục.' }],
      warnings: [],
    })
    expect(letter.themes).toEqual([
      {
        number: 1,
        title: 'Nước sạch trong trường học',
        points: ['Kiểm tra bể chứa trước năm học', 'Hướng dẫn rửa tay.'],
        attachments: [],
      },
      {
        number: 2,
        title: 'Cặp sách vừa sức học sinh',
        points: ['Nêu cách chọn cặp.'],
        attachments: [{ title: 'Tài liệu', supplier: 'Bệnh viện Nhi Sông Lam' }],
      },
    ])
  })

  test('lower levels count anew below each number, and a paragraph between does not restart the numbers', async () => {
    const file = await wordFile([
      listed('themes', 'Một'),
      listed('themes', 'nhánh', 1),
      line('Lời dẫn'),
      listed('themes', 'Hai'),
      listed('themes', 'nhánh', 1),
    ])
    expect((await textOf(file)).split('\n')).toEqual(['1. Một', 'a) nhánh', 'Lời dẫn', '2. Hai', 'a) nhánh'])
  })

  test('a secrecy stamp in the page header has the letter refused', async () => {
    const file = await wordFile([letterhead, listed('themes', 'Phương án')], 'TỐI MẬT')
    expect(readLetter(await textOf(file))).toEqual({ refused: 'secret' })
  })
})

describe('a file that is no readable Word letter', () => {
  const word = wordFile([line('Kính gửi: Các báo'), listed('themes', 'Tuyên truyền đọc sách')])

  test.each([
    ['an empty file', async () => new Uint8Array(), 'empty'],
    ['a document without a word', () => wordFile([line('')]), 'empty'],
    ['a PDF with the wrong name', async () => new TextEncoder().encode('%PDF-1.7 …'), 'not-docx'],
    ['another kind of archive', async () => packParts(new Map([['a.txt', new Uint8Array(9)]])), 'not-docx'],
    ['a file cut in half', async () => (await word).subarray(0, 900), 'damaged'],
    ['a file with wrong bytes inside', async () => spoilt(await word), 'damaged'],
    ['a document that is no XML', async () => packParts(parts('<w:document')), 'damaged'],
    [
      'a document with an entity',
      async () => packParts(parts('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///c">]><a>&b;</a>')),
      'damaged',
    ],
    ['a small file that declares gigabytes', async () => bomb(4_000_000_000), 'too-large'],
    ['a document with five megabytes of markup', async () => bomb(5_000_000), 'too-large'],
    ['a small file that hides its size', async () => bomb(1000), 'damaged'],
  ])('%s is refused', async (_name, file, refused) => {
    expect(await readDocx(await file())).toEqual({ refused })
  })

  test('wherever a byte is wrong, the answer is a text or a refusal', async () => {
    const good = await word
    for (let at = 0; at < good.length; at += Math.ceil(good.length / 60)) {
      const bad = Uint8Array.from(good)
      bad[at] = (bad[at] ?? 0) ^ 0xff
      const result = await readDocx(bad)
      expect('text' in result || 'refused' in result).toBe(true)
    }
  })
})

function parts(document: string): Map<string, Uint8Array> {
  return new Map([
    ['[Content_Types].xml', new TextEncoder().encode('<Types/>')],
    ['word/document.xml', new TextEncoder().encode(document)],
  ])
}

function spoilt(file: Uint8Array): Uint8Array {
  const bad = Uint8Array.from(file)
  const at = Buffer.from(bad).indexOf('word/document.xml')
  return bad.fill(0xff, at + 20, at + 200)
}

/** Five megabytes of spaces packed small, with a size of our choice in the archive's list. */
function bomb(declaredBytes: number): Uint8Array {
  const spaces = Buffer.alloc(5_000_000, ' ')
  const packed = deflateRawSync(spaces)
  const plain = packParts(new Map([['word/document.xml', packed]]))
  const listed = plain.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]))
  plain.writeUInt16LE(8, 8)
  plain.writeUInt16LE(8, listed + 10)
  plain.writeUInt32LE(crc32(spaces), listed + 16)
  plain.writeUInt32LE(declaredBytes, listed + 24)
  return plain
}
