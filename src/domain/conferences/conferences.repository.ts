import type { Db, Transaction } from '../../platform/postgres.ts'
import type { Conference } from './conference.ts'

/** Whose invitation it is, as reporters read it. */
export type AnnouncedConference = {
  readonly conference: Conference
  readonly issuer: string
  readonly documentNumber: string | null
  readonly issuedOn: Date | null
}

export async function findConference(db: Db, organisationId: string, id: string): Promise<Conference | undefined> {
  const row = await db.conference.findFirst({ where: { id, organisationId } })
  return row ? toConference(row) : undefined
}

/** For callers that hold a conference's id from a row of their own. */
export async function findConferenceById(db: Db, id: string): Promise<Conference | undefined> {
  const row = await db.conference.findUnique({ where: { id } })
  return row ? toConference(row) : undefined
}

/** With issuer and number of the publication it goes out with, or the organisation's name. */
export async function findAnnounced(
  db: Db,
  organisationId: string,
  id: string,
): Promise<AnnouncedConference | undefined> {
  const row = await db.conference.findFirst({ where: { id, organisationId }, include: { publication: true } })
  if (!row) return undefined
  const { publication, ...rest } = row
  const organisation = await db.organisation.findUniqueOrThrow({ where: { id: organisationId } })
  const { issuer, documentNumber, issuedOn } = publication ?? {
    issuer: organisation.name,
    documentNumber: null,
    issuedOn: null,
  }
  return { conference: toConference(rest), issuer, documentNumber, issuedOn }
}

function toConference({
  createdBy: _by,
  createdAt: _at,
  updatedAt: _updated,
  buttonsClosedAt: _closed,
  ...conference
}: Conference & {
  readonly createdBy: string
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly buttonsClosedAt: Date | null
}): Conference {
  return conference
}

/** Soonest first. */
export async function listConferenceRows(db: Db, organisationId: string): Promise<readonly Conference[]> {
  const rows = await db.conference.findMany({
    where: { organisationId },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(toConference)
}

/** Those that lie ahead and take place, always in the same order, so that two who hold them do not wait for each other. */
export async function findAhead(db: Db, organisationId: string, now: Date): Promise<readonly Conference[]> {
  const where = { organisationId, startsAt: { gt: now }, cancelledAt: null }
  return (await db.conference.findMany({ where, orderBy: { id: 'asc' } })).map(toConference)
}

export async function insertConference(
  tx: Transaction,
  conference: Omit<Conference, 'cancelledAt'> & { readonly createdBy: string; readonly createdAt: Date },
): Promise<void> {
  await tx.conference.create({ data: { ...conference, updatedAt: conference.createdAt } })
}

/** Its buttons count as open again: where the new times leave none, they are closed once more. */
export async function updateConference(
  tx: Transaction,
  id: string,
  change: Partial<Pick<Conference, 'kind' | 'title' | 'startsAt' | 'place' | 'agenda' | 'answerBy' | 'contact'>>,
  at: Date,
): Promise<void> {
  await tx.conference.update({ where: { id }, data: { ...change, buttonsClosedAt: null, updatedAt: at } })
}

/** Holds off answers and other moves until the transaction ends. */
export async function lockConference(tx: Transaction, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Conference" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`
}

export async function insertMove(
  tx: Transaction,
  move: {
    readonly id: string
    readonly conferenceId: string
    readonly previousStart: Date
    readonly previousPlace: string
    readonly previousAnswerBy: Date
    readonly by: string
    readonly at: Date
    readonly noticeId: string | null
  },
): Promise<void> {
  await tx.conferenceMove.create({ data: move })
}

/** The publications that told of earlier moves. */
export async function findMoveNotices(db: Db, conferenceId: string): Promise<readonly string[]> {
  const rows = await db.conferenceMove.findMany({ where: { conferenceId, noticeId: { not: null } } })
  return rows.flatMap(({ noticeId }) => noticeId ?? [])
}
