import { priorities } from '../../queue/catalogue.ts'
import { dueReminders } from '../conferences/reminders.repository.ts'
import type { Deps } from '../deps.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { heldUntil } from '../organisations/quiet-hours.ts'

/** Hands every conference and kind with due reminders over to be fired, unless its office keeps quiet now. */
export async function queueDueReminders(deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'timeZone'>): Promise<void> {
  const now = deps.clock.now()
  for (const { conferenceId, kind, dueAt, organisationId } of await dueReminders(deps.db, now)) {
    const { settings } = await loadOrganisation(deps.db, organisationId)
    if (heldUntil(now, settings.quietHours, deps.timeZone) > now) continue
    const job = {
      id: `reminders-${conferenceId}-${kind}-${dueAt.getTime()}`,
      payload: { conferenceId, kind, dueAt: dueAt.toISOString() },
      priority: priorities.reminder,
    }
    await deps.queue.toDesk('fire-reminders', [job])
  }
}
