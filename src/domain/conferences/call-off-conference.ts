import type { Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { ActingStaff } from '../organisations/acting-staff.ts'
import { openPublication, settleChange } from '../publications/change-content.ts'
import { markCalledOff } from './closings.repository.ts'
import { findConferenceById, findMoveNotices, lockConference } from './conferences.repository.ts'
import { cancelReminders, findScheduled } from './reminders.repository.ts'

/** Within a decision of the caller's: it does not take place, nobody is reminded of it, and nobody answers any more. */
export async function callOffWithin(
  tx: Transaction,
  input: { readonly conferenceId: string; readonly by: ActingStaff; readonly at: Date },
): Promise<void> {
  const { conferenceId, by, at } = input
  await lockConference(tx, conferenceId)
  const conference = await findConferenceById(tx, conferenceId)
  if (!conference || conference.cancelledAt) return
  const { organisationId } = conference
  const notices = (await findMoveNotices(tx, conferenceId)).toSorted()
  const before = []
  for (const id of notices) before.push(await openPublication(tx, organisationId, id))
  await markCalledOff(tx, conferenceId, at)
  // A move that is still on its way to approval tells of what does not take place any more.
  for (const each of before) await settleChange(tx, each, { at, reason: 'conference-cancelled' })
  const scheduled = await findScheduled(tx, conferenceId)
  await cancelReminders(
    tx,
    scheduled.map(({ id }) => id),
    { reason: 'cancelled', at },
  )
  const entry = { action: 'conference-called-off', subject: `conference:${conferenceId}` }
  await recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry })
}
