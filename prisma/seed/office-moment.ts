import { Temporal } from 'temporal-polyfill'

/** A time of day ("14:00", office time) some days from now; on a weekend the next Monday, since an office is closed then. */
export function officeMoment(now: Date, timeZone: string, days: number, time: string): Date {
  const today = Temporal.Instant.from(now.toISOString()).toZonedDateTimeISO(timeZone).toPlainDate()
  const day = today.add({ days })
  const workday = day.dayOfWeek > 5 ? day.add({ days: 8 - day.dayOfWeek }) : day
  return new Date(workday.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds)
}
