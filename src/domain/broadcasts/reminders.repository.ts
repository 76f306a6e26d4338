import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db, Transaction } from '../../platform/postgres.ts'
import type { RsvpAnswer } from '../conferences/conference.ts'

export type TakenReminder = { readonly id: string; readonly reporterId: string; readonly answer: RsvpAnswer }

/** The scheduled rows of one moment, held until the transaction ends: whoever comes second finds none. */
export function takeReminders(
  tx: Transaction,
  due: { readonly conferenceId: string; readonly kind: string; readonly dueAt: Date },
): Promise<readonly TakenReminder[]> {
  return tx.$queryRaw<TakenReminder[]>(Prisma.sql`
    SELECT m.id, m."reporterId", COALESCE(i.answer::text, 'none') AS answer FROM "Reminder" m
      LEFT JOIN "Invitation" i ON i."conferenceId" = m."conferenceId" AND i."reporterId" = m."reporterId"
    WHERE m."conferenceId" = ${due.conferenceId}::uuid AND m.kind = ${due.kind} AND m."dueAt" = ${due.dueAt}
      AND m.state = 'scheduled'
    ORDER BY m.id FOR UPDATE OF m`)
}

/** Whom the scheduled rows of one moment are for, as it looks before they are taken. */
export async function findReminded(
  db: Db,
  due: { readonly conferenceId: string; readonly kind: string; readonly dueAt: Date },
): Promise<readonly string[]> {
  const { conferenceId, kind, dueAt } = due
  const where = { conferenceId, kind, dueAt, state: 'scheduled' as const }
  return (await db.reminder.findMany({ where, select: { reporterId: true } })).map(({ reporterId }) => reporterId)
}

export async function markFired(
  tx: Transaction,
  ids: readonly string[],
  fired: { readonly broadcastId: string; readonly at: Date },
): Promise<void> {
  const data = { state: 'fired', broadcastId: fired.broadcastId, settledAt: fired.at } as const
  await tx.reminder.updateMany({ where: { id: { in: [...ids] } }, data })
}
