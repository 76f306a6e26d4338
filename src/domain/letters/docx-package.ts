import { constants, crc32, inflateRawSync } from 'node:zlib'

/** The XML parts of a Word file, unpacked within bounds. */
export type DocxParts = ReadonlyMap<string, Uint8Array>

/** Why a file is not read as a Word document. */
export type DocxRefusal = { readonly refused: 'empty' | 'damaged' | 'not-docx' | 'too-large' }

const mostFileBytes = 50 * 1024 * 1024
/** Of all parts together, as the file declares them. */
const mostUnpackedBytes = 100 * 1024 * 1024
/** Of the XML parts that are read: four megabytes of them cost two seconds and half a gigabyte as objects in memory. */
const mostXmlBytes = 4 * 1024 * 1024
const mostEntries = 5000
/** Text, styles, numbers, notes and page headers; themes, properties and pictures stay packed. */
const readParts = /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/[^/]+\.xml|word\/_rels\/[^/]+\.rels)$/

type Entry = {
  readonly name: string
  readonly method: number
  readonly packedBytes: number
  readonly unpackedBytes: number
  readonly headerAt: number
}

/** Unpacks the XML parts of a Word file; sizes are checked before and while unpacking. */
export function openDocx(bytes: Uint8Array): DocxParts | DocxRefusal {
  if (bytes.length === 0) return { refused: 'empty' }
  if (bytes.length > mostFileBytes) return { refused: 'too-large' }
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.length < 4 || file.readUInt32LE(0) !== 0x04034b50) return { refused: 'not-docx' }
  const entries = centralDirectory(file)
  if (entries === null) return { refused: 'damaged' }
  if (!entries.some(({ name }) => name === 'word/document.xml' || name === '[Content_Types].xml'))
    return { refused: 'not-docx' }
  const xml = entries.filter(({ name }) => readParts.test(name))
  if (sum(entries) > mostUnpackedBytes || sum(xml) > mostXmlBytes || entries.length >= mostEntries)
    return { refused: 'too-large' }
  return unpack(file, xml)
}

/** Packs parts into a plain archive, for a reader that wants a file. */
export function packParts(parts: DocxParts): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, content] of parts) {
    const label = Buffer.from(name, 'utf8')
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(20, 0)
    shared.writeUInt16LE(0x0800, 2)
    shared.writeUInt32LE(crc32(content), 10)
    shared.writeUInt32LE(content.length, 14)
    shared.writeUInt32LE(content.length, 18)
    shared.writeUInt16LE(label.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    bodies.push(Buffer.from([0x50, 0x4b, 3, 4]), shared, label, Buffer.from(content))
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), shared, tail, label)
    at += 30 + label.length + content.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.size, 8)
  end.writeUInt16LE(parts.size, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, listed, end])
}

function centralDirectory(file: Buffer): Entry[] | null {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || end + 22 > file.length) return null
  const count = file.readUInt16LE(end + 10)
  let at = file.readUInt32LE(end + 16)
  const entries: Entry[] = []
  for (let read = 0; read < count; read += 1) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== 0x02014b50) return null
    const nameBytes = file.readUInt16LE(at + 28)
    entries.push({
      name: file.toString('utf8', at + 46, at + 46 + nameBytes),
      method: file.readUInt16LE(at + 10),
      packedBytes: file.readUInt32LE(at + 20),
      unpackedBytes: file.readUInt32LE(at + 24),
      headerAt: file.readUInt32LE(at + 42),
    })
    at += 46 + nameBytes + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return entries
}

/** A part that unpacks to more than it declared, or brings a document type (entities), makes the file damaged. */
function unpack(file: Buffer, entries: readonly Entry[]): DocxParts | DocxRefusal {
  const parts = new Map<string, Uint8Array>()
  for (const entry of entries) {
    const content = unpackEntry(file, entry)
    if (content === null || content.length !== entry.unpackedBytes || content.includes('<!DOCTYPE'))
      return { refused: 'damaged' }
    parts.set(entry.name, content)
  }
  return parts.has('word/document.xml') || parts.has('_rels/.rels') ? parts : { refused: 'not-docx' }
}

function unpackEntry(file: Buffer, entry: Entry): Buffer | null {
  if (entry.headerAt + 30 > file.length || file.readUInt32LE(entry.headerAt) !== 0x04034b50) return null
  const from = entry.headerAt + 30 + file.readUInt16LE(entry.headerAt + 26) + file.readUInt16LE(entry.headerAt + 28)
  if (from + entry.packedBytes > file.length) return null
  const packed = file.subarray(from, from + entry.packedBytes)
  if (entry.method === 0) return packed
  if (entry.method !== 8) return null
  try {
    return inflateRawSync(packed, {
      maxOutputLength: Math.max(entry.unpackedBytes, 1),
      finishFlush: constants.Z_SYNC_FLUSH,
    })
  } catch {
    return null
  }
}

function sum(entries: readonly Entry[]): number {
  return entries.reduce((total, entry) => total + entry.unpackedBytes, 0)
}
