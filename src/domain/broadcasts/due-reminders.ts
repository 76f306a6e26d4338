import { priorities } from '../../queue/catalogue.ts'
import { dueReminders } from '../conferences/reminders.repository.ts'
import type { Deps } from '../deps.ts'
import { openingAt } from '../organisations/office-calendar.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'

/** Hands every conference and kind with due reminders over to be fired, unless its office keeps quiet now or has the day off. */
export async function queueDueReminders(deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'timeZone'>): Promise<void> {
  const { clock, db, queue, timeZone } = deps
  const now = clock.now()
  const due = await dueReminders(db, now)
  const open = new Set<string>()
  for (const id of new Set(due.map(({ organisationId }) => organisationId))) {
    const { settings } = await loadOrganisation(db, id)
    if (openingAt(now, { ...settings, timeZone }).because === null) open.add(id)
  }
  const jobs = due
    .filter(({ organisationId }) => open.has(organisationId))
    .map(({ conferenceId, kind, dueAt }) => ({
      id: `reminders-${conferenceId}-${kind}-${dueAt.getTime()}`,
      payload: { conferenceId, kind, dueAt: dueAt.toISOString() },
      priority: priorities.reminder,
    }))
  if (jobs.length > 0) await queue.toDesk('fire-reminders', jobs)
}
