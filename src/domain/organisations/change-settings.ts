import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import { replanReminders } from '../conferences/replan-reminders.ts'
import type { Deps } from '../deps.ts'
import { may } from '../staff/staff.ts'
import { type ActingStaff, assertAllowed } from './acting-staff.ts'
import { type OrganisationSettings, organisationSettings } from './organisation.ts'
import { settingsInvalid } from './organisations.errors.ts'
import { loadOrganisation, lockOrganisation, saveSettings } from './organisations.repository.ts'

/** A form sends the rules it is about; what it does not name stays. */
export type SettingsChange = { readonly [K in keyof OrganisationSettings]?: unknown }

/** Changes office rules, all of what is given or nothing; reminders that lie ahead follow the new ones at once. */
export async function changeSettings(
  deps: Pick<Deps, 'db' | 'clock' | 'timeZone'>,
  input: {
    readonly organisationId: string
    readonly settings: SettingsChange | ((now: OrganisationSettings) => SettingsChange)
    readonly by: ActingStaff
  },
): Promise<OrganisationSettings> {
  const { organisationId, by, settings: given } = input
  assertAllowed(by, organisationId, may.administer)
  const now = deps.clock.now()
  return inTransaction(
    deps.db,
    async (tx) => {
      await lockOrganisation(tx, organisationId)
      const { settings: before } = await loadOrganisation(tx, organisationId)
      const after = organisationSettings.safeParse({
        ...before,
        ...(typeof given === 'function' ? given(before) : given),
      })
      if (!after.success) throw settingsInvalid()
      const detail = changesOf(before, after.data)
      if (Object.keys(detail).length === 0) return before
      await saveSettings(tx, organisationId, after.data)
      if (followedByReminders.some((name) => name in detail)) {
        await replanReminders(tx, organisationId, { now, timeZone: deps.timeZone })
      }
      const entry = { action: 'settings-changed', subject: `organisation:${organisationId}`, detail }
      await recordAudit(tx, { organisationId, at: now, actor: staffActor(by), ...entry })
      return after.data
    },
    wholeAudience,
  )
}

const followedByReminders = ['quietHours', 'calendar', 'reminders'] as const
/** The reminders of a whole country stand or fall together. */
const wholeAudience = { withinMs: 60_000 }

/** What is different now, as it is now. */
function changesOf(before: OrganisationSettings, after: OrganisationSettings): Partial<OrganisationSettings> {
  const names = Object.keys(after) as (keyof OrganisationSettings)[]
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  return Object.fromEntries(changed.map((name) => [name, after[name]]))
}
