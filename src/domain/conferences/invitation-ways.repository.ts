import type { Db } from '../../platform/postgres.ts'

export type InvitedPerson = {
  readonly invitationId: string
  readonly reporterId: string
  readonly fullName: string
  readonly outletName: string
  readonly pageKeyVersion: number
}

/** Those who were invited and are still served, by outlet and name. */
export async function findInvitedPeople(
  db: Db,
  conferenceId: string,
  page: { readonly skip: number; readonly take: number },
): Promise<readonly InvitedPerson[]> {
  const rows = await db.invitation.findMany({
    where: { conferenceId, reporter: { state: 'active' } },
    orderBy: [{ reporter: { outlet: { name: 'asc' } } }, { reporter: { fullName: 'asc' } }, { id: 'asc' }],
    select: {
      id: true,
      reporter: { select: { id: true, fullName: true, pageKeyVersion: true, outlet: { select: { name: true } } } },
    },
    ...page,
  })
  return rows.map(({ id, reporter: { id: reporterId, fullName, pageKeyVersion, outlet } }) => ({
    invitationId: id,
    reporterId,
    fullName,
    outletName: outlet.name,
    pageKeyVersion,
  }))
}

export const countInvitedPeople = (db: Db, conferenceId: string): Promise<number> =>
  db.invitation.count({ where: { conferenceId, reporter: { state: 'active' } } })

/** Whose invitation it is and to what. */
export function findInvitationById(
  db: Db,
  id: string,
): Promise<{ readonly conferenceId: string; readonly reporterId: string } | null> {
  return db.invitation.findUnique({ where: { id }, select: { conferenceId: true, reporterId: true } })
}
