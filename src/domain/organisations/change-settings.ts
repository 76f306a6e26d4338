import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { may } from '../staff/staff.ts'
import { type ActingStaff, assertAllowed } from './acting-staff.ts'
import { type OrganisationSettings, organisationSettings } from './organisation.ts'
import { settingsInvalid } from './organisations.errors.ts'
import { loadOrganisation, saveSettings } from './organisations.repository.ts'

/** Replaces the office rules of an organisation by checked ones; reminders planned before keep their time. */
export async function changeSettings(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: { readonly organisationId: string; readonly settings: unknown; readonly by: ActingStaff },
): Promise<OrganisationSettings> {
  assertAllowed(input.by, input.organisationId, may.administer)
  const settings = organisationSettings.safeParse(input.settings)
  if (!settings.success) throw settingsInvalid()
  const { organisationId } = input
  await inTransaction(deps.db, async (tx) => {
    await loadOrganisation(tx, organisationId)
    await saveSettings(tx, organisationId, settings.data)
    const entry = { action: 'settings-changed', subject: `organisation:${organisationId}`, detail: settings.data }
    await recordAudit(tx, { organisationId, at: deps.clock.now(), actor: staffActor(input.by), ...entry })
  })
  return settings.data
}
