import type { ChannelFiles } from '../../channels/channel.ts'
import type { Deps } from '../deps.ts'
import { deleteHandle, findHandle, saveHandle } from './file-handles.repository.ts'
import { readBytes } from './open-file.ts'

/** The files port of one channel account: bytes by content, and the platform's own handles as long as they are valid. */
export function channelFiles(deps: Pick<Deps, 'db' | 'clock'>, accountId: string): ChannelFiles {
  const keyOf = (file: { readonly sha256: string }, kind: string) => ({ accountId, sha256: file.sha256, kind })
  return {
    bytes: (sha256) => readBytes(deps.db, sha256),
    handleOf: (file, kind) => findHandle(deps.db, keyOf(file, kind), deps.clock.now()),
    keepHandle: (file, kind, handle, expiresAt) =>
      saveHandle(deps.db, keyOf(file, kind), {
        handle,
        expiresAt: expiresAt ?? null,
        createdAt: deps.clock.now(),
      }),
    forgetHandle: (file, kind) => deleteHandle(deps.db, keyOf(file, kind)),
  }
}
