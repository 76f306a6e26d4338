import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db, Transaction } from '../../platform/postgres.ts'
import { type ReminderKind, reminderKinds } from './reminder.ts'

/** Reminders that fall due together and go out as one broadcast. */
export type DueReminders = {
  readonly conferenceId: string
  readonly organisationId: string
  readonly kind: ReminderKind
  readonly dueAt: Date
}

/** What is due, oldest first, however long ago; `reminderVerdict` says of each person whether it still goes. */
export async function dueReminders(db: Db, now: Date): Promise<readonly DueReminders[]> {
  const groups = await db.reminder.groupBy({
    by: ['conferenceId', 'kind', 'dueAt'],
    where: { state: 'scheduled', dueAt: { lte: now } },
    orderBy: [{ dueAt: 'asc' }, { conferenceId: 'asc' }, { kind: 'asc' }],
  })
  const ids = [...new Set(groups.map(({ conferenceId }) => conferenceId))]
  const owners = await db.conference.findMany({
    where: { id: { in: ids } },
    select: { id: true, organisationId: true },
  })
  const ownerOf = new Map(owners.map(({ id, organisationId }) => [id, organisationId]))
  return groups.flatMap(({ conferenceId, kind, dueAt }) => {
    const organisationId = ownerOf.get(conferenceId)
    return organisationId && isReminderKind(kind) ? [{ conferenceId, organisationId, kind, dueAt }] : []
  })
}

const isReminderKind = (kind: string): kind is ReminderKind => reminderKinds.some((each) => each === kind)

export type ReminderRow = {
  readonly id: string
  readonly reporterId: string
  readonly kind: string
  readonly dueAt: Date
}

/** Those still to come of one conference; of one reporter when named. */
export async function findScheduled(
  db: Db,
  conferenceId: string,
  reporterId?: string,
): Promise<readonly ReminderRow[]> {
  const where = { conferenceId, state: 'scheduled' as const, ...(reporterId === undefined ? {} : { reporterId }) }
  return db.reminder.findMany({ where, select: { id: true, reporterId: true, kind: true, dueAt: true } })
}

/** Whom a conference was reminded of since it was last moved, and of what. */
export function findFired(
  db: Db,
  conferenceId: string,
  reporterId?: string,
): Promise<readonly { readonly reporterId: string; readonly kind: string }[]> {
  const whose = reporterId === undefined ? Prisma.empty : Prisma.sql`AND "reporterId" = ${reporterId}::uuid`
  return db.$queryRaw(Prisma.sql`
    SELECT "reporterId", kind FROM "Reminder" WHERE "conferenceId" = ${conferenceId}::uuid ${whose} AND state = 'fired'
      AND "settledAt" >= COALESCE((SELECT max(at) FROM "ConferenceMove" WHERE "conferenceId" = ${conferenceId}::uuid), '-infinity')`)
}

/** How many of one kind and moment are in one state, and why: never who. */
export type ReminderCount = {
  readonly kind: ReminderKind
  readonly dueAt: Date
  readonly state: 'scheduled' | 'fired' | 'cancelled'
  readonly reason: string | null
  readonly count: number
}

/** By moment. */
export async function countReminders(db: Db, conferenceId: string): Promise<readonly ReminderCount[]> {
  const groups = await db.reminder.groupBy({
    by: ['kind', 'dueAt', 'state', 'reason'],
    where: { conferenceId },
    _count: true,
    orderBy: [{ dueAt: 'asc' }, { kind: 'asc' }, { state: 'asc' }, { reason: 'asc' }],
  })
  return groups.flatMap(({ kind, _count: count, ...rest }) => (isReminderKind(kind) ? [{ ...rest, kind, count }] : []))
}

export type NewReminder = ReminderRow & {
  readonly conferenceId: string
  readonly reason: string | null
  readonly createdAt: Date
}

/** A few statements for a whole country, each person of which may have two. */
export async function insertReminders(tx: Transaction, rows: readonly NewReminder[]): Promise<void> {
  for (let from = 0; from < rows.length; from += slice)
    await tx.$executeRaw(Prisma.sql`
      INSERT INTO "Reminder" (id, "conferenceId", "reporterId", kind, "dueAt", reason, "createdAt")
      SELECT id, "conferenceId", "reporterId", kind, "dueAt", reason, "createdAt"
      FROM jsonb_to_recordset(${JSON.stringify(rows.slice(from, from + slice))}::jsonb) AS given(id uuid, "conferenceId" uuid,
        "reporterId" uuid, kind text, "dueAt" timestamptz, reason text, "createdAt" timestamptz)`)
}

const slice = 5_000

export async function cancelReminders(
  tx: Transaction,
  ids: readonly string[],
  why: { readonly reason: string; readonly at: Date },
): Promise<void> {
  if (ids.length === 0) return
  await tx.$executeRaw(Prisma.sql`
    UPDATE "Reminder" SET state = 'cancelled', reason = ${why.reason}, "settledAt" = ${why.at}
    WHERE id = ANY(${[...ids]}::uuid[]) AND state = 'scheduled'`)
}

/** What the audit says of reminders that did not go any more, the latest first, with the title of their conference. */
export async function findSkippedEntries(
  db: Db,
  { organisationId, since }: { readonly organisationId: string; readonly since: Date },
) {
  const entries = await db.auditEntry.findMany({
    where: { organisationId, at: { gte: since }, action: 'reminders-skipped' },
    select: { subject: true, at: true, detail: true },
    orderBy: { id: 'desc' },
    take: 20,
  })
  const told = entries.map(({ subject, ...rest }) => ({ ...rest, conferenceId: subject.slice('conference:'.length) }))
  const ids = [...new Set(told.map(({ conferenceId }) => conferenceId))]
  const rows = await db.conference.findMany({ where: { id: { in: ids } }, select: { id: true, title: true } })
  const titles = new Map(rows.map(({ id, title }) => [id, title]))
  return told.map((each) => ({ ...each, title: titles.get(each.conferenceId) ?? '' }))
}
