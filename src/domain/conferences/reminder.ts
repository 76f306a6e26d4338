import { isMissed } from '../organisations/missed.ts'
import { openingAt } from '../organisations/office-calendar.ts'
import type { OrganisationSettings } from '../organisations/organisation.ts'
import type { Conference, RsvpAnswer } from './conference.ts'

/** What is reminded of: the answer that is due, the day, the hour. */
export const reminderKinds = ['answer-by', 'day-before', 'two-hours-before'] as const
export type ReminderKind = (typeof reminderKinds)[number]

/** When the office reminds of something, and why then. */
export type ReminderTime = {
  readonly kind: ReminderKind
  readonly wantedAt: Date
  /** The moment wanted, or the next at which the office sends. */
  readonly dueAt: Date
  /** Why the office does not send at the moment wanted. */
  readonly reason: 'quiet-hours' | 'day-off' | null
  /** The name of that day off, when it has one. */
  readonly day: string | null
  /** Whether it still serves at `dueAt`; what does not is not planned. */
  readonly useful: boolean
}

/** The rules of the office that reminders follow. */
export type OfficeRules = Pick<OrganisationSettings, 'quietHours' | 'calendar' | 'reminders' | 'missed'> & {
  readonly timeZone: string
}

type Times = Pick<Conference, 'startsAt' | 'answerBy' | 'cancelledAt'>

/** The same for everybody invited; none for a conference that was called off. */
export function reminderTimes(conference: Times, rules: OfficeRules): readonly ReminderTime[] {
  if (conference.cancelledAt) return []
  return reminderKinds.map((kind) => {
    const wantedAt = timeWanted(kind, conference, rules)
    const { at: dueAt, because: reason, day } = openingAt(wantedAt, rules)
    return { kind, wantedAt, dueAt, reason, day, useful: dueAt < usefulUntil(kind, conference, rules) }
  })
}

export type PlannedReminder = Pick<ReminderTime, 'kind' | 'dueAt' | 'reason'>

/** The reminders one person still has before them: what is past, or would come after its use, is not planned. */
export const plannedReminders = (
  times: readonly ReminderTime[],
  answer: RsvpAnswer,
  now: Date,
): readonly PlannedReminder[] =>
  times
    .filter(({ kind, dueAt, useful }) => useful && dueAt > now && concerns(kind, answer))
    .map(({ kind, dueAt, reason }) => ({ kind, dueAt, reason }))

/** Who a reminder is for: those who owe an answer, and those who said they come. */
export function concerns(kind: ReminderKind, answer: RsvpAnswer): boolean {
  return kind === 'answer-by' ? answer === 'none' || answer === 'later' : answer === 'accepted'
}

/** What to do with a due reminder now, which may be days after it was due. */
export type ReminderVerdict =
  | { readonly kind: 'fire'; readonly late: boolean }
  | { readonly kind: 'hold'; readonly until: Date }
  | { readonly kind: 'drop'; readonly reason: 'too-late' | 'missed' | 'answered' | 'cancelled' }

export function reminderVerdict(
  { kind, dueAt }: { readonly kind: ReminderKind; readonly dueAt: Date },
  conference: Times,
  answer: RsvpAnswer,
  now: Date,
  rules: OfficeRules,
): ReminderVerdict {
  if (conference.cancelledAt) return { kind: 'drop', reason: 'cancelled' }
  if (!concerns(kind, answer)) return { kind: 'drop', reason: 'answered' }
  const { at: until } = openingAt(now, rules)
  if (until >= usefulUntil(kind, conference, rules)) return { kind: 'drop', reason: 'too-late' }
  if (until > now) return { kind: 'hold', until }
  const late = isMissed(dueAt, now, rules)
  return late && rules.missed.reminders === 'skip' ? { kind: 'drop', reason: 'missed' } : { kind: 'fire', late }
}

function timeWanted(kind: ReminderKind, conference: Times, { reminders }: OfficeRules): Date {
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
