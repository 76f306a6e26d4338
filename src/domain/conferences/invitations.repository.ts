import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db, Transaction } from '../../platform/postgres.ts'
import type { CurrentAnswer, GivenAnswer } from './conference.ts'

export type Invitation = CurrentAnswer & {
  readonly id: string
  readonly conferenceId: string
  readonly reporterId: string
  readonly answeredAt: Date | null
}

export async function findInvitation(
  db: Db,
  conferenceId: string,
  reporterId: string,
): Promise<Invitation | undefined> {
  const row = await db.invitation.findUnique({ where: { conferenceId_reporterId: { conferenceId, reporterId } } })
  return row ?? undefined
}

export async function findInvitations(db: Db, conferenceId: string): Promise<readonly Invitation[]> {
  return db.invitation.findMany({ where: { conferenceId } })
}

/** One reporter's answers to several conferences, by conference id; those not invited are left out. */
export async function findAnswers(
  db: Db,
  reporterId: string,
  conferenceIds: readonly string[],
): Promise<ReadonlyMap<string, CurrentAnswer>> {
  return (await findAnswersOf(db, [{ reporterId, conferenceIds }]))[0] ?? new Map()
}

/** The same of many reporters at once, in their order. */
export async function findAnswersOf(
  db: Db,
  asked: readonly { readonly reporterId: string; readonly conferenceIds: readonly string[] }[],
): Promise<readonly ReadonlyMap<string, CurrentAnswer>[]> {
  const reporterIds = [...new Set(asked.map(({ reporterId }) => reporterId))]
  const conferenceIds = [...new Set(asked.flatMap((each) => each.conferenceIds))]
  if (conferenceIds.length === 0) return asked.map(() => new Map())
  const rows = await db.invitation.findMany({
    where: { conferenceId: { in: conferenceIds }, reporterId: { in: reporterIds } },
    select: { conferenceId: true, reporterId: true, answer: true, named: true },
  })
  const known = new Map(rows.map((row) => [`${row.conferenceId} ${row.reporterId}`, row]))
  return asked.map(({ reporterId, conferenceIds }) => {
    const given = conferenceIds.flatMap((id) => known.get(`${id} ${reporterId}`) ?? [])
    return new Map(given.map(({ conferenceId, answer, named }) => [conferenceId, { answer, named }]))
  })
}

/** Those of the given reporters who were not invited before; a few statements for a whole country. */
export async function insertInvitations(
  tx: Transaction,
  rows: readonly { id: string; conferenceId: string; reporterId: string; createdAt: Date }[],
): Promise<readonly string[]> {
  const created: string[] = []
  for (let from = 0; from < rows.length; from += slice) {
    const given = JSON.stringify(rows.slice(from, from + slice))
    const inserted = await tx.$queryRaw<{ reporterId: string }[]>(Prisma.sql`
      INSERT INTO "Invitation" (id, "conferenceId", "reporterId", "createdAt")
      SELECT id, "conferenceId", "reporterId", "createdAt" FROM json_to_recordset(${given}::json)
        AS given(id uuid, "conferenceId" uuid, "reporterId" uuid, "createdAt" timestamptz)
      ON CONFLICT DO NOTHING RETURNING "reporterId"`)
    for (const { reporterId } of inserted) created.push(reporterId)
  }
  return created
}

const slice = 2_000

export type NewRsvp = {
  readonly id: string
  readonly answer: GivenAnswer
  readonly named: string | null
  readonly at: Date
  readonly via: string
}

/** One more answer as it was given, whether it stands or was overtaken by a later one. */
export async function insertRsvp(tx: Transaction, invitationId: string, rsvp: NewRsvp): Promise<void> {
  await tx.rsvp.create({ data: { ...rsvp, invitationId } })
}

/** An answer that stands from now on. */
export async function saveAnswer(tx: Transaction, invitationId: string, rsvp: NewRsvp): Promise<void> {
  await insertRsvp(tx, invitationId, rsvp)
  const { answer, named, at: answeredAt, via: answeredBy } = rsvp
  await tx.invitation.update({ where: { id: invitationId }, data: { answer, named, answeredAt, answeredBy } })
}

export type AnswerLine = CurrentAnswer & {
  readonly answeredAt: Date | null
  readonly fullName: string
  readonly outletId: string
  readonly outletName: string
}

/** Everybody invited with outlet and answer, by outlet and name. */
export async function listAnswers(db: Db, conferenceId: string): Promise<readonly AnswerLine[]> {
  const rows = await db.invitation.findMany({
    where: { conferenceId },
    include: { reporter: { include: { outlet: true } } },
    orderBy: [{ reporter: { outlet: { name: 'asc' } } }, { reporter: { fullName: 'asc' } }],
  })
  return rows.map(({ answer, named, answeredAt, reporter }) => ({
    answer,
    named,
    answeredAt,
    fullName: reporter.fullName,
    outletId: reporter.outletId,
    outletName: reporter.outlet.name,
  }))
}

export async function countInvitations(db: Db, conferenceId: string): Promise<number> {
  return db.invitation.count({ where: { conferenceId } })
}
