import { Temporal } from 'temporal-polyfill'
import type { Locale, Say } from '../../texts.ts'

/** A moment in office time, the way letters write it: "08 giờ 30, thứ Sáu, ngày 27/11/2026". */
export function sayMoment(say: Say, locale: Locale, at: Date, timeZone: string): string {
  const local = officeTime(at, timeZone)
  return say(locale, 'organisations-moment', {
    hour: two(local.hour),
    minute: two(local.minute),
    weekday: say(locale, `organisations-weekday-${local.dayOfWeek}`),
    date: dayMonthYear(local),
  })
}

/** The same in figures only, for sentences whose language is not known yet: "08:30 27/11/2026". */
export function momentInFigures(at: Date, timeZone: string): string {
  const local = officeTime(at, timeZone)
  return `${two(local.hour)}:${two(local.minute)} ${dayMonthYear(local)}`
}

/** A date of a letter (kept as midnight UTC) in figures: "27/11/2026". */
export function dateInFigures(date: Date): string {
  return dayMonthYear(officeTime(date, 'UTC'))
}

/** The wall clock of the office at a moment. */
export function officeTime(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
}

const two = (value: number) => String(value).padStart(2, '0')
const dayMonthYear = (at: { readonly day: number; readonly month: number; readonly year: number }) =>
  `${two(at.day)}/${two(at.month)}/${at.year}`
