import type { Deps } from '../deps.ts'
import { fileNotFound } from '../files/files.errors.ts'
import { type OpenedFile, openFile } from '../files/open-file.ts'
import { findPublicationsWithFile, mayRead } from './reading.repository.ts'
import type { Reporter } from './reporter.ts'

/** A file of something this reporter may read; any other file does not exist for them. */
export async function openReadableFile(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: { readonly reporter: Pick<Reporter, 'id' | 'organisationId'>; readonly fileId: string },
): Promise<OpenedFile> {
  const { reporter, fileId } = input
  const { organisationId } = reporter
  for (const publicationId of await findPublicationsWithFile(deps.db, organisationId, fileId)) {
    if (await mayRead(deps.db, reporter.id, publicationId, deps.clock.now()))
      return openFile(deps, { fileId, organisationId })
  }
  throw fileNotFound()
}
