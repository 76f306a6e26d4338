import { Prisma } from '../../prisma/generated/client.ts'
import type { Db } from '../platform/postgres.ts'

/** How long the oldest of each kind has been allowed to go and still waits; a kind of which nothing waits is not told. */
export async function findLag(db: Db, now: Date): Promise<readonly { kind: string; seconds: number }[]> {
  const rows = await db.$queryRaw<{ kind: string; since: Date }[]>(Prisma.sql`
    SELECT 'update' AS kind, min("receivedAt") AS since FROM "InboxItem" WHERE state = 'waiting'
    UNION ALL
    SELECT 'reply', min(GREATEST("createdAt", "notBefore")) FROM "Reply"
      WHERE state IN ('planned', 'queued') AND ("notBefore" IS NULL OR "notBefore" <= ${now})
    UNION ALL
    SELECT CASE b.kind WHEN 'reminder' THEN 'reminder' ELSE 'bulletin' END, min(w.since)
      FROM "Broadcast" b
      CROSS JOIN (VALUES ('planned'::"DeliveryState"), ('queued'::"DeliveryState")) s (state)
      CROSS JOIN LATERAL (${waiting(now)}) w
      WHERE b.state = 'sending' GROUP BY 1`)
  return rows.flatMap(({ kind, since }) =>
    since === null ? [] : { kind, seconds: Math.max(0, (now.getTime() - since.getTime()) / 1_000) },
  )
}

/** Rows of one broadcast are written together, so any of them tells its age: one row of the index instead of 100,000. */
const waiting = (now: Date) => Prisma.sql`
  SELECT GREATEST(d."createdAt", d."notBefore", b."stateAt") AS since FROM "Delivery" d
    WHERE d."broadcastId" = b.id AND d.state = s.state AND (d."notBefore" IS NULL OR d."notBefore" <= ${now}) LIMIT 1`

/** How many rows of each state the broadcasts have that are not over. */
export function countLedger(db: Db): Promise<readonly { state: string; deliveries: number }[]> {
  return db.$queryRaw(Prisma.sql`
    SELECT d.state::text AS state, count(*)::int AS deliveries FROM "Broadcast" b JOIN "Delivery" d ON d."broadcastId" = b.id
      WHERE b.state NOT IN ('finished', 'cancelled') GROUP BY d.state`)
}

/** When the person was heard and when this first answer to it was sent; undefined for what is no first answer or not sent. */
export async function findReplyTime(
  db: Db,
  replyId: string,
): Promise<{ readonly accountId: string; readonly receivedAt: Date; readonly sentAt: Date } | undefined> {
  const [row] = await db.$queryRaw<{ accountId: string; receivedAt: Date; sentAt: Date }[]>(Prisma.sql`
    SELECT r."accountId", i."receivedAt", r."settledAt" AS "sentAt" FROM "Reply" r JOIN "InboxItem" i ON i.id = r."inboxId"
      WHERE r.id = ${replyId}::uuid AND r.state = 'sent' AND r.position = 0 AND r."settledAt" IS NOT NULL`)
  return row
}
