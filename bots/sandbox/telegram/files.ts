import { createHash, randomBytes } from 'node:crypto'
import type { Document, File } from '@grammyjs/types'
import type { Row, SandboxStore } from '../store.ts'
import { badRequest } from './refusal.ts'

export type StoredFile = {
  readonly fileId: string
  readonly uniqueId: string
  readonly kind: 'document' | 'sticker'
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
}

/** Files by their ids: an id is good for one bot and one kind only; equal content shares its unique id. */
export type Files = {
  add(
    botId: number,
    file: {
      readonly name: string
      readonly bytes: Uint8Array
      readonly mediaType?: string
      readonly kind: StoredFile['kind']
    },
  ): StoredFile
  /** The file behind an id in a request; refuses what is foreign, unknown or of another kind. */
  require(botId: number, fileId: string, kind: StoredFile['kind']): StoredFile
  describe(botId: number, fileId: string): File
  byPath(botId: number, path: string): { readonly file: StoredFile; readonly bytes: Uint8Array } | undefined
  /** For the phone, which sees a file without a bot's token. */
  bytesOf(fileId: string): { readonly file: StoredFile; readonly bytes: Uint8Array } | undefined
}

/** https://core.telegram.org/bots/api#getfile, read 2026-11. */
const downloadLimitBytes = 20 << 20
const schema = `
  CREATE TABLE IF NOT EXISTS telegram_contents (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS telegram_files (file_id TEXT PRIMARY KEY, bot_id INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
    media_type TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL)`

export function createFiles(store: SandboxStore): Files {
  store.define(schema)
  const find = (fileId: string, botId?: number) => {
    const sql = 'SELECT * FROM telegram_files WHERE file_id = ? AND bot_id = coalesce(?, bot_id)'
    const row = store.one(sql, fileId, botId ?? null)
    return row && toFile(row)
  }
  const bytesOf = (fileId: string, botId?: number) => {
    const file = find(fileId, botId)
    const row = file && store.one('SELECT bytes FROM telegram_contents WHERE sha256 = ?', file.sha256)
    return file && row?.bytes instanceof Uint8Array ? { file, bytes: row.bytes } : undefined
  }
  return {
    bytesOf: (fileId) => bytesOf(fileId),
    add(botId, { name, bytes, kind, mediaType = guessMediaType(name) }) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const fileId = `BQAC${randomBytes(36).toString('base64url')}`
      store.run('INSERT OR IGNORE INTO telegram_contents VALUES (?, ?)', sha256, bytes)
      const values = [fileId, botId, kind, name, mediaType, bytes.length, sha256]
      store.run('INSERT INTO telegram_files VALUES (?, ?, ?, ?, ?, ?, ?)', ...values)
      return { fileId, uniqueId: uniqueId(sha256), kind, name, mediaType, size: bytes.length, sha256 }
    },
    require(botId, fileId, kind) {
      if (!/^[\w-]{20,}$/.test(fileId)) throw badRequest('wrong remote file identifier specified: Wrong string length')
      const file = find(fileId, botId)
      if (!file) throw badRequest('wrong file identifier/HTTP URL specified')
      if (file.kind !== kind) throw badRequest(`can't use file of type ${file.kind} as ${kind}`)
      return file
    },
    describe(botId, fileId) {
      const file = find(fileId, botId)
      if (!file) throw badRequest('invalid file_id')
      if (file.size > downloadLimitBytes) throw badRequest('file is too big')
      return {
        file_id: fileId,
        file_unique_id: file.uniqueId,
        file_size: file.size,
        file_path: `${file.kind}s/${fileId}`,
      }
    },
    byPath: (botId, path) => bytesOf(path.replace(/^(documents|stickers)\//, ''), botId),
  }
}

export const toDocument = (file: StoredFile): Document => ({
  file_name: file.name,
  mime_type: file.mediaType,
  file_id: file.fileId,
  file_unique_id: file.uniqueId,
  file_size: file.size,
})

const uniqueId = (sha256: string) => `AgAD${sha256.slice(0, 11)}`

const mediaTypes: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
  ics: 'text/calendar',
  txt: 'text/plain',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
}
const guessMediaType = (name: string) =>
  mediaTypes[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream'

const toFile = (row: Row): StoredFile => ({
  fileId: String(row.file_id),
  uniqueId: uniqueId(String(row.sha256)),
  kind: row.kind === 'sticker' ? 'sticker' : 'document',
  name: String(row.name),
  mediaType: String(row.media_type),
  size: Number(row.size),
  sha256: String(row.sha256),
})
