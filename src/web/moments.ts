import { Temporal } from 'temporal-polyfill'
import { dateInFigures, momentInFigures, officeTime, sayMoment } from '../domain/organisations/office-time.ts'
import { type Html, html } from './ui/html.ts'
import type { View } from './view.ts'

/** A moment in office time, in figures. */
export const moment = (view: View, at: Date): Html =>
  html`<time datetime="${at.toISOString()}">${momentInFigures(at, view.timeZone)}</time>`

/** A moment in office time to the second, where it is evidence. */
export function exactMoment(view: View, at: Date): Html {
  const { second } = officeTime(at, view.timeZone)
  const [time, date] = momentInFigures(at, view.timeZone).split(' ')
  return html`<time datetime="${at.toISOString()}">${time}:${String(second).padStart(2, '0')} ${date}</time>`
}

/** A moment in office time, in words. */
export const momentInWords = (view: View, at: Date): Html =>
  html`<time datetime="${at.toISOString()}">${sayMoment((_locale, key, args) => view.say(key, args), view.locale, at, view.timeZone)}</time>`

/** The date of a letter. */
export const letterDate = (date: Date): Html =>
  html`<time datetime="${date.toISOString().slice(0, 10)}">${dateInFigures(date)}</time>`

/** What a datetime-local field shows of a moment. */
export const toInput = (at: Date, timeZone: string): string =>
  officeTime(at, timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' })

/** What was put into a datetime-local field, as a moment; undefined when it is none. */
export function fromInput(typed: string, timeZone: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(typed)) return undefined
  try {
    return new Date(Temporal.PlainDateTime.from(typed).toZonedDateTime(timeZone).epochMilliseconds)
  } catch {
    return undefined
  }
}
