import { Prisma } from '../../../prisma/generated/client.ts'
import { newId } from '../../platform/ids.ts'
import type { Db, Transaction } from '../../platform/postgres.ts'
import type { Progress, Revision, RevisionKind, StepReason } from './revision.ts'

const columns = {
  id: true,
  organisationId: true,
  kind: true,
  publicationId: true,
  conferenceId: true,
  createdBy: true,
  createdAt: true,
} as const

export const insertRevision = (tx: Transaction, revision: Revision): Promise<unknown> =>
  tx.revision.create({ data: revision })

/** Oldest first. */
export const findUnfinished = (db: Db): Promise<readonly Revision[]> =>
  db.revision.findMany({ where: { finishedAt: null }, select: columns, orderBy: { id: 'asc' } })

/** One at a time adds to a revision, so that nobody gets two steps or two notices. */
export async function lockRevision(tx: Transaction, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Revision" WHERE id = ${id}::uuid FOR NO KEY UPDATE`
}

/** A delivery or reply whose messages are on a phone, or may be. */
export type Carrier = {
  readonly deliveryId: string | null
  readonly replyId: string | null
  readonly accountId: string | null
  readonly contactId: string | null
  readonly reporterId: string | null
  /** Has a row among the notices of the recall already. */
  readonly told: boolean
}

/** A few statements for a whole country. */
export async function insertSteps(
  tx: Transaction,
  revision: Revision,
  carriers: readonly Carrier[],
  at: Date,
): Promise<void> {
  const rows = carriers.flatMap(({ accountId, contactId, deliveryId, replyId }) =>
    accountId === null || contactId === null ? [] : [{ id: newId(at), accountId, contactId, deliveryId, replyId }],
  )
  for (let from = 0; from < rows.length; from += slice)
    await tx.$executeRaw(Prisma.sql`
      INSERT INTO "RevisionStep" (id, "revisionId", "accountId", "contactId", "deliveryId", "replyId", "createdAt")
      SELECT id, ${revision.id}::uuid, "accountId", "contactId", "deliveryId", "replyId", ${at}
      FROM jsonb_to_recordset(${JSON.stringify(rows.slice(from, from + slice))}::jsonb)
        AS given(id uuid, "accountId" uuid, "contactId" uuid, "deliveryId" uuid, "replyId" uuid)`)
}

const slice = 2_000

/** What is over: no step is left, and whatever was being written when it began has been written since. */
export function finishRevisions(db: Db, at: Date, begunBefore: Date): Promise<number> {
  return db.$executeRaw(Prisma.sql`
    UPDATE "Revision" v SET "finishedAt" = ${at} WHERE v."finishedAt" IS NULL AND v."createdAt" <= ${begunBefore}
      AND NOT EXISTS (SELECT 1 FROM "RevisionStep" s WHERE s."revisionId" = v.id AND s.state IN ('planned', 'queued'))`)
}

export type RevisionLine = {
  readonly id: string
  readonly kind: RevisionKind
  readonly createdAt: Date
  readonly finishedAt: Date | null
  readonly progress: Progress
  /** Why some could not, or not wholly, with how many they are. */
  readonly reasons: readonly { readonly reason: StepReason; readonly count: number }[]
}

/** The revisions of a publication or a conference with how far they are, newest first. */
export async function listRevisions(
  db: Db,
  of: { readonly publicationId: string } | { readonly conferenceId: string },
): Promise<readonly RevisionLine[]> {
  const rows = await db.revision.findMany({ where: of, orderBy: { id: 'desc' } })
  const groups = await db.revisionStep.groupBy({
    by: ['revisionId', 'state', 'reason'],
    where: { revisionId: { in: rows.map(({ id }) => id) } },
    _count: true,
  })
  return rows.map(({ id, kind, createdAt, finishedAt }) => {
    const own = groups.filter(({ revisionId }) => revisionId === id)
    const progress = { planned: 0, queued: 0, revised: 0, cannot: 0 }
    for (const { state, _count } of own) progress[state] += _count
    const reasons = own.flatMap(({ reason, _count }) =>
      reason === null ? [] : [{ reason: reason as StepReason, count: _count }],
    )
    return { id, kind, createdAt, finishedAt, progress, reasons }
  })
}
