import type { Locale } from '../../../src/texts.ts'

/** Times as the phones show them, in the office's zone whatever the machine's. */
export type Moments = {
  clock(at: Date): string
  /** A key that two moments of one day share. */
  day(at: Date): string
  dayInWords(at: Date): string
  dayInFigures(at: Date): string
  full(at: Date): string
}

const timeZone = 'Asia/Ho_Chi_Minh'
const made = new Map<Locale, Moments>()

/** Made once for each language: a formatter costs more than a thousand times it formats. */
export function momentsIn(locale: Locale): Moments {
  const known = made.get(locale)
  if (known) return known
  const tag = locale === 'vi' ? 'vi-VN' : 'en-GB'
  const format = (options: Intl.DateTimeFormatOptions, language = tag) => {
    const formatter = new Intl.DateTimeFormat(language, { timeZone, ...options })
    return (at: Date) => formatter.format(at)
  }
  const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const dayInFigures = format({ day: '2-digit', month: '2-digit', year: 'numeric' })
  const moments: Moments = {
    clock,
    day: format({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA'),
    dayInWords: format({ day: 'numeric', month: 'long', weekday: 'short' }),
    dayInFigures,
    full: (at) => `${clock(at)} ${dayInFigures(at)}`,
  }
  made.set(locale, moments)
  return moments
}
