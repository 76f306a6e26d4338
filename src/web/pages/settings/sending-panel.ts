import type { OrganisationSettings } from '../../../domain/organisations/organisation.ts'
import { submitButton } from '../../ui/buttons.ts'
import { choiceField, textField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { notice, panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'

/** The sending rules as typed. */
export type TypedSending = Readonly<
  Record<
    | 'abortWindowSeconds'
    | 'errorPercent'
    | 'errorAfterDeliveries'
    | 'missedAfterMinutes'
    | 'missedReminders'
    | 'missedSchedules',
    string
  >
>

/** How long a sending can be called back, when it stops itself, and what becomes of what was missed. */
export function sendingPanel(view: View, settings: OrganisationSettings, refused?: TypedSending, wrong?: string): Html {
  const { say } = view
  const { abortWindowSeconds, errorRate, missed } = settings
  const typed: TypedSending = refused ?? {
    abortWindowSeconds: String(abortWindowSeconds),
    errorPercent: String(errorRate.percent),
    errorAfterDeliveries: String(errorRate.afterDeliveries),
    missedAfterMinutes: String(missed.afterMinutes),
    missedReminders: missed.reminders,
    missedSchedules: missed.schedules,
  }
  const number = (name: keyof TypedSending, key: string, min: string) =>
    textField({ name, type: 'number', label: say(`pages-calendar-${key}`), value: typed[name], min })
  const choice = (name: keyof TypedSending, key: string) =>
    choiceField({
      name,
      type: 'radio',
      label: say(`pages-calendar-${key}`),
      options: (['send', 'skip'] as const).map((value) => ({ value, label: say(`pages-calendar-missed-${value}`) })),
      chosen: [typed[name]],
    })
  return panel({ title: say('pages-calendar-sending'), id: 'sending' }, [
    wrong ? notice('bad', wrong) : '',
    form(view, { action: '/settings/sending', class: 'stack' }, [
      html`<div class="pair">${number('abortWindowSeconds', 'abort-window', '0')}</div><p class="hint">${say('pages-calendar-abort-window-note')}</p>`,
      html`<div class="pair">${number('errorPercent', 'error-percent', '1')}${number('errorAfterDeliveries', 'error-after', '5')}</div><p class="hint">${say('pages-calendar-error-note')}</p>`,
      html`<div class="pair">${choice('missedReminders', 'missed-reminders')}${choice('missedSchedules', 'missed-schedules')}</div><div class="pair">${number('missedAfterMinutes', 'missed-after', '5')}</div><p class="hint">${say('pages-calendar-missed-note')}</p>`,
      html`<div>${submitButton({ label: say('web-save') })}</div>`,
    ]),
  ])
}
