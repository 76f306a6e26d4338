import type { OrganisationSettings } from '../organisations/organisation.ts'
import { heldUntil } from '../organisations/quiet-hours.ts'
import type { Conference, RsvpAnswer } from './conference.ts'

/** What is reminded of: the answer that is due, the day, the hour. */
export const reminderKinds = ['answer-by', 'day-before', 'two-hours-before'] as const
export type ReminderKind = (typeof reminderKinds)[number]

export type PlannedReminder = {
  readonly kind: ReminderKind
  readonly dueAt: Date
  /** Set when quiet hours moved it to their end. */
  readonly reason: 'quiet-hours' | null
}

/** The rules of the office that reminders follow. */
export type OfficeRules = Pick<OrganisationSettings, 'quietHours' | 'reminders'> & { readonly timeZone: string }

type Times = Pick<Conference, 'startsAt' | 'answerBy' | 'cancelledAt'>

/** The reminders one person still has before them: what is past, or would come after its use, is not planned. */
export function plannedReminders(
  conference: Times,
  answer: RsvpAnswer,
  now: Date,
  rules: OfficeRules,
): readonly PlannedReminder[] {
  if (conference.cancelledAt) return []
  return reminderKinds.flatMap((kind) => {
    if (!concerns(kind, answer)) return []
    const wanted = wantedAt(kind, conference, rules)
    if (wanted <= now) return []
    const dueAt = heldUntil(wanted, rules.quietHours, rules.timeZone)
    if (dueAt >= usefulUntil(kind, conference, rules)) return []
    return [{ kind, dueAt, reason: dueAt > wanted ? 'quiet-hours' : null }]
  })
}

/** Who a reminder is for: those who owe an answer, and those who said they come. */
export function concerns(kind: ReminderKind, answer: RsvpAnswer): boolean {
  return kind === 'answer-by' ? answer === 'none' || answer === 'later' : answer === 'accepted'
}

/** What to do with a due reminder now, which may be days after it was due. */
export type ReminderVerdict =
  | { readonly kind: 'fire' }
  | { readonly kind: 'hold'; readonly until: Date }
  | { readonly kind: 'drop'; readonly reason: 'too-late' | 'answered' | 'cancelled' }

export function reminderVerdict(
  kind: ReminderKind,
  conference: Times,
  answer: RsvpAnswer,
  now: Date,
  rules: OfficeRules,
): ReminderVerdict {
  if (conference.cancelledAt) return { kind: 'drop', reason: 'cancelled' }
  if (!concerns(kind, answer)) return { kind: 'drop', reason: 'answered' }
  const until = heldUntil(now, rules.quietHours, rules.timeZone)
  if (until >= usefulUntil(kind, conference, rules)) return { kind: 'drop', reason: 'too-late' }
  return until > now ? { kind: 'hold', until } : { kind: 'fire' }
}

function wantedAt(kind: ReminderKind, conference: Times, { reminders }: OfficeRules): Date {
  if (kind === 'answer-by') return before(conference.answerBy, reminders.answerByBeforeHours)
  const hours = kind === 'day-before' ? reminders.dayBeforeHours : reminders.sameDayBeforeHours
  return before(conference.startsAt, hours)
}

// Once the second reminder is due, the first one says nothing new.
function usefulUntil(kind: ReminderKind, conference: Times, { reminders }: OfficeRules): Date {
  if (kind === 'answer-by') return conference.answerBy
  if (kind === 'day-before') return before(conference.startsAt, reminders.sameDayBeforeHours)
  return conference.startsAt
}

const before = (at: Date, hours: number) => new Date(at.getTime() - hours * 3_600_000)
