import type { Db } from '../../platform/postgres.ts'
import type { Locale } from '../../texts.ts'
import type { Role } from './staff.ts'

/** A line of the staff list. */
export type StaffRow = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly disabledAt: Date | null
}

/** Everybody of one organisation, by name. */
export async function findStaff(db: Db, organisationId: string): Promise<readonly StaffRow[]> {
  const rows = await db.user.findMany({ where: { organisationId }, orderBy: [{ name: 'asc' }, { id: 'asc' }] })
  return rows.map(({ id, name, email, role, disabledAt }) => ({ id, name, email, role: role as Role, disabledAt }))
}

/** Names by staff id; what is no id of this office is left out. */
export async function findStaffNames(
  db: Db,
  organisationId: string,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const rows = await db.user.findMany({
    where: { id: { in: wanted }, organisationId },
    select: { id: true, name: true },
  })
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export async function emailIsTaken(db: Db, email: string): Promise<boolean> {
  return (await db.user.count({ where: { email } })) > 0
}

/** The user and its password account, in the shape better-auth reads. */
export async function insertStaff(
  db: Db,
  staff: {
    readonly id: string
    readonly accountId: string
    readonly organisationId: string
    readonly name: string
    readonly email: string
    readonly role: Role
    readonly locale: Locale
    readonly passwordHash: string
    readonly at: Date
  },
): Promise<void> {
  const { id, accountId, organisationId, name, email, role, locale, passwordHash, at } = staff
  const times = { createdAt: at, updatedAt: at }
  const account = { id: accountId, accountId: id, providerId: 'credential', password: passwordHash, ...times }
  await db.user.create({
    data: {
      id,
      organisationId,
      name,
      email,
      role,
      locale,
      emailVerified: true,
      ...times,
      accounts: { create: account },
    },
  })
}

/** Marks a member as disabled and ends their sessions; false when nobody of this organisation has that id. */
export async function disableAndSignOut(db: Db, organisationId: string, id: string, at: Date): Promise<boolean> {
  const changed = await db.user.updateMany({
    where: { id, organisationId, disabledAt: null },
    data: { disabledAt: at },
  })
  if (changed.count === 0) return false
  await db.session.deleteMany({ where: { userId: id } })
  return true
}
