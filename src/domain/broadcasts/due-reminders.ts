import { priorities } from '../../queue/catalogue.ts'
import type { Deps } from '../deps.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { heldUntil } from '../organisations/quiet-hours.ts'
import { findDueReminders } from './reminders.repository.ts'

/** Hands every conference and kind with due reminders over to be fired, unless its office keeps quiet now. */
export async function queueDueReminders(deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'timeZone'>): Promise<void> {
  for (const { conferenceId, kind, dueAt, organisationId } of await findDueReminders(deps.db, deps.clock.now())) {
    if (await isQuiet(deps, organisationId)) continue
    const job = {
      id: `reminders-${conferenceId}-${kind}-${dueAt.getTime()}`,
      payload: { conferenceId, kind, dueAt: dueAt.toISOString() },
      priority: priorities.reminder,
    }
    await deps.queue.toDesk('fire-reminders', [job])
  }
}

export async function isQuiet(deps: Pick<Deps, 'db' | 'clock' | 'timeZone'>, organisationId: string): Promise<boolean> {
  const now = deps.clock.now()
  const { settings } = await loadOrganisation(deps.db, organisationId)
  return heldUntil(now, settings.quietHours, deps.timeZone).getTime() > now.getTime()
}
