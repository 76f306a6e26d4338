import type { Transaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { covers, openApproval } from './approval.ts'
import { findApprovals } from './approvals.repository.ts'
import { contentHash } from './content-hash.ts'
import type { Publication } from './publication.ts'
import { notSendable, publicationNotFound, publicationRecalled } from './publications.errors.ts'
import { findPublication } from './publications.repository.ts'

/** Throws unless it is released and still is exactly what was approved; gives it back for the sending. */
export async function assertSendable(
  deps: Pick<Deps, 'log'>,
  tx: Transaction,
  input: { readonly publicationId: string; readonly organisationId: string },
): Promise<Publication> {
  const { publicationId, organisationId } = input
  const publication = await findPublication(tx, organisationId, publicationId)
  if (!publication) throw publicationNotFound()
  const approval = openApproval(await findApprovals(tx, publicationId))
  if (publication.state !== 'released') throw notSendable()
  if (publication.recalledAt) throw publicationRecalled()
  if (!covers(approval, contentHash(publication))) {
    deps.log.warn({ publicationId }, 'released content differs from what was approved')
    throw notSendable()
  }
  return publication
}
