import { attributes } from '../../ui/attributes.ts'
import { type Html, html } from '../../ui/html.ts'

/** A link that asks for one part of this screen and puts it in its place; without JavaScript the whole page loads. */
export const partLink = (link: {
  readonly address: string
  readonly part: string
  readonly label: string
  /** Said while the platform is asked, which may take seconds. */
  readonly wait: string
}): Html => {
  const { address, part, label, wait } = link
  const swap = { 'hx-get': address, 'hx-target': part, 'hx-select': part, 'hx-swap': 'outerHTML' }
  return html`<p class="asks"><a class="button plain"${attributes({ href: address + part, ...swap })}>${label}</a> <span class="waiting" role="status">${wait}</span></p>`
}
