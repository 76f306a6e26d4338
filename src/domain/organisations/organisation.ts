import { z } from 'zod'

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** More than this no office may allow: a file is held in memory while a channel takes it up. */
export const largestFileMb = 100
/** Several years of days off and swapped days. */
const mostCalendarDays = 400
const isoDate = z.iso.date()
const hours = z.number().positive().max(240)

/** Office rules that differ between bodies; whatever is missing takes its default. */
export const organisationSettings = z.object({
  /** Nothing is sent unasked between `from` and `to`, office time; the same time twice means never quiet. */
  quietHours: z.object({ from: clockTime.default('22:00'), to: clockTime.default('06:00') }).prefault({}),
  /** Days on which the office differs from its week: holidays and days off (`off`), days worked instead (`working`). */
  calendar: z
    .object({
      days: z
        .array(
          z.object({ date: isoDate, kind: z.enum(['off', 'working']), name: z.string().trim().max(80).default('') }),
        )
        .max(mostCalendarDays)
        .refine((days) => new Set(days.map(({ date }) => date)).size === days.length)
        .default([]),
      /** Whether Saturdays and Sundays count as days off, too, unless they are worked instead. */
      weekendsOff: z.boolean().default(false),
    })
    .prefault({}),
  /** How long a broadcast waits after the button was pressed, so that it can be called back; 0: not at all. */
  abortWindowSeconds: z.number().int().min(0).max(600).default(30),
  /** A broadcast stops itself when so many of a hundred deliveries fail for technical reasons, once so many were tried. */
  errorRate: z
    .object({
      percent: z.number().int().min(1).max(100).default(20),
      afterDeliveries: z.number().int().min(5).max(10_000).default(20),
    })
    .prefault({}),
  /** What becomes of that whose moment passed while the service was away: sent late, or skipped and said so. */
  missed: z
    .object({
      reminders: z.enum(['send', 'skip']).default('send'),
      schedules: z.enum(['send', 'skip']).default('send'),
      /** Later than this counts as missed, in minutes. */
      afterMinutes: z.number().int().min(5).max(1_440).default(60),
    })
    .prefault({}),
  reminders: z
    .object({
      answerByBeforeHours: hours.default(24),
      dayBeforeHours: hours.default(24),
      sameDayBeforeHours: hours.default(2),
    })
    .prefault({}),
  /** How big one file may be, in MiB. */
  fileLimitMb: z.number().int().min(1).max(largestFileMb).default(50),
  /** Whom reporters may ask, as one line: name, telephone, e-mail. */
  deskContact: z.string().trim().max(200).default(''),
})

export type OrganisationSettings = z.infer<typeof organisationSettings>

/** A body of the tree, with its settings filled up. */
export type Organisation = {
  readonly id: string
  readonly name: string
  readonly shortName: string
  readonly parentId: string | null
  readonly settings: OrganisationSettings
}
