import { attributes } from './attributes.ts'
import { type Html, html } from './html.ts'

export type ButtonLook = 'primary' | 'plain' | 'danger' | 'quiet'

/** A submit button; `name` and `value` say which of several was pressed. */
export const submitButton = ({
  label,
  look = 'primary',
  ...rest
}: {
  readonly label: string
  readonly look?: ButtonLook
  readonly name?: string
  readonly value?: string
  readonly title?: string
  readonly form?: string
  readonly disabled?: boolean
}): Html => html`<button type="submit" class="button ${look}"${attributes(rest)}>${label}</button>`

/** A link that looks like a button, for going somewhere. */
export const linkButton = (link: { readonly href: string; readonly label: string; readonly look?: ButtonLook }): Html =>
  html`<a class="button ${link.look ?? 'plain'}" href="${link.href}">${link.label}</a>`
