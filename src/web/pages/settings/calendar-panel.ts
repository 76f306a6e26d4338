import { Temporal } from 'temporal-polyfill'
import type { CalendarDay } from '../../../domain/organisations/calendar-days.ts'
import { officeTime } from '../../../domain/organisations/office-time.ts'
import type { OrganisationSettings } from '../../../domain/organisations/organisation.ts'
import { submitButton } from '../../ui/buttons.ts'
import { chip } from '../../ui/chips.ts'
import { checkField, choiceField, selectField, textArea, textField } from '../../ui/fields.ts'
import { actionButton, form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, emptyState, notice, panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'

/** What was typed into one of the calendar's forms. */
export type TypedCalendar = {
  readonly form: 'day' | 'paste' | 'holidays'
  readonly date?: string
  readonly kind?: string
  readonly name?: string
  readonly lines?: string
  readonly year?: string
}

/** The days on which the office differs from its week, by year; one more, many at once, and the holidays with a fixed date. */
export function calendarPanel(
  view: View,
  { calendar }: OrganisationSettings,
  refused?: TypedCalendar,
  wrong?: string,
): Html {
  const { say } = view
  const thisYear = String(officeTime(view.now, view.timeZone).year)
  const years = Map.groupBy(calendar.days, ({ date }) => date.slice(0, 4))
  const lists = [...years].map(([year, days]) =>
    year < thisYear
      ? confirm({ label: year, look: 'quiet' }, dayList(view, days))
      : html`<h3>${year}</h3>${dayList(view, days)}`,
  )
  const offer = (name: TypedCalendar['form'], body: (typed?: TypedCalendar) => Html) => {
    const typed = refused?.form === name ? refused : undefined
    const trouble = typed ? notice('bad', wrong ?? '') : ''
    return confirm(
      { label: say(`pages-calendar-add-${name}`), open: typed !== undefined },
      html`${trouble}${body(typed)}`,
    )
  }
  return panel({ title: say('pages-calendar-title'), id: 'calendar', note: say('pages-calendar-note') }, [
    weekends(view, calendar.weekendsOff),
    lists.length > 0 ? lists : emptyState(say('pages-calendar-empty')),
    html`<div class="row">${offer('day', (typed) => dayForm(view, typed))}${offer('paste', (typed) => pasteForm(view, typed))}${offer('holidays', (typed) => holidayForm(view, typed?.year ?? nextYear(thisYear, years)))}</div>`,
  ])
}

/** This year's are likely there when some of its days are. */
const nextYear = (thisYear: string, years: ReadonlyMap<string, unknown>): string =>
  years.has(thisYear) ? String(Number(thisYear) + 1) : thisYear

const weekends = (view: View, off: boolean): Html =>
  form(view, { action: '/settings/calendar', class: 'row' }, [
    checkField({ name: 'weekendsOff', label: view.say('pages-calendar-weekends'), checked: off }),
    submitButton({ label: view.say('web-save'), look: 'plain' }),
  ])

function dayList(view: View, days: readonly CalendarDay[]): Html {
  const { say } = view
  return html`<ul class="calendar-days">${days.map(({ date, kind, name }) => {
    const { dayOfWeek } = Temporal.PlainDate.from(date)
    const words = `${say(`organisations-weekday-${dayOfWeek}`)}, ${date.split('-').toReversed().join('/')}`
    return html`<li><time datetime="${date}">${words}</time> ${chip(say(`pages-calendar-kind-${kind}`), kind === 'off' ? 'calm' : 'waiting')} <span>${name}</span>${actionButton(view, { action: '/settings/calendar/removals', label: say('web-remove'), look: 'quiet', title: `${say('web-remove')}: ${words}` }, { date })}</li>`
  })}</ul>`
}

const kinds = ['off', 'working'] as const
const kindOptions = ({ say }: View) => kinds.map((value) => ({ value, label: say(`pages-calendar-kind-${value}`) }))

function dayForm(view: View, typed?: TypedCalendar): Html {
  const { say } = view
  return form(view, { action: '/settings/calendar/days', class: 'stack' }, [
    html`<div class="pair">${textField({ name: 'date', type: 'date', label: say('pages-calendar-date'), value: typed?.date, required: true })}${selectField({ name: 'kind', label: say('pages-calendar-kind'), value: typed?.kind ?? 'off', options: kindOptions(view) })}${textField({ name: 'name', label: say('pages-calendar-name'), value: typed?.name, maxlength: 80 })}</div>`,
    html`<div>${submitButton({ label: say('pages-calendar-add-day-submit') })}</div>`,
  ])
}

function pasteForm(view: View, typed?: TypedCalendar): Html {
  const { say } = view
  return form(view, { action: '/settings/calendar/pastes', class: 'stack' }, [
    choiceField({
      name: 'kind',
      type: 'radio',
      label: say('pages-calendar-kind-of-all'),
      options: kindOptions(view),
      chosen: [typed?.kind ?? 'off'],
    }),
    textArea({
      name: 'lines',
      label: say('pages-calendar-lines'),
      hint: say('pages-calendar-lines-hint'),
      value: typed?.lines,
      rows: 6,
      required: true,
    }),
    html`<div>${submitButton({ label: say('pages-calendar-add-paste-submit') })}</div>`,
  ])
}

function holidayForm(view: View, year: string): Html {
  const { say } = view
  return form(view, { action: '/settings/calendar/holidays', class: 'stack' }, [
    html`<p class="hint">${say('pages-calendar-holidays-note')}</p>`,
    html`<div class="pair">${textField({ name: 'year', type: 'number', label: say('pages-calendar-year'), value: year, min: '2000', required: true })}</div>`,
    html`<div>${submitButton({ label: say('pages-calendar-add-holidays-submit') })}</div>`,
  ])
}
