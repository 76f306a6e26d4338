import { newId } from '../../platform/ids.ts'
import type { Transaction } from '../../platform/postgres.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import type { Conference, RsvpAnswer } from './conference.ts'
import { type OfficeRules, plannedReminders } from './reminder.ts'
import { cancelReminders, findScheduled, insertReminders } from './reminders.repository.ts'

/** Makes the reminders of these people what they should be now: others are cancelled for `reason`, missing ones added. */
export async function scheduleReminders(
  tx: Transaction,
  conference: Conference,
  people: readonly { readonly reporterId: string; readonly answer: RsvpAnswer }[],
  plan: { readonly now: Date; readonly timeZone: string; readonly reason: 'answered' | 'moved' },
): Promise<void> {
  const [only] = people
  if (!only) return
  const { settings } = await loadOrganisation(tx, conference.organisationId)
  const rules: OfficeRules = { ...settings, timeZone: plan.timeZone }
  const concerned = new Set(people.map(({ reporterId }) => reporterId))
  const scheduled = await findScheduled(tx, conference.id, people.length === 1 ? only.reporterId : undefined)
  const kept = new Map(
    scheduled.filter((row) => concerned.has(row.reporterId)).map((row) => [keyOf(row.reporterId, row), row.id]),
  )
  const missing = people.flatMap(({ reporterId, answer }) =>
    plannedReminders(conference, answer, plan.now, rules).flatMap((reminder) => {
      if (kept.delete(keyOf(reporterId, reminder))) return []
      const id = newId(plan.now)
      return [{ ...reminder, id, reporterId, conferenceId: conference.id, createdAt: plan.now }]
    }),
  )
  await cancelReminders(tx, [...kept.values()], { reason: plan.reason, at: plan.now })
  await insertReminders(tx, missing)
}

const keyOf = (reporterId: string, reminder: { readonly kind: string; readonly dueAt: Date }) =>
  `${reporterId} ${reminder.kind} ${reminder.dueAt.getTime()}`
