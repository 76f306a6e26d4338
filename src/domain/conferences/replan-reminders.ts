import type { Transaction } from '../../platform/postgres.ts'
import { findAhead, lockConference } from './conferences.repository.ts'
import { findInvitations } from './invitations.repository.ts'
import { scheduleReminders } from './schedule-reminders.ts'

/** After a change of the office's rules: the reminders of all conferences that lie ahead go when the new rules say. */
export async function replanReminders(
  tx: Transaction,
  organisationId: string,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Promise<void> {
  for (const conference of await findAhead(tx, organisationId, now)) {
    await lockConference(tx, conference.id)
    const invited = await findInvitations(tx, conference.id)
    await scheduleReminders(tx, conference, invited, { now, timeZone, reason: 'settings' })
  }
}
