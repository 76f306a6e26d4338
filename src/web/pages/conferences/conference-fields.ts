import type { Conference } from '../../../domain/conferences/conference.ts'
import type { ConferenceInput } from '../../../domain/conferences/conference-input.ts'
import { fromInput, toInput } from '../../moments.ts'
import { textArea, textField } from '../../ui/fields.ts'
import { type Html, html } from '../../ui/html.ts'
import type { View } from '../../view.ts'

export type TypedConference = Readonly<Record<string, string>>

/** The fields of a conference; `key` keeps their ids apart when several forms stand on one screen. */
export function conferenceFields(view: View, typed: TypedConference, key: string): Html {
  const { say } = view
  const field = (name: string, rest: object = {}) =>
    textField({
      name,
      id: `${name}-${key}`,
      label: say(`pages-conferences-${fieldKeys[name] ?? name}`),
      value: typed[name] ?? '',
      ...rest,
    })
  const kinds = ['briefing', 'press-conference', 'conference', 'meeting'].map((kind) => say(`conferences-kind-${kind}`))
  return html`<div class="pair">${field('kind', { required: true, list: `kinds-${key}`, maxlength: 80 })}${field('place', { required: true, maxlength: 300 })}</div>
<datalist id="kinds-${key}">${kinds.map((kind) => html`<option value="${kind}"></option>`)}</datalist>
${field('title', { required: true, maxlength: 500 })}
<div class="pair">${field('startsAt', { type: 'datetime-local', required: true })}${field('answerBy', { type: 'datetime-local', required: true })}</div>
${textArea({ name: 'agenda', id: `agenda-${key}`, label: say('pages-conferences-agenda'), value: typed.agenda ?? '', rows: 3 })}
${field('contact', { maxlength: 200 })}`
}

const fieldKeys: Readonly<Record<string, string>> = { title: 'name', startsAt: 'starts-at', answerBy: 'answer-by' }

/** A conference as its fields show it. */
export const typedOf = (view: View, conference: Conference): TypedConference => ({
  kind: conference.kind,
  title: conference.title,
  place: conference.place,
  agenda: conference.agenda,
  contact: conference.contact,
  startsAt: toInput(conference.startsAt, view.timeZone),
  answerBy: toInput(conference.answerBy, view.timeZone),
})

/** What was typed, for the domain; a time that is none becomes one that the domain refuses. */
export function readConference(typed: TypedConference, timeZone: string): ConferenceInput {
  const { kind = '', title = '', place = '', agenda = '', contact = '' } = typed
  return { kind, title, place, agenda, contact, ...readTimes(typed, timeZone) }
}

export const readTimes = ({ startsAt = '', answerBy = '' }: TypedConference, timeZone: string) => ({
  startsAt: fromInput(startsAt, timeZone) ?? noTime,
  answerBy: fromInput(answerBy, timeZone) ?? noTime,
})

const noTime = new Date(Number.NaN)
