import { z } from 'zod'

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** More than this no office may allow: a file is held in memory while a channel takes it up. */
export const largestFileMb = 100
const hours = z.number().positive().max(240)

/** Office rules that differ between bodies; whatever is missing takes its default. */
export const organisationSettings = z.object({
  /** Nothing is sent unasked between `from` and `to`, office time; the same time twice means never quiet. */
  quietHours: z.object({ from: clockTime.default('22:00'), to: clockTime.default('06:00') }).prefault({}),
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
