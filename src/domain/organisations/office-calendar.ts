import type { Temporal } from 'temporal-polyfill'
import { officeTime } from './office-time.ts'
import type { OrganisationSettings } from './organisation.ts'
import { heldUntil } from './quiet-hours.ts'

/** When an office sends nothing unasked: its quiet hours and its days off. */
export type OfficeHours = Pick<OrganisationSettings, 'quietHours' | 'calendar'> & { readonly timeZone: string }

/** The moment itself, or the next at which the office sends; and what lies in between. */
export type Opening = {
  readonly at: Date
  readonly because: 'quiet-hours' | 'day-off' | null
  /** The name of the day off, when it has one. */
  readonly day: string | null
}

/** Holds, never drops: whatever is wanted at `at` goes at the opening. */
export function openingAt(at: Date, hours: OfficeHours): Opening {
  let opening: Opening = { at, because: null, day: null }
  for (let step = 0; step < longestHold; step += 1) {
    const local = officeTime(opening.at, hours.timeZone)
    const off = dayOff(local.toPlainDate(), hours.calendar)
    if (off !== undefined) {
      const next = local.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone: hours.timeZone })
      opening = { at: new Date(next.epochMilliseconds), because: 'day-off', day: opening.day ?? (off || null) }
      continue
    }
    const awake = heldUntil(opening.at, hours.quietHours, hours.timeZone)
    if (awake.getTime() === opening.at.getTime()) return opening
    opening = { ...opening, at: awake, because: opening.because ?? 'quiet-hours' }
  }
  return opening
}

/** More than the longest row of days off there can be, all that the settings take and the weekends between them, with a night each. */
const longestHold = 1_200

/** Undefined on a day the office works, else the name of the day off ("" when it has none). */
function dayOff(date: Temporal.PlainDate, { days, weekendsOff }: OrganisationSettings['calendar']): string | undefined {
  const named = days.find((each) => each.date === date.toString())
  if (named) return named.kind === 'off' ? named.name : undefined
  return weekendsOff && date.dayOfWeek >= saturday ? '' : undefined
}

const saturday = 6
