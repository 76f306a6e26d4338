import type { OrganisationSettings } from '../../../domain/organisations/organisation.ts'
import { submitButton } from '../../ui/buttons.ts'
import { textField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { notice, panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'

/** The office rules as typed. */
export type TypedOffice = Readonly<
  Record<
    | 'quietFrom'
    | 'quietTo'
    | 'answerByBeforeHours'
    | 'dayBeforeHours'
    | 'sameDayBeforeHours'
    | 'fileLimitMb'
    | 'deskContact',
    string
  >
>

/** Quiet hours, reminder offsets, the size of files, and whom reporters may ask. */
export function officePanel(view: View, settings: OrganisationSettings, refused?: TypedOffice, wrong?: string): Html {
  const { say } = view
  const { quietHours, reminders, fileLimitMb, deskContact } = settings
  const typed: TypedOffice = refused ?? {
    quietFrom: quietHours.from,
    quietTo: quietHours.to,
    answerByBeforeHours: String(reminders.answerByBeforeHours),
    dayBeforeHours: String(reminders.dayBeforeHours),
    sameDayBeforeHours: String(reminders.sameDayBeforeHours),
    fileLimitMb: String(fileLimitMb),
    deskContact,
  }
  const field = (name: keyof TypedOffice, key: string, type: 'text' | 'time' | 'number' = 'text') =>
    textField({
      name,
      type,
      label: say(`pages-settings-${key}`),
      value: typed[name],
      ...(type === 'number' ? { min: '1' } : {}),
    })
  return panel({ title: say('pages-settings-office'), id: 'office' }, [
    wrong ? notice('bad', wrong) : '',
    form(view, { action: '/settings/office', class: 'stack' }, [
      html`<div class="pair">${field('quietFrom', 'quiet-from', 'time')}${field('quietTo', 'quiet-to', 'time')}</div><p class="hint">${say('pages-settings-quiet-hint')}</p>`,
      html`<div class="pair">${field('answerByBeforeHours', 'remind-answer', 'number')}${field('dayBeforeHours', 'remind-day', 'number')}${field('sameDayBeforeHours', 'remind-same-day', 'number')}</div>`,
      html`<div class="pair">${field('fileLimitMb', 'file-limit', 'number')}${field('deskContact', 'desk-contact')}</div>`,
      html`<div>${submitButton({ label: say('web-save') })}</div>`,
    ]),
  ])
}
