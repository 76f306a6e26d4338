import type { Db, Transaction } from '../../platform/postgres.ts'
import { type Organisation, type OrganisationSettings, organisationSettings } from './organisation.ts'
import { organisationNotFound } from './organisations.errors.ts'

export async function loadOrganisation(db: Db, id: string): Promise<Organisation> {
  const row = await db.organisation.findUnique({ where: { id } })
  if (!row) throw organisationNotFound()
  const { name, shortName, parentId } = row
  return { id, name, shortName, parentId, settings: organisationSettings.parse(row.settings) }
}

export async function saveSettings(tx: Transaction, id: string, settings: OrganisationSettings): Promise<void> {
  await tx.organisation.update({ where: { id }, data: { settings } })
}
