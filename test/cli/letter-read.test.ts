import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { letterSummary, readLetterFile } from '../../src/cli/letter-read.ts'
import { createTexts, type TextArguments } from '../../src/texts.ts'

const { say } = createTexts()
const sentence = (key: string, args?: TextArguments) => say('vi', key, args)
const folder = mkdtempSync(join(tmpdir(), 'letter-'))
afterAll(() => rmSync(folder, { recursive: true }))

const sample = (name: string) => fileURLToPath(new URL(`../domain/letters/samples/${name}.txt`, import.meta.url))

function fileWith(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('letter read', () => {
  test('prints a letter part by part, with what to check at the end', async () => {
    const outcome = await readLetterFile(sample('cuc-an-toan-thien-tai'), sentence)
    if ('refusal' in outcome) throw new Error(outcome.refusal)
    const summary = letterSummary(outcome.letter, sentence)
    expect(summary).toContain('Số, ký hiệu: (để trống)')
    expect(summary).toContain('  3. Thông tin về bảo hiểm tàu cá nhỏ')
    expect(summary).toContain('     + Tư liệu ảnh – Trung tâm Thông tin thủy sản cung cấp')
    expect(summary).toMatch(/Cần kiểm tra:\n {2}! Ngày ban hành còn để trống một phần/)
  })

  test('a text saved by Notepad as UTF-16 is read as well', async () => {
    const bytes = Buffer.from('\uFEFFKính gửi: Các báo\n1. Tuyên truyền đọc sách', 'utf16le')
    expect(await readLetterFile(fileWith('utf-16.txt', bytes), sentence)).toMatchObject({
      letter: { themes: [{ title: 'Tuyên truyền đọc sách' }] },
    })
  })

  test.each([
    ['a stamped letter', () => sample('mat-dien-tap'), 'letters-refused-secret'],
    ['an empty text', () => fileWith('trong.txt', ' \n'), 'letters-refused-empty'],
    [
      'a damaged Word file',
      () => fileWith('hong.docx', Buffer.from('PK\u0003\u0004 hỏng')),
      'letters-file-refused-damaged',
    ],
    ['a PDF named .docx', () => fileWith('gia.docx', '%PDF-1.7'), 'letters-file-refused-not-docx'],
  ])('%s is refused with its sentence', async (_name, file, key) => {
    expect(await readLetterFile(file(), sentence)).toEqual({ refusal: sentence(key) })
  })

  test('a file that is not there or of another kind is named', async () => {
    const missing = join(folder, 'khong-co.txt')
    expect(await readLetterFile(missing, sentence)).toEqual({
      refusal: sentence('letters-file-unreadable', { file: missing }),
    })
    const picture = fileWith('anh.png', 'x')
    expect(await readLetterFile(picture, sentence)).toEqual({
      refusal: sentence('letters-file-kind', { file: picture }),
    })
  })
})
