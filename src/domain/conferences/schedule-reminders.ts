import { newId } from '../../platform/ids.ts'
import type { Transaction } from '../../platform/postgres.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import type { Conference, RsvpAnswer } from './conference.ts'
import { concerns, plannedReminders, type ReminderKind, reminderTimes } from './reminder.ts'
import { cancelReminders, findFired, findScheduled, insertReminders, type ReminderRow } from './reminders.repository.ts'

/**
 * Makes the reminders of these people what they should be now: others are cancelled for `reason`, missing ones added. Nobody
 * is reminded twice of the same, save after a move, which makes everything new.
 */
export async function scheduleReminders(
  tx: Transaction,
  conference: Conference,
  people: readonly { readonly reporterId: string; readonly answer: RsvpAnswer }[],
  plan: { readonly now: Date; readonly timeZone: string; readonly reason: 'answered' | 'moved' | 'settings' },
): Promise<void> {
  const [only] = people
  if (!only) return
  const { now, reason } = plan
  const { settings } = await loadOrganisation(tx, conference.organisationId)
  const times = reminderTimes(conference, { ...settings, timeZone: plan.timeZone })
  const concerned = new Set(people.map(({ reporterId }) => reporterId))
  const onlyOne = people.length === 1 ? only.reporterId : undefined
  const scheduled = (await findScheduled(tx, conference.id, onlyOne)).filter((row) => concerned.has(row.reporterId))
  // What is due goes in a moment, to whoever it still concerns then.
  const due = reason === 'moved' ? [] : scheduled.filter(({ dueAt }) => dueAt <= now)
  const fired = reason === 'moved' ? [] : await findFired(tx, conference.id, onlyOne)
  const done = new Set([...due, ...fired].map((row) => `${row.reporterId} ${row.kind}`))
  const open = scheduled.filter((row) => !due.includes(row))
  const kept = new Map(open.map((row) => [keyOf(row.reporterId, row), row.id]))
  const missing = people.flatMap(({ reporterId, answer }) =>
    plannedReminders(times, answer, now).flatMap((reminder) => {
      if (done.has(`${reporterId} ${reminder.kind}`) || kept.delete(keyOf(reporterId, reminder))) return []
      return [{ ...reminder, id: newId(now), reporterId, conferenceId: conference.id, createdAt: now }]
    }),
  )
  // What should have gone by now, as new rules have it, goes when it was to go: a change of settings takes nobody's reminder away.
  const passed = new Set<string>(times.flatMap(({ kind, dueAt, useful }) => (useful && dueAt <= now ? kind : [])))
  const answers = new Map(people.map(({ reporterId, answer }) => [reporterId, answer]))
  const stays = ({ kind, reporterId }: ReminderRow) =>
    reason !== 'moved' && passed.has(kind) && concerns(kind as ReminderKind, answers.get(reporterId) ?? 'none')
  const over = open.filter((row) => kept.get(keyOf(row.reporterId, row)) === row.id && !stays(row))
  const ids = over.map(({ id }) => id)
  await cancelReminders(tx, ids, { reason, at: now })
  await insertReminders(tx, missing)
}

const keyOf = (reporterId: string, reminder: { readonly kind: string; readonly dueAt: Date }) =>
  `${reporterId} ${reminder.kind} ${reminder.dueAt.getTime()}`
