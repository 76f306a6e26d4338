import { html as honoHtml, raw } from 'hono/html'

/** Markup that is safe to send: every value in it was escaped, or is itself Markup. */
export type Markup = { readonly isEscaped: true; toString(): string }

/** Values that may stand in a template; null, undefined and booleans render nothing. */
export type MarkupValue = Markup | string | number | boolean | null | undefined | readonly MarkupValue[]

/** The template tag: escapes every value that is not Markup. Attributes need their quotes written out. */
export function html(strings: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  const made = honoHtml(strings, ...values)
  if (made instanceof Promise) throw new Error('A promise was put into a template: await it first')
  return made
}

/** A drawing of our own, never anything that came from a chat. */
export const drawn = (svg: string): Markup => raw(svg)
