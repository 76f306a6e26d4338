import type { Db } from '../../platform/postgres.ts'
import type { AuditEntry } from './audit-entry.ts'

/** Written in the transaction of the change it tells of, so that neither exists without the other. */
export async function recordAudit(tx: Db, entry: AuditEntry): Promise<void> {
  const { detail = {}, ...rest } = entry
  await tx.auditEntry.create({ data: { ...rest, detail: { ...detail } } })
}

/** Newest first. */
export async function listAudit(
  db: Db,
  filter: { readonly organisationId: string; readonly subject?: string; readonly limit?: number },
): Promise<readonly (AuditEntry & { readonly id: bigint })[]> {
  const { organisationId, subject, limit = 200 } = filter
  const rows = await db.auditEntry.findMany({
    where: subject === undefined ? { organisationId } : { organisationId, subject },
    orderBy: { id: 'desc' },
    take: limit,
  })
  return rows.map(({ detail, ...row }) => ({ ...row, detail: detail as NonNullable<AuditEntry['detail']> }))
}
