import { html as honoHtml, raw as honoRaw } from 'hono/html'

/** Markup that is safe to send: every value in it was escaped, or is itself Html. */
export type Html = { readonly isEscaped: true; toString(): string }

/** Values that may stand in a template; null, undefined and booleans render nothing. */
export type HtmlValue = Html | string | number | boolean | null | undefined | readonly HtmlValue[]

/** The template tag: escapes every value that is not Html. Attributes need their quotes written out. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const made = honoHtml(strings, ...values)
  if (made instanceof Promise) throw new Error('A promise was put into a template: await it first')
  return made
}

/** Markup that we made ourselves (an SVG of the QR library, a rendered fragment), never anything typed by a person. */
export const trusted = (markup: string): Html => honoRaw(markup)

export const nothing: Html = honoRaw('')
