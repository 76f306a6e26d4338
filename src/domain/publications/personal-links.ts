import type { CarriedFile } from '../../channels/outgoing-message.ts'
import type { Deps } from '../deps.ts'
import type { StoredFile } from '../files/file.ts'
import type { Recipient } from './recipients.repository.ts'

/** One person's own signed addresses. */
export type PersonalLinks = {
  publication(id: string): string
  conference(id: string): string
  carried(file: StoredFile): CarriedFile
}

export function personalLinks(
  deps: Pick<Deps, 'pageLinks' | 'clock'>,
  recipient: Pick<Recipient, 'reporterId' | 'keyVersion'>,
): PersonalLinks {
  const bearer = { reporterId: recipient.reporterId, keyVersion: recipient.keyVersion }
  const address = (path: string) => deps.pageLinks.make(bearer, deps.clock.now(), path)
  return {
    publication: (id) => address(`/bulletins/${id}`),
    conference: (id) => address(`/conferences/${id}`),
    carried: ({ id, sha256, name, mediaType, sizeBytes }) => ({
      sha256,
      name,
      mediaType,
      sizeBytes,
      url: address(`/files/${id}`),
    }),
  }
}
