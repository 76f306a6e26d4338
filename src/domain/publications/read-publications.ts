import type { Deps } from '../deps.ts'
import type { StoredFile } from '../files/file.ts'
import { findFile } from '../files/files.repository.ts'
import type { Approval } from './approval.ts'
import { findApprovals } from './approvals.repository.ts'
import { contentHash } from './content-hash.ts'
import type { Publication, PublicationKind, PublicationLine, PublicationState } from './publication.ts'
import { publicationNotFound } from './publications.errors.ts'
import { findPublication, listPublicationLines } from './publications.repository.ts'
import { findLetter, type SourceLetter } from './source-letters.repository.ts'

/** What the console shows of one publication: the content, who decided what, and the letter it came from. */
export type PublicationView = {
  readonly publication: Publication
  readonly contentHash: string
  /** Newest first. */
  readonly approvals: readonly Approval[]
  readonly letter: (SourceLetter & { readonly file: StoredFile | null }) | null
}

export async function readPublication(
  deps: Pick<Deps, 'db'>,
  input: { readonly publicationId: string; readonly organisationId: string },
): Promise<PublicationView> {
  const { publicationId, organisationId } = input
  const publication = await findPublication(deps.db, organisationId, publicationId)
  if (!publication) throw publicationNotFound()
  const approvals = await findApprovals(deps.db, publicationId)
  const letter = publication.letterId ? await findLetter(deps.db, organisationId, publication.letterId) : undefined
  const file = letter?.fileId ? await findFile(deps.db, organisationId, letter.fileId) : undefined
  return {
    publication,
    contentHash: contentHash(publication),
    approvals,
    letter: letter ? { ...letter, file: file ?? null } : null,
  }
}

/** Newest first. */
export function listPublications(
  deps: Pick<Deps, 'db'>,
  filter: { readonly organisationId: string; readonly kind?: PublicationKind; readonly state?: PublicationState },
): Promise<readonly PublicationLine[]> {
  return listPublicationLines(deps.db, filter)
}
