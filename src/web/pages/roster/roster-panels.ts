import type { ListedReporter, Outlet } from '../../../domain/reporters/reporter.ts'
import type { DomainError } from '../../../platform/errors.ts'
import { moment } from '../../moments.ts'
import { submitButton } from '../../ui/buttons.ts'
import { chip, type Tone } from '../../ui/chips.ts'
import { selectField, textField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, emptyState, notice, panel } from '../../ui/sections.ts'
import { table } from '../../ui/tables.ts'
import type { View } from '../../view.ts'
import { surfaceOf } from '../broadcasts/broadcast-words.ts'
import { outletKind, outletKinds } from '../publications/publication-words.ts'
import { officeForm, type TypedOffice } from './office-form.ts'

/** What was typed into one of the two forms and refused. */
export type TypedRoster = {
  readonly outlet?: { readonly name: string; readonly kind: string; readonly email: string }
  readonly reporter?: {
    readonly fullName: string
    readonly outletId: string
    readonly email: string
    readonly phone: string
  }
  readonly office?: TypedOffice
  readonly wrong: DomainError
}

/** The forms that add to the roster; the refused one stands open with what was typed. An office needs a mail account that is on. */
export function addPanel(
  view: View,
  { outlets, email }: { readonly outlets: readonly Outlet[]; readonly email: boolean },
  refused?: TypedRoster,
  wrong?: string,
): Html {
  const { say } = view
  const label = (name: string) => say(`pages-roster-${name}`)
  const { reporter, outlet, office } = refused ?? {}
  const places = outlets.map(({ id, name }) => ({ value: id, label: name }))
  const reporterForm = form(view, { action: '/reporters', class: 'stack' }, [
    html`<div class="pair">${textField({ name: 'fullName', label: label('name'), value: reporter?.fullName, required: true, maxlength: 120 })}${selectField({ name: 'outletId', label: label('outlet'), value: reporter?.outletId, options: places, unchosen: label('choose'), required: true })}</div>`,
    html`<div class="pair">${textField({ name: 'email', id: 'reporter-email', type: 'email', label: label('email'), value: reporter?.email })}${textField({ name: 'phone', type: 'tel', label: label('phone'), hint: label('phone-hint'), value: reporter?.phone })}</div>`,
    html`<div>${submitButton({ label: label('add-reporter') })}</div>`,
  ])
  const kinds = outletKinds.map((kind) => ({ value: kind, label: outletKind(view, kind) }))
  const outletForm = form(view, { action: '/outlets', class: 'stack' }, [
    html`<div class="pair">${textField({ name: 'name', label: label('outlet-name'), value: outlet?.name, required: true, maxlength: 160 })}${selectField({ name: 'kind', label: label('outlet-kind'), value: outlet?.kind, options: kinds })}${textField({ name: 'email', id: 'outlet-email', type: 'email', label: label('email'), value: outlet?.email })}</div>`,
    html`<div>${submitButton({ label: label('add-outlet') })}</div>`,
  ])
  const bad = wrong ? notice('bad', wrong) : ''
  if (reporter) return panel({ title: label('add-reporter') }, [bad, reporterForm])
  if (outlet) return panel({ title: label('add-outlet') }, [bad, outletForm])
  if (office) return panel({ title: say('email-office-add') }, [bad, officeForm(view, outlets, office)])
  const offers = [
    ...(outlets.length > 0 ? [confirm({ label: label('add-reporter'), look: 'primary' }, reporterForm)] : []),
    confirm({ label: label('add-outlet') }, outletForm),
    ...(email && outlets.length > 0 ? [confirm({ label: say('email-office-add') }, officeForm(view, outlets))] : []),
  ]
  return html`<div class="row offers">${offers}</div>`
}

/** Outlet by outlet, the people with where they can be reached. */
export function rosterPanel(view: View, outlets: readonly Outlet[], reporters: readonly ListedReporter[]): Html {
  const { say } = view
  if (outlets.length === 0) return emptyState(say('pages-roster-empty'))
  return html`${outlets.map((outlet) => {
    const people = reporters.filter((each) => each.outlet.id === outlet.id)
    const body = people.length > 0 ? peopleTable(view, people) : emptyState(say('pages-roster-no-people'))
    return panel(
      {
        title: outlet.name,
        actions: html`<span class="soft">${outletKind(view, outlet.kind)}</span>`,
        class: 'roster',
      },
      body,
    )
  })}`
}

function peopleTable(view: View, people: readonly ListedReporter[]): Html {
  const { say } = view
  const columns = ['name', 'reach', 'state'].map((each) => say(`pages-roster-${each}`))
  const rows = people.map((each) => [
    html`<a class="strong" href="/reporters/${each.id}">${each.fullName}</a>`,
    reachOf(view, each),
    reporterChip(view, each.state),
  ])
  return table(columns, rows)
}

const chatTones = { reachable: 'good', blocked: 'bad', gone: 'mute' } as const satisfies Record<string, Tone>

/** Chats and page as facts. */
export function reachOf(view: View, { chats, pageSince }: ListedReporter): Html {
  const { say } = view
  const bound = chats.map((chat) => {
    const waits = chat.channel === 'email' && chat.boundAt === null
    if (waits) return chip(`${surfaceOf(view, chat.channel)} – ${say('email-desk-waiting')}`, 'mute')
    const state = chat.state === 'reachable' ? '' : ` – ${say(`pages-roster-chat-${chat.state}`)}`
    return chip(`${surfaceOf(view, chat.channel)}${state}`, chatTones[chat.state])
  })
  const page = pageSince ? [chip(say('pages-roster-page'), 'calm')] : []
  const all = [...bound, ...page]
  return all.length > 0
    ? html`<span class="row">${all}</span>`
    : html`<span class="soft">${say('pages-roster-no-chat')}</span>`
}

/** When somebody was last heard from in a chat, for staff who are about to call. */
export const lastHeard = (view: View, at: Date | null): Html | string =>
  at ? moment(view, at) : view.say('pages-roster-never')

export const reporterChip = ({ say }: View, state: ListedReporter['state']): Html =>
  chip(say(`pages-roster-state-${state}`), state === 'active' ? 'good' : 'mute')
