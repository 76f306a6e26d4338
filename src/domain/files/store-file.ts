import { createHash } from 'node:crypto'
import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { may } from '../staff/staff.ts'
import { defaultLimitBytes, extensionOf, type FileRefusal, type StoredFile, sanitiseName } from './file.ts'
import { kindOf } from './file-kind.ts'
import { type Bytes, createUpload, dropContent, insertFile, keepContent, saveChunk } from './files.repository.ts'
import { carriesSecretStamp } from './secret-stamp.ts'
import { slices } from './slices.ts'

export type NewFile = {
  readonly organisationId: string
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
  readonly by: ActingStaff
  readonly limitBytes?: number
}

/**
 * Bytes that are looked at before anything is written. Word is read whole or not at all: with its pictures a stamped letter
 * is easily larger than any head, and its text stands behind them.
 */
const heldBytes = (extension: string): number => (extension === 'docx' ? Number.POSITIVE_INFINITY : 8 * 1024 * 1024)
const sliceBytes = 1024 * 1024

/** Streams a file into rows of at most 1 MiB; the same content is kept once. A refused file leaves nothing behind. */
export async function storeFile(deps: Pick<Deps, 'db' | 'clock'>, input: NewFile): Promise<StoredFile | FileRefusal> {
  assertAllowed(input.by, input.organisationId, [...may.write, ...may.release])
  const name = sanitiseName(input.name)
  const limitBytes = input.limitBytes ?? defaultLimitBytes
  const upload = startUpload(deps, extensionOf(name))
  try {
    for await (const slice of slices(input.bytes, sliceBytes)) {
      if (upload.sizeBytes() + slice.length > limitBytes) return await upload.drop({ refused: 'too-large' })
      const refusal = await upload.take(slice)
      if (refusal) return await upload.drop(refusal)
    }
    const content = await upload.finish()
    if ('refused' in content) return await upload.drop(content)
    return await addFile(deps, input, { ...content, name })
  } catch (error) {
    await upload.drop(undefined)
    throw error
  }
}

type Content = { readonly sha256: string; readonly mediaType: string; readonly sizeBytes: number }

function startUpload(deps: Pick<Deps, 'db' | 'clock'>, extension: string) {
  const hash = createHash('sha256')
  // The hash is known only at the end: until then the rows stand under a name of their own.
  const key = `upload-${newId(deps.clock.now())}`
  const state = { sizeBytes: 0, held: [] as Bytes[], position: 0, mediaType: undefined as string | undefined }

  async function flush(): Promise<FileRefusal | undefined> {
    if (state.mediaType === undefined) {
      const head = Buffer.concat(state.held)
      const kind = await kindOf(extension, head)
      if ('refused' in kind) return kind
      if (await carriesSecretStamp(extension, head)) return { refused: 'secret-stamped' }
      state.mediaType = kind.mediaType
      await createUpload(deps.db, key, deps.clock.now())
    }
    for (const bytes of state.held) {
      await saveChunk(deps.db, key, state.position, bytes)
      state.position += 1
    }
    state.held = []
    return undefined
  }

  return {
    sizeBytes: () => state.sizeBytes,
    async take(slice: Bytes): Promise<FileRefusal | undefined> {
      hash.update(slice)
      state.sizeBytes += slice.length
      state.held.push(slice)
      return state.sizeBytes > heldBytes(extension) ? flush() : undefined
    },
    async finish(): Promise<Content | FileRefusal> {
      if (state.sizeBytes === 0) return { refused: 'empty' }
      const refusal = await flush()
      if (refusal) return refusal
      const sha256 = hash.digest('hex')
      const { sizeBytes, mediaType = '' } = state
      await keepContent(deps.db, key, { sha256, sizeBytes })
      return { sha256, sizeBytes, mediaType }
    },
    async drop<T>(reason: T): Promise<T> {
      await dropContent(deps.db, key)
      return reason
    },
  }
}

async function addFile(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: NewFile,
  content: Content & { readonly name: string },
): Promise<StoredFile> {
  const at = deps.clock.now()
  const file: StoredFile = { id: newId(at), ...content }
  const { organisationId, by } = input
  await inTransaction(deps.db, async (tx) => {
    await insertFile(tx, { ...file, organisationId, createdBy: by.id, createdAt: at })
    const detail = { sha256: file.sha256, sizeBytes: file.sizeBytes }
    const entry = { action: 'file-stored', subject: `file:${file.id}`, detail }
    await recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry })
  })
  return file
}
