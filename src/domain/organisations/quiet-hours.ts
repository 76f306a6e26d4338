import { Temporal } from 'temporal-polyfill'
import { officeTime } from './office-time.ts'

/** Wall-clock times of the office, "HH:MM"; may span midnight. */
export type QuietHours = { readonly from: string; readonly to: string }

/** The moment itself, or the end of the quiet hours it falls into; the end counts as open again. */
export function heldUntil(at: Date, quietHours: QuietHours, timeZone: string): Date {
  const from = Temporal.PlainTime.from(quietHours.from)
  const to = Temporal.PlainTime.from(quietHours.to)
  const local = officeTime(at, timeZone)
  const time = local.toPlainTime()
  const afterFrom = Temporal.PlainTime.compare(time, from) >= 0
  const beforeTo = Temporal.PlainTime.compare(time, to) < 0
  const spansMidnight = Temporal.PlainTime.compare(from, to) > 0
  const quiet = spansMidnight ? afterFrom || beforeTo : afterFrom && beforeTo
  if (!quiet) return at
  const day = local.toPlainDate().add({ days: spansMidnight && afterFrom ? 1 : 0 })
  const ends = (['compatible', 'later'] as const).map((disambiguation) =>
    day.toPlainDateTime(to).toZonedDateTime(timeZone, { disambiguation }),
  )
  // In the hour that comes twice when clocks go back, the first end may have passed already.
  const next = ends.map(({ epochMilliseconds }) => new Date(epochMilliseconds)).find((each) => each > at)
  return next ?? at
}
