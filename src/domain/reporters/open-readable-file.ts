import type { Deps } from '../deps.ts'
import { fileNotFound } from '../files/files.errors.ts'
import { type OpenedFile, openFile } from '../files/open-file.ts'
import { fileRecalled } from '../publications/publications.errors.ts'
import { findPublicationsWithFile, findReadable } from './reading.repository.ts'
import type { Reporter } from './reporter.ts'

/** A file of something this reporter may read; any other file does not exist for them, and one that was recalled is kept back. */
export async function openReadableFile(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: { readonly reporter: Pick<Reporter, 'id' | 'organisationId'>; readonly fileId: string },
): Promise<OpenedFile> {
  const { reporter, fileId } = input
  const { organisationId } = reporter
  let recalled = false
  for (const publicationId of await findPublicationsWithFile(deps.db, organisationId, fileId)) {
    const [readable] = await findReadable(deps.db, reporter.id, deps.clock.now(), publicationId)
    if (readable && !readable.recalled) return openFile(deps, { fileId, organisationId })
    recalled ||= readable !== undefined
  }
  throw recalled ? fileRecalled() : fileNotFound()
}
