import type { Prisma } from '../../../prisma/generated/client.ts'
import type { Db, Transaction } from '../../platform/postgres.ts'
import { openStates } from '../broadcasts/broadcast.ts'
import { type ScheduleReason, type SendSchedule, scheduleRuleSchema } from './send-schedule.ts'

const columns = {
  id: true,
  organisationId: true,
  publicationId: true,
  rule: true,
  state: true,
  stateReason: true,
  stateBy: true,
  stateAt: true,
  nextAt: true,
  createdBy: true,
  createdAt: true,
} as const
type Row = Prisma.SendScheduleGetPayload<{ select: typeof columns }>

/** Our own code wrote rule and reason, so they are ours. */
const scheduleFrom = ({ rule, stateReason, ...row }: Row): SendSchedule => ({
  ...row,
  rule: scheduleRuleSchema.parse(rule),
  stateReason: stateReason as ScheduleReason | null,
})

export async function insertSchedule(
  tx: Transaction,
  schedule: Pick<SendSchedule, 'id' | 'organisationId' | 'publicationId' | 'rule' | 'createdBy' | 'createdAt'> & {
    readonly nextAt: Date
  },
): Promise<void> {
  await tx.sendSchedule.create({ data: schedule })
}

export async function findSchedule(db: Db, organisationId: string, id: string): Promise<SendSchedule | undefined> {
  const row = await db.sendSchedule.findFirst({ where: { id, organisationId }, select: columns })
  return row ? scheduleFrom(row) : undefined
}

/** The one that waits for its moment; the caller holds the publication locked when it must stay the only one. */
export async function findActiveSchedule(db: Db, publicationId: string): Promise<SendSchedule | undefined> {
  const row = await db.sendSchedule.findFirst({ where: { publicationId, state: 'active' }, select: columns })
  return row ? scheduleFrom(row) : undefined
}

/** Newest first. */
export async function listSchedules(
  db: Db,
  filter: { readonly organisationId: string; readonly publicationId: string },
): Promise<readonly SendSchedule[]> {
  const orderBy = [{ createdAt: 'desc' as const }, { id: 'desc' as const }]
  return (await db.sendSchedule.findMany({ where: filter, select: columns, orderBy })).map(scheduleFrom)
}

/** For callers that hold its id from a job. */
export async function findScheduleById(db: Db, id: string): Promise<SendSchedule | undefined> {
  const row = await db.sendSchedule.findUnique({ where: { id }, select: columns })
  return row ? scheduleFrom(row) : undefined
}

const underWay = { broadcasts: { some: { kind: 'publication' as const, state: { in: [...openStates] } } } }

/** What is due and can go, the longest due first: what waits for another sending, of the same, of what it corrects or of what puts it right, is not here. */
export async function findDueSchedules(db: Db, now: Date): Promise<readonly SendSchedule[]> {
  const others = [underWay, { corrects: underWay }, { corrections: { some: underWay } }]
  const waits = others.map((publication) => ({ publication }))
  const where = { state: 'active' as const, nextAt: { lte: now }, NOT: waits }
  const orderBy = [{ nextAt: 'asc' as const }, { id: 'asc' as const }]
  return (await db.sendSchedule.findMany({ where, select: columns, orderBy, take: 100 })).map(scheduleFrom)
}

/** Uses up all moments up to this one; false when they were used, or the schedule called off, in the meantime. */
export async function advanceSchedule(
  tx: Transaction,
  { id, nextAt }: Pick<SendSchedule, 'id' | 'nextAt'>,
  to: { readonly nextAt: Date | null; readonly at: Date },
): Promise<boolean> {
  const over = to.nextAt === null ? ({ state: 'ended', stateAt: to.at } as const) : {}
  const where = { id, state: 'active' as const, nextAt }
  return (await tx.sendSchedule.updateMany({ where, data: { nextAt: to.nextAt, ...over } })).count === 1
}

/** False when it was not active any more. */
export async function endSchedule(
  tx: Transaction,
  id: string,
  end: { readonly reason: ScheduleReason; readonly by: string | null; readonly at: Date },
): Promise<boolean> {
  const data = { state: 'cancelled', nextAt: null, stateReason: end.reason, stateBy: end.by, stateAt: end.at } as const
  return (await tx.sendSchedule.updateMany({ where: { id, state: 'active' }, data })).count === 1
}

/** A line of the desk's front page. */
export type ScheduleLine = SendSchedule & { readonly title: string }

/** Those that wait, the next first. */
export async function listWaitingSchedules(
  db: Db,
  organisationId: string,
  limit: number,
): Promise<readonly ScheduleLine[]> {
  const rows = await db.sendSchedule.findMany({
    where: { organisationId, state: 'active' },
    select: { ...columns, publication: { select: { title: true } } },
    orderBy: [{ nextAt: 'asc' }, { id: 'asc' }],
    take: limit,
  })
  return rows.map(({ publication, ...row }) => ({ ...scheduleFrom(row), title: publication.title }))
}

/** Those that were called off since then because their publication may not go any more, the latest first. */
export async function listCalledOff(db: Db, organisationId: string, since: Date): Promise<readonly ScheduleLine[]> {
  const rows = await db.sendSchedule.findMany({
    where: { organisationId, state: 'cancelled', stateReason: { not: 'by-staff' }, stateAt: { gte: since } },
    select: { ...columns, publication: { select: { title: true } } },
    orderBy: { stateAt: 'desc' },
    take: 20,
  })
  return rows.map(({ publication, ...row }) => ({ ...scheduleFrom(row), title: publication.title }))
}

/** What the audit says of missed moments, the latest first. */
export async function findMissedEntries(
  db: Db,
  filter: { readonly organisationId: string; readonly since?: Date; readonly scheduleIds?: readonly string[] },
) {
  const { organisationId, since, scheduleIds } = filter
  return db.auditEntry.findMany({
    where: {
      organisationId,
      action: 'schedule-missed',
      ...(since && { at: { gte: since } }),
      ...(scheduleIds && { subject: { in: scheduleIds.map((id) => `schedule:${id}`) } }),
    },
    select: { subject: true, at: true, detail: true },
    orderBy: { id: 'desc' },
    take: 50,
  })
}
