import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db } from '../../platform/postgres.ts'

/**
 * What the platform, the way to it or we ourselves did wrong; that somebody has blocked us, or cannot be written to now, is no error.
 * Nor is that a process of ours was ended in the middle: it says nothing about what is sent, nor about where to.
 */
const technical = Prisma.sql`((d.state = 'failed' AND d.reason IN ('not-written', 'rejected', 'internal-error'))
  OR (d.state = 'unknown' AND d.reason = 'no-answer'))`

export type Failing = {
  readonly id: string
  readonly organisationId: string
  readonly settings: unknown
  readonly countedFrom: Date
  /** Technical ones since then. */
  readonly failures: number
}

/** The broadcasts under way that have any; the index on their states leads to these few rows only. */
export function findFailing(db: Db): Promise<readonly Failing[]> {
  return db.$queryRaw<Failing[]>(Prisma.sql`
    SELECT b.id, b."organisationId", o.settings, COALESCE(b."countedFrom", b."createdAt") AS "countedFrom", f.failures
    FROM "Broadcast" b JOIN "Organisation" o ON o.id = b."organisationId"
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS failures FROM "Delivery" d
      WHERE d."broadcastId" = b.id AND d.state IN ('failed', 'unknown') AND ${technical}
        AND d."settledAt" >= COALESCE(b."countedFrom", b."createdAt")) f
    WHERE b.state = 'sending' AND f.failures > 0`)
}

/** How many have come to an end by a platform's answer, or without one, since then. */
export async function countSettled(db: Db, broadcastId: string, since: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ settled: number }[]>(Prisma.sql`
    SELECT count(*)::int AS settled FROM "Delivery" d
    WHERE d."broadcastId" = ${broadcastId}::uuid AND d.state IN ('sent', 'failed', 'unknown') AND d.reason IS DISTINCT FROM 'crashed'
      AND d."settledAt" >= ${since} AND d.surface IS DISTINCT FROM 'page'`)
  return row?.settled ?? 0
}
