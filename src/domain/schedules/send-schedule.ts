import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { officeTime } from '../organisations/office-time.ts'

/** When a publication goes: once at a moment, or every month on a day at a time of the office. */
export const scheduleRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('once'), at: z.iso.datetime() }),
  z.object({
    kind: z.literal('monthly'),
    /** A day that a short month lacks is its last day. */
    day: z.union([z.number().int().min(1).max(31), z.literal('last')]),
    /** Wall-clock time of the office, "HH:MM". */
    time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    /** The last date on which it may go; null for no end. */
    until: z.iso.date().nullable(),
  }),
])
export type ScheduleRule = z.infer<typeof scheduleRuleSchema>
type MonthlyRule = Extract<ScheduleRule, { kind: 'monthly' }>

/** Why a schedule was called off; each has a sentence `schedules-reason-<reason>`. */
export const scheduleReasons = [
  'by-staff',
  'publication-recalled',
  'publication-corrected',
  'publication-sent-before',
  'not-sendable',
] as const
export type ScheduleReason = (typeof scheduleReasons)[number]

/** A publication that is to go at a later moment, or every month; each moment becomes one broadcast. */
export type SendSchedule = {
  readonly id: string
  readonly organisationId: string
  readonly publicationId: string
  readonly rule: ScheduleRule
  readonly state: 'active' | 'ended' | 'cancelled'
  /** Set when it was called off. */
  readonly stateReason: ScheduleReason | null
  /** A staff member's id, when a person called it off. */
  readonly stateBy: string | null
  readonly stateAt: Date | null
  /** The moment it is due next, office hours not looked at; null when it is over. */
  readonly nextAt: Date | null
  readonly createdBy: string
  readonly createdAt: Date
}

/** The first moment of the rule after the one given; null when there is none any more. */
export function momentAfter(rule: ScheduleRule, after: Date, timeZone: string): Date | null {
  if (rule.kind === 'once') {
    const at = new Date(rule.at)
    return at > after ? at : null
  }
  const month = officeTime(after, timeZone).toPlainDate().toPlainYearMonth()
  const [first, second] = [month, month.add({ months: 1 })].map((each) => monthlyMoment(rule, each, timeZone))
  const next = [first, second].find((each) => each !== undefined && each.at > after)
  return next && !isPast(rule, next.date) ? next.at : null
}

function monthlyMoment(rule: MonthlyRule, month: Temporal.PlainYearMonth, timeZone: string) {
  const date = month.toPlainDate({ day: rule.day === 'last' ? month.daysInMonth : rule.day })
  const local = date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(rule.time) })
  return { date, at: new Date(local.epochMilliseconds) }
}

const isPast = ({ until }: MonthlyRule, date: Temporal.PlainDate): boolean =>
  until !== null && Temporal.PlainDate.compare(date, until) > 0

/** What has become due of a schedule: however many moments have passed, the newest stands for all. */
export type DueMoments = {
  /** Moments that are past; the last of them is the one to be sent. */
  readonly passed: readonly [Date, ...Date[]]
  readonly occurrence: Date
  /** The moment after them; null when the schedule is over with this. */
  readonly nextAt: Date | null
}

/** Undefined when nothing is due yet. */
export function dueMoments(rule: ScheduleRule, nextAt: Date, now: Date, timeZone: string): DueMoments | undefined {
  if (nextAt > now) return undefined
  const later: Date[] = []
  let next = momentAfter(rule, nextAt, timeZone)
  while (next && next <= now) {
    later.push(next)
    next = momentAfter(rule, next, timeZone)
  }
  return { passed: [nextAt, ...later], occurrence: later.at(-1) ?? nextAt, nextAt: next }
}
