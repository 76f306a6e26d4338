import type { Outlet } from '../../../domain/reporters/reporter.ts'
import { submitButton } from '../../ui/buttons.ts'
import { selectField, textField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import type { View } from '../../view.ts'

/** An outlet's office as it was typed. */
export type TypedOffice = {
  readonly outletId: string
  readonly name: string
  readonly address: string
  readonly document: string
}

/** Puts an outlet's office on the roster by its e-mail address. */
export function officeForm(view: View, outlets: readonly Outlet[], typed?: TypedOffice): Html {
  const { say } = view
  const label = (name: string) => say(`email-office-${name}`)
  const places = outlets.map(({ id, name }) => ({ value: id, label: name }))
  return form(view, { action: '/offices', class: 'stack' }, [
    html`<p class="note">${label('note')}</p>`,
    html`<div class="pair">${selectField({ name: 'outletId', id: 'office-outlet', label: say('pages-roster-outlet'), value: typed?.outletId, options: places, unchosen: say('pages-roster-choose'), required: true })}${textField({ name: 'name', id: 'office-name', label: label('name'), hint: label('name-hint'), value: typed?.name, required: true, maxlength: 120 })}</div>`,
    html`<div class="pair">${textField({ name: 'address', id: 'office-address', type: 'email', label: label('address'), value: typed?.address, required: true, maxlength: 200 })}${textField({ name: 'document', id: 'office-document', label: label('document'), hint: label('document-hint'), value: typed?.document, required: true, maxlength: 300 })}</div>`,
    html`<div>${submitButton({ label: label('add') })}</div>`,
  ])
}
