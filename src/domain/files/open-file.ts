import type { Db } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { fileNotFound } from './files.errors.ts'
import { findFile, readChunks } from './files.repository.ts'

export type OpenedFile = {
  readonly name: string
  readonly mediaType: string
  /** In bytes. */
  readonly size: number
  readonly sha256: string
  readonly stream: AsyncIterable<Uint8Array>
}

/** A file of this organisation, its bytes read as they are asked for. */
export async function openFile(
  deps: Pick<Deps, 'db'>,
  input: { readonly fileId: string; readonly organisationId: string },
): Promise<OpenedFile> {
  const file = await findFile(deps.db, input.organisationId, input.fileId)
  if (!file) throw fileNotFound()
  const { name, mediaType, sizeBytes: size, sha256 } = file
  return { name, mediaType, size, sha256, stream: readChunks(deps.db, sha256) }
}

/** All bytes at once, for channels that hand over a file in one call. */
export async function readBytes(db: Db, sha256: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of readChunks(db, sha256)) pieces.push(piece)
  if (pieces.length === 0) throw fileNotFound()
  return Buffer.concat(pieces)
}
