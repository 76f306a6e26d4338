import type { Db, Transaction } from '../../platform/postgres.ts'
import type { Approval } from './approval.ts'

/** Newest first. */
export async function findApprovals(db: Db, publicationId: string): Promise<readonly Approval[]> {
  const rows = await db.approval.findMany({ where: { publicationId }, orderBy: { id: 'desc' } })
  return rows.map(({ publicationId: _, ...approval }) => approval)
}

export async function insertApproval(
  tx: Transaction,
  approval: Pick<Approval, 'id' | 'contentHash' | 'submittedBy' | 'submittedAt'> & { readonly publicationId: string },
): Promise<void> {
  await tx.approval.create({ data: approval })
}

export async function decideApproval(
  tx: Transaction,
  id: string,
  decision: Pick<Approval, 'state' | 'decidedBy' | 'decidedAt' | 'note'>,
): Promise<void> {
  await tx.approval.update({ where: { id }, data: decision })
}

/** How many submissions or approvals no longer count. */
export async function voidApprovals(
  tx: Transaction,
  publicationId: string,
  change: { readonly at: Date; readonly reason: string },
): Promise<number> {
  const { count } = await tx.approval.updateMany({
    where: { publicationId, state: { in: ['waiting', 'approved'] } },
    data: { state: 'voided', voidedAt: change.at, voidedReason: change.reason },
  })
  return count
}
