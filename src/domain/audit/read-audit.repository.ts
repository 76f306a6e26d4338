import type { Db } from '../../platform/postgres.ts'
import type { AuditEntry } from './audit-entry.ts'

/** What an entry is about; the first part of its subject. */
export const auditNouns = [
  'publication',
  'broadcast',
  'delivery',
  'schedule',
  'conference',
  'reporter',
  'outlet',
  'join-request',
  'contact',
  'account',
  'file',
  'organisation',
] as const
export type AuditNoun = (typeof auditNouns)[number]

export type AuditLine = AuditEntry & { readonly id: bigint }

/** Entries of one office, newest first; `before` is the last one of the page before. */
export async function readAudit(
  db: Db,
  of: {
    readonly organisationId: string
    readonly noun?: AuditNoun
    readonly subject?: string
    readonly before?: bigint
    readonly limit: number
  },
): Promise<readonly AuditLine[]> {
  const { organisationId, noun, subject, before, limit } = of
  const about = subject !== undefined ? { subject } : noun ? { subject: { startsWith: `${noun}:` } } : {}
  const rows = await db.auditEntry.findMany({
    where: { organisationId, ...about, ...(before !== undefined && { id: { lt: before } }) },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit,
  })
  return rows.map(({ detail, ...row }) => ({ ...row, detail: detail as NonNullable<AuditEntry['detail']> }))
}
