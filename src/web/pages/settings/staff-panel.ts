import type { StaffRow } from '../../../domain/staff/staff.repository.ts'
import { roles } from '../../../domain/staff/staff.ts'
import { submitButton } from '../../ui/buttons.ts'
import { chip } from '../../ui/chips.ts'
import { selectField, textField } from '../../ui/fields.ts'
import { actionButton, form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, notice, panel } from '../../ui/sections.ts'
import { table } from '../../ui/tables.ts'
import type { View } from '../../view.ts'

export type TypedStaff = Readonly<Record<'name' | 'email' | 'role' | 'password', string>>

/** Who may sign in, as what; adding somebody, and ending somebody's access at once. */
export function staffPanel(
  view: View,
  staff: readonly StaffRow[],
  ownId: string,
  refused?: TypedStaff,
  wrong?: string,
): Html {
  const { say } = view
  const columns = [...['name', 'email', 'role'].map((each) => say(`pages-settings-staff-${each}`)), '']
  const rows = staff.map(({ id, name, email, role, disabledAt }) => [
    name,
    email,
    say(`web-role-${role}`),
    disabledAt ? chip(say('pages-settings-staff-disabled'), 'mute') : id === ownId ? '' : disableForm(view, id),
  ])
  const add = addForm(view, refused)
  const offer = refused ? [notice('bad', wrong ?? ''), add] : [confirm({ label: say('pages-settings-staff-add') }, add)]
  return panel({ title: say('pages-settings-staff'), id: 'staff' }, [table(columns, rows), ...offer])
}

const disableForm = (view: View, id: string): Html =>
  confirm(
    { label: view.say('pages-settings-staff-disable'), look: 'quiet' },
    html`<p>${view.say('pages-settings-staff-disable-note')}</p>${actionButton(view, { action: `/staff/${id}/removals`, label: view.say('pages-settings-staff-disable-submit'), look: 'danger' })}`,
  )

function addForm(view: View, typed?: TypedStaff): Html {
  const { say } = view
  const label = (name: string) => say(`pages-settings-staff-${name}`)
  return form(view, { action: '/staff', class: 'stack' }, [
    html`<div class="pair">${textField({ name: 'name', label: label('name'), value: typed?.name, required: true, autocomplete: 'off' })}${textField({ name: 'email', type: 'email', label: label('email'), value: typed?.email, required: true, autocomplete: 'off' })}</div>`,
    html`<div class="pair">${selectField({ name: 'role', label: label('role'), value: typed?.role, options: roles.map((role) => ({ value: role, label: say(`web-role-${role}`) })) })}${textField({ name: 'password', type: 'password', label: label('password'), hint: label('password-hint'), required: true, autocomplete: 'new-password' })}</div>`,
    html`<div>${submitButton({ label: label('add-submit') })}</div>`,
  ])
}
