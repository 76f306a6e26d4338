import { newId } from '../../platform/ids.ts'
import type { Transaction } from '../../platform/postgres.ts'
import { conferenceNotFound } from './conferences.errors.ts'
import { findConferenceById } from './conferences.repository.ts'
import { insertInvitations } from './invitations.repository.ts'
import { scheduleReminders } from './schedule-reminders.ts'

/** Invites those who were not invited before and plans their reminder to answer; calling it again changes nothing. */
export async function inviteReporters(
  tx: Transaction,
  conferenceId: string,
  reporterIds: readonly string[],
  now: Date,
  timeZone: string,
): Promise<void> {
  const conference = await findConferenceById(tx, conferenceId)
  if (!conference) throw conferenceNotFound()
  const rows = reporterIds.map((reporterId) => ({ id: newId(now), conferenceId, reporterId, createdAt: now }))
  const invited = await insertInvitations(tx, rows)
  const people = invited.map((reporterId) => ({ reporterId, answer: 'none' as const }))
  await scheduleReminders(tx, conference, people, { now, timeZone, reason: 'answered' })
}
