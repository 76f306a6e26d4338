import { createHash, randomBytes } from 'node:crypto'
import { Document, ImageRun, Packer, Paragraph } from 'docx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StoredFile } from '../../../src/domain/files/file.ts'
import { dropAbandonedUploads } from '../../../src/domain/files/files.repository.ts'
import { openFile, readBytes } from '../../../src/domain/files/open-file.ts'
import { type NewFile, storeFile } from '../../../src/domain/files/store-file.ts'
import { addOrganisation, type Desk, openDesk, pdf, streamed } from '../publications/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk[Symbol.asyncDispose]())

const store = (name: string, bytes: Uint8Array, more: Partial<NewFile> = {}) =>
  storeFile(desk.deps, { organisationId: desk.organisationId, name, bytes: streamed(bytes), by: desk.mai, ...more })

async function stored(name: string, bytes: Uint8Array): Promise<StoredFile> {
  const file = await store(name, bytes)
  if ('refused' in file) throw new Error(file.refused)
  return file
}

const rows = async () => [
  await desk.db.fileContent.count(),
  await desk.db.fileChunk.count(),
  await desk.db.file.count(),
]

test('a file comes back byte for byte under its own name', async () => {
  const bytes = Buffer.concat([pdf('ba trang'), randomBytes(3 * 1024 * 1024)])
  const { id, sha256, mediaType } = await stored('Hướng dẫn mùa lũ.pdf', bytes)
  expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  const { organisationId } = desk
  const file = await openFile(desk.deps, { fileId: id, organisationId })
  const pieces: Uint8Array[] = []
  for await (const piece of file.stream) pieces.push(piece)
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(1024 * 1024)
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true)
  expect([file.name, file.size, mediaType]).toEqual(['Hướng dẫn mùa lũ.pdf', bytes.length, 'application/pdf'])
  expect(Buffer.from(await readBytes(desk.db, sha256)).equals(bytes)).toBe(true)
})

test('another organisation cannot open it', async () => {
  const { id } = await stored('riêng.pdf', pdf('riêng'))
  const organisationId = await addOrganisation(desk.db, 'Sở Y tế tỉnh Sông Lam')
  await expect(openFile(desk.deps, { fileId: id, organisationId })).rejects.toThrow('file-not-found')
})

test('the same content is kept once, also when it comes twice at the same moment', async () => {
  const bytes = Buffer.concat([pdf('hai lần'), randomBytes(9 * 1024 * 1024)])
  const [contents = 0, chunks = 0, files = 0] = await rows()
  const [first, second] = await Promise.all([stored('a.pdf', bytes), stored('b.pdf', bytes)])
  expect(first.sha256).toBe(second.sha256)
  expect(await rows()).toEqual([contents + 1, chunks + 10, files + 2])
})

const docx = async (...lines: string[]) =>
  Packer.toBuffer(new Document({ sections: [{ children: lines.map((line) => new Paragraph(line)) }] }))

describe('a refused file leaves nothing behind', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  test.each([
    ['empty', 'trống.pdf', Buffer.alloc(0), 'empty'],
    ['a program called a PDF', 'công văn.pdf', Buffer.concat([Buffer.from('MZ'), randomBytes(400)]), 'disguised'],
    ['a picture called a PDF', 'ảnh.pdf', png, 'disguised'],
    ['a PDF called a text', 'ghi chú.txt', pdf('x'), 'disguised'],
    ['bytes called a text', 'ghi chú.txt', Buffer.from([1, 0, 2, 0, 0]), 'disguised'],
    ['a program', 'cài đặt.exe', Buffer.from('MZ'), 'type-not-allowed'],
    ['a double extension', 'công văn.pdf.js', pdf('x'), 'type-not-allowed'],
    ['no extension', 'công văn', pdf('x'), 'type-not-allowed'],
    ['a stamped text', 'thư.txt', Buffer.from('SỞ VĂN HÓA\nMẬT\nSố: 1/SVH\nNội dung'), 'secret-stamped'],
  ])('%s', async (_what, name, bytes, refused) => {
    const before = await rows()
    expect(await store(name, bytes)).toEqual({ refused })
    expect(await rows()).toEqual(before)
  })

  test('a Word letter stamped secret', async () => {
    const before = await rows()
    expect(await store('thư.docx', await docx('SỞ VĂN HÓA', 'TỐI MẬT', 'Số: 1/SVH'))).toEqual({
      refused: 'secret-stamped',
    })
    expect(await rows()).toEqual(before)
  })

  test('a Word letter stamped secret that is large for its pictures', async () => {
    const before = await rows()
    const data = randomBytes(9 * 1024 * 1024)
    const picture = new ImageRun({ type: 'png', data, transformation: { width: 90, height: 90 } })
    const children = [new Paragraph({ children: [picture] }), new Paragraph('TỐI MẬT'), new Paragraph('Số: 1/SVH')]
    const letter = await Packer.toBuffer(new Document({ sections: [{ children }] }))
    expect(await store('thư.docx', letter)).toEqual({ refused: 'secret-stamped' })
    expect(await rows()).toEqual(before)
  })

  test('one over the limit, found on the way', async () => {
    const before = await rows()
    const bytes = Buffer.concat([pdf('to'), Buffer.alloc(10 * 1024 * 1024)])
    expect(await store('to.pdf', bytes, { limitBytes: 9 * 1024 * 1024 })).toEqual({ refused: 'too-large' })
    expect(await rows()).toEqual(before)
  })

  test('an upload that breaks off', async () => {
    const before = await rows()
    async function* broken() {
      yield Buffer.concat([pdf('đứt'), Buffer.alloc(9 * 1024 * 1024)])
      throw new Error('the line dropped')
    }
    await expect(store('đứt.pdf', pdf(''), { bytes: broken() })).rejects.toThrow('the line dropped')
    expect(await rows()).toEqual(before)
  })
})

test('Word, text and picture files are taken by what they are', async () => {
  const types = await Promise.all([
    stored('kế hoạch.docx', await docx('Kế hoạch')),
    stored('ghi chú.txt', Buffer.from('Ghi chú của phóng viên')),
    stored('ẢNH.JPG', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex')),
  ])
  expect(types.map(({ mediaType }) => mediaType.split('.').at(-1))).toEqual(['document', 'text/plain', 'image/jpeg'])
})

test('what a crash left of an upload is dropped later, finished files are not', async () => {
  const createdAt = new Date('2026-11-16T01:00:00Z')
  await desk.db.fileContent.create({ data: { sha256: 'upload-crashed', size: 0, createdAt } })
  const contents = await desk.db.fileContent.count()
  expect(await dropAbandonedUploads(desk.db, new Date('2026-11-16T02:00:00Z'))).toBe(1)
  expect(await desk.db.fileContent.count()).toBe(contents - 1)
})

test('an approver or administrator uploads nothing', async () => {
  await expect(store('a.pdf', pdf('a'), { by: desk.lan })).rejects.toThrow('not-for-this-role')
})

test('50 MB pass through a small memory', async () => {
  async function* large() {
    yield pdf('lớn')
    for (let piece = 0; piece < 49 * 16; piece += 1) yield randomBytes(64 * 1024)
  }
  const before = process.memoryUsage.rss()
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 5)
  const file = await store('lớn.pdf', pdf(''), { bytes: large() })
  clearInterval(watch)
  expect(file).toMatchObject({ mediaType: 'application/pdf' })
  expect(peak - before).toBeLessThan(150 * 1024 * 1024)
})
