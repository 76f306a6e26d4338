import { Temporal } from 'temporal-polyfill'
import type { OrganisationSettings } from './organisation.ts'
import { calendarLineUnreadable, calendarYearInvalid } from './organisations.errors.ts'

type Calendar = OrganisationSettings['calendar']
export type CalendarDay = Calendar['days'][number]

/** The calendar with these days, in the order of time; a day that is named again is what it is named last. */
export function withDays(calendar: Calendar, days: readonly CalendarDay[]): Calendar {
  const byDate = new Map([...calendar.days, ...days].map((day) => [day.date, day]))
  return { ...calendar, days: [...byDate.values()].toSorted((one, other) => (one.date < other.date ? -1 : 1)) }
}

export const withoutDay = (calendar: Calendar, date: string): Calendar => ({
  ...calendar,
  days: calendar.days.filter((day) => day.date !== date),
})

/** Lines as they are copied from a decision: a date or "from – to", then the name. Throws at the first line that is none. */
export function readDays(text: string, kind: CalendarDay['kind']): readonly CalendarDay[] {
  const lines = text.normalize('NFC').split(/\r?\n/)
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return []
    const days = readLine(line.trim(), kind)
    if (!days) throw calendarLineUnreadable({ line: at + 1 })
    return days
  })
}

const aDate = String.raw`\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}`
const aLine = new RegExp(String.raw`^(?<from>${aDate})(?:\s*[–-]\s*(?<to>${aDate}))?(?:[\s:;,–-]+(?<name>.*))?$`, 'u')
/** No holiday is longer; a wrong year makes one that is. */
const longestRow = 31

function readLine(line: string, kind: CalendarDay['kind']): readonly CalendarDay[] | undefined {
  const { from, to = from, name = '' } = aLine.exec(line)?.groups ?? {}
  const [first, last] = [dateOf(from), dateOf(to)]
  if (!first || !last) return undefined
  const { days } = first.until(last)
  if (days < 0 || days >= longestRow) return undefined
  return Array.from({ length: days + 1 }, (_, after) => ({
    date: first.add({ days: after }).toString(),
    kind,
    name: name.trim().slice(0, 80),
  }))
}

function dateOf(text: string | undefined): Temporal.PlainDate | undefined {
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text ?? '') ?? []
  try {
    return year
      ? Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) }, { overflow: 'reject' })
      : Temporal.PlainDate.from(text ?? '')
  } catch {
    return undefined
  }
}

/**
 * The public holidays of Vietnam that fall on the same date every year. Those by the lunar calendar, the second day of the
 * National Day and the days in lieu are announced for each year. (Labour Code 45/2019/QH14, article 112.)
 */
export const fixedHolidays = ['new-year', 'liberation-day', 'labour-day', 'national-day'] as const
const datesOfHolidays = {
  'new-year': '01-01',
  'liberation-day': '04-30',
  'labour-day': '05-01',
  'national-day': '09-02',
} as const satisfies Record<(typeof fixedHolidays)[number], string>

/** Those of a year, under their names. */
export function fixedHolidaysOf(
  year: number,
  nameOf: (holiday: (typeof fixedHolidays)[number]) => string,
): readonly CalendarDay[] {
  if (!Number.isInteger(year) || year < 2000 || year > 2200) throw calendarYearInvalid()
  return fixedHolidays.map((holiday) => ({
    date: `${year}-${datesOfHolidays[holiday]}`,
    kind: 'off',
    name: nameOf(holiday),
  }))
}
