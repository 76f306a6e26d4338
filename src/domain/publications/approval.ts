import type { DomainError } from '../../platform/errors.ts'
import type { ActingStaff } from '../organisations/acting-staff.ts'
import type { Publication } from './publication.ts'
import { approvalByWriter, notWaitingForApproval, publicationChanged } from './publications.errors.ts'

/** One submission and what became of it; `contentHash` names the content that was decided on. */
export type Approval = {
  readonly id: string
  readonly contentHash: string
  readonly state: 'waiting' | 'approved' | 'returned' | 'voided'
  readonly submittedBy: string
  readonly submittedAt: Date
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly note: string | null
  readonly voidedAt: Date | null
  readonly voidedReason: string | null
}

/** The one submission that still counts; there is at most one. */
export const openApproval = (approvals: readonly Approval[]): Approval | undefined =>
  approvals.find(({ state }) => state === 'waiting' || state === 'approved')

/** Why this person cannot approve what lies before them; undefined when they can. `hash` is of the content now. */
export function whyNotApprove(
  by: ActingStaff,
  publication: Pick<Publication, 'state' | 'createdBy'>,
  approval: Approval | undefined,
  hash: string,
): DomainError | undefined {
  if (publication.state !== 'submitted' || approval?.state !== 'waiting') return notWaitingForApproval()
  if (by.id === approval.submittedBy || by.id === publication.createdBy) return approvalByWriter()
  if (approval.contentHash !== hash) return publicationChanged()
  return undefined
}

/** Whether the approval covers exactly the content that is there now. */
export const covers = (approval: Approval | undefined, hash: string): boolean =>
  approval?.state === 'approved' && approval.contentHash === hash
