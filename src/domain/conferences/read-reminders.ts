import type { Deps } from '../deps.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import type { Conference } from './conference.ts'
import { type ReminderTime, reminderTimes } from './reminder.ts'
import { countReminders, type ReminderCount } from './reminders.repository.ts'

/** When a conference's reminders go and why then, and what became of those that were planned: numbers, never people. */
export type RemindersOfConference = {
  readonly times: readonly ReminderTime[]
  readonly counts: readonly ReminderCount[]
}

export async function readReminders(
  { db, timeZone }: Pick<Deps, 'db' | 'timeZone'>,
  conference: Conference,
): Promise<RemindersOfConference> {
  const { settings } = await loadOrganisation(db, conference.organisationId)
  const counts = await countReminders(db, conference.id)
  return { times: reminderTimes(conference, { ...settings, timeZone }), counts }
}
