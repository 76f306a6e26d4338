import type { Database, Db, Transaction } from '../../platform/postgres.ts'
import type { StoredFile } from './file.ts'

type FileRow = StoredFile & { readonly organisationId: string; readonly createdBy: string; readonly createdAt: Date }

/** Bytes that stand in memory of their own. */
export type Bytes = Uint8Array<ArrayBuffer>

export async function createUpload(db: Db, key: string, at: Date): Promise<void> {
  await db.fileContent.create({ data: { sha256: key, size: 0, createdAt: at } })
}

export async function saveChunk(db: Db, sha256: string, position: number, bytes: Bytes): Promise<void> {
  await db.fileChunk.create({ data: { sha256, position, bytes }, select: { position: true } })
}

/** Gives an upload its final name, the hash; when that content is there already, the upload goes. */
export async function keepContent(
  db: Database,
  key: string,
  content: { readonly sha256: string; readonly sizeBytes: number },
): Promise<void> {
  const { sha256, sizeBytes } = content
  // Two uploads of the same file may end at the same moment: the second one finds the name taken and only then gives way.
  const renamed = await db.fileContent
    .updateMany({ where: { sha256: key }, data: { sha256, size: sizeBytes } })
    .catch(async (error: unknown) => {
      if ((await db.fileContent.count({ where: { sha256 } })) === 0) throw error
      return undefined
    })
  if (!renamed) await dropContent(db, key)
}

export async function dropContent(db: Db, sha256: string): Promise<void> {
  await db.fileContent.deleteMany({ where: { sha256 } })
}

/** Uploads that a crash left unfinished; safe to call while others run when `before` is an hour ago. */
export async function dropAbandonedUploads(db: Db, before: Date): Promise<number> {
  const where = { sha256: { startsWith: 'upload-' }, createdAt: { lt: before } }
  return (await db.fileContent.deleteMany({ where })).count
}

export async function insertFile(tx: Transaction, file: FileRow): Promise<void> {
  const { sizeBytes: _size, ...data } = file
  await tx.file.create({ data })
}

export async function findFile(db: Db, organisationId: string, id: string): Promise<StoredFile | undefined> {
  const row = await db.file.findFirst({ where: { id, organisationId }, include: { content: true } })
  if (!row) return undefined
  const { sha256, name, mediaType } = row
  return { id, sha256, name, mediaType, sizeBytes: row.content.size }
}

export async function findFiles(db: Db, ids: readonly string[]): Promise<readonly StoredFile[]> {
  const rows = await db.file.findMany({ where: { id: { in: [...ids] } }, include: { content: true } })
  return rows.map(({ id, sha256, name, mediaType, content }) => ({
    id,
    sha256,
    name,
    mediaType,
    sizeBytes: content.size,
  }))
}

/** Takes a file that nothing uses yet away again, and its bytes when no other file shares them. */
export async function deleteUnusedFile(tx: Transaction, organisationId: string, id: string): Promise<void> {
  const row = await tx.file.findFirst({
    where: { id, organisationId, attachments: { none: {} } },
    select: { sha256: true },
  })
  const letters = await tx.letter.count({ where: { fileId: id } })
  const signed = await tx.publication.count({ where: { signedFileId: id } })
  if (!row || letters + signed > 0) return
  await tx.file.delete({ where: { id } })
  if ((await tx.file.count({ where: { sha256: row.sha256 } })) === 0) await dropContent(tx, row.sha256)
}

/** One row after the other, so that only one is in memory. */
export async function* readChunks(db: Db, sha256: string): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; position += 1) {
    const row = await db.fileChunk.findUnique({ where: { sha256_position: { sha256, position } } })
    if (!row) return
    yield row.bytes
  }
}
