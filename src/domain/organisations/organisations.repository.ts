import type { Db, Transaction } from '../../platform/postgres.ts'
import { type Organisation, type OrganisationSettings, organisationSettings } from './organisation.ts'
import { organisationNotFound } from './organisations.errors.ts'

export async function loadOrganisation(db: Db, id: string): Promise<Organisation> {
  const row = await db.organisation.findUnique({ where: { id } })
  if (!row) throw organisationNotFound()
  const { name, shortName, parentId } = row
  return { id, name, shortName, parentId, settings: organisationSettings.parse(row.settings) }
}

/** The house's organisation when it has just one: for whoever knocks without saying at whose door. */
export async function findOnlyOrganisation(db: Db): Promise<Organisation | undefined> {
  const [only, ...others] = await db.organisation.findMany({ take: 2, select: { id: true } })
  return only && others.length === 0 ? loadOrganisation(db, only.id) : undefined
}

/** Holds off other changes of its settings until the transaction ends. */
export async function lockOrganisation(tx: Transaction, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Organisation" WHERE id = ${id}::uuid FOR NO KEY UPDATE`
}

export async function saveSettings(tx: Transaction, id: string, settings: OrganisationSettings): Promise<void> {
  await tx.organisation.update({ where: { id }, data: { settings } })
}

/** The oldest one. */
export async function findFirstOrganisationId(db: Db): Promise<string | undefined> {
  const first = await db.organisation.findFirst({
    where: { parentId: null },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  })
  return first?.id
}

export async function insertOrganisation(
  db: Db,
  organisation: { readonly id: string; readonly name: string; readonly shortName: string; readonly createdAt: Date },
): Promise<void> {
  await db.organisation.create({ data: organisation })
}
