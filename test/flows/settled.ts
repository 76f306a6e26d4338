import type { Database } from '../../src/platform/postgres.ts'
import type { SandboxServer } from './sandbox-server.ts'

/** Asked in the order in which things flow, so that nothing slips through between two questions. */
export async function isSettled(db: Database, sandbox: SandboxServer, now: Date): Promise<boolean> {
  return (await sandbox.quiet()) && Object.values(await whatMoves(db, now)).every((count) => count === 0)
}

/** How much of each kind is on its way. One statement, so one moment. */
export async function whatMoves(db: Database, now: Date) {
  const [row] = await db.$queryRaw<{ updates: number; reminders: number; deliveries: number; replies: number }[]>`
    SELECT
      (SELECT count(*)::int FROM "InboxItem" WHERE state = 'waiting') AS updates,
      (SELECT count(*)::int FROM "Reminder" WHERE state = 'scheduled' AND "dueAt" <= ${now}) AS reminders,
      (SELECT count(*)::int FROM "Delivery" d JOIN "Broadcast" b ON b.id = d."broadcastId"
        WHERE d.state IN ('planned', 'queued', 'sending') AND b.state = 'sending') AS deliveries,
      (SELECT count(*)::int FROM "Reply" WHERE state IN ('planned', 'queued', 'sending')) AS replies`
  return row ?? { updates: 0, reminders: 0, deliveries: 0, replies: 0 }
}
