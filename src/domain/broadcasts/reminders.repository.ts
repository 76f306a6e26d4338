import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db, Transaction } from '../../platform/postgres.ts'
import type { ReminderFacts } from './reminder-validity.ts'

export type DueReminders = {
  readonly conferenceId: string
  readonly kind: string
  readonly dueAt: Date
  readonly organisationId: string
}

/** What the due query of our own clock finds, one line per conference, kind and due moment. */
export function findDueReminders(db: Db, now: Date): Promise<readonly DueReminders[]> {
  return db.$queryRaw<DueReminders[]>(Prisma.sql`
    SELECT DISTINCT m."conferenceId", m.kind, m."dueAt", c."organisationId"
    FROM "Reminder" m JOIN "Conference" c ON c.id = m."conferenceId"
    WHERE m.state = 'scheduled' AND m."dueAt" <= ${now} ORDER BY m."dueAt" LIMIT 200`)
}

export type ReminderRow = ReminderFacts & { readonly id: string; readonly reporterId: string }

/** The scheduled rows of one moment, held until the transaction ends: whoever comes second finds none. */
export function takeReminders(
  tx: Transaction,
  due: Omit<DueReminders, 'organisationId'>,
): Promise<readonly ReminderRow[]> {
  return tx.$queryRaw<ReminderRow[]>(Prisma.sql`
    SELECT m.id, m."reporterId", m.kind, COALESCE(i.answer::text, 'none') AS answer, c."startsAt", c."answerBy", c."cancelledAt"
    FROM "Reminder" m JOIN "Conference" c ON c.id = m."conferenceId"
      LEFT JOIN "Invitation" i ON i."conferenceId" = m."conferenceId" AND i."reporterId" = m."reporterId"
    WHERE m."conferenceId" = ${due.conferenceId}::uuid AND m.kind = ${due.kind} AND m."dueAt" = ${due.dueAt}
      AND m.state = 'scheduled'
    ORDER BY m.id FOR UPDATE OF m`)
}

export async function findConferenceOrganisation(db: Db, conferenceId: string): Promise<string | undefined> {
  const row = await db.conference.findUnique({ where: { id: conferenceId }, select: { organisationId: true } })
  return row?.organisationId
}

export async function settleReminders(
  tx: Transaction,
  ids: readonly string[],
  as:
    | { readonly state: 'fired'; readonly broadcastId: string; readonly at: Date }
    | { readonly state: 'cancelled'; readonly reason: string; readonly at: Date },
): Promise<void> {
  const { at, ...settled } = as
  await tx.reminder.updateMany({ where: { id: { in: [...ids] } }, data: { ...settled, settledAt: at } })
}
