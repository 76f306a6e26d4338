import type { ListedReporter } from '../../../domain/reporters/reporter.ts'
import { submitButton } from '../../ui/buttons.ts'
import { textField } from '../../ui/fields.ts'
import { actionButton, form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, notice, panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'

export type ShownPhone = {
  /** Its end only. */
  readonly masked: string | undefined
  /** In full, in the answer to whoever asked for it, once. */
  readonly revealed?: string
  readonly refused?: { readonly typed: string; readonly wrong: string }
}

/** The number the desk calls: shown by its end, in full on a click that is recorded, entered and corrected here. */
export function phonePanel(view: View, { id, phone }: ListedReporter, shown: ShownPhone): Html {
  const { say } = view
  const { masked, revealed, refused } = shown
  const number = masked
    ? html`<p class="phone-line"><strong class="number">${revealed ? spaced(revealed) : masked}</strong> <small class="soft">${say(`pages-roster-phone-${phone}`)}</small></p>`
    : html`<p class="soft">${say('pages-roster-phone-none')}</p>`
  const reveal = actionButton(view, {
    action: `/reporters/${id}/phone-views`,
    label: say('pages-roster-phone-reveal'),
  })
  const typed = form(view, { action: `/reporters/${id}/phone`, class: 'stack' }, [
    textField({
      name: 'phone',
      id: 'reporter-phone',
      type: 'tel',
      label: say('pages-roster-phone'),
      hint: say(phone === 'agreed' ? 'pages-roster-phone-change-hint' : 'pages-roster-phone-hint'),
      value: refused?.typed ?? '',
    }),
    html`<div>${submitButton({ label: say('pages-roster-phone-save') })}</div>`,
  ])
  const label = say(masked ? 'pages-roster-phone-correct' : 'pages-roster-phone-enter')
  return panel({ title: say('pages-roster-phone'), id: 'phone' }, [
    number,
    refused ? notice('bad', refused.wrong) : '',
    html`<div class="row">${masked && !revealed ? reveal : ''}${confirm({ label, open: refused !== undefined }, typed)}</div>`,
  ])
}

/** As one dials it: "+84 912 345 678". */
export const spaced = (number: string): string => {
  const country = number.startsWith('84') ? number.slice(0, 2) : ''
  return `+${country}${country ? ' ' : ''}${number.slice(country.length).replace(/(\d{3})(?=\d)/g, '$1 ')}`
}
