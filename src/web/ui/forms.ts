import { attributes } from './attributes.ts'
import { type ButtonLook, submitButton } from './buttons.ts'
import { type Html, type HtmlValue, html } from './html.ts'

/** What a form needs of the view: its token. */
export type FormView = { csrf(): string }

/**
 * A form that posts with the token every POST needs; the token stands first, so that it is read before a file.
 * `part` names the element that htmx swaps with the same element of the answer; without JavaScript the whole page loads.
 */
export function form(
  view: FormView,
  options: {
    readonly action: string
    readonly upload?: boolean
    readonly part?: string
    readonly class?: string
    readonly id?: string
  },
  body: HtmlValue,
): Html {
  const { action, upload, part, ...rest } = options
  const swap = part
    ? {
        'hx-post': action,
        'hx-target': part,
        'hx-select': part,
        'hx-swap': 'outerHTML',
        // A second press finds nothing to press until the answer is there.
        'hx-disable': 'find button',
        ...(part === wholeScreen ? {} : { 'hx-select-oob': aroundParts }),
      }
    : {}
  const encoding = upload ? { enctype: 'multipart/form-data' } : {}
  return html`<form method="post"${attributes({ action, ...encoding, ...rest, ...swap })}><input type="hidden" name="_csrf" value="${view.csrf()}">${body}</form>`
}

/** The part that is everything but the frame: whatever the answer is, a refusal too, it stands there. */
export const wholeScreen = '#main'

/** What changes outside any part: the sentence that says what was done, and the head with title and state. */
const aroundParts = '#said,#screen-head'

/** A form of one button. */
export const actionButton = (
  view: FormView,
  action: {
    readonly action: string
    readonly label: string
    readonly look?: ButtonLook
    readonly part?: string
    readonly title?: string
  },
  hidden: Readonly<Record<string, string>> = {},
): Html => {
  const { label, look = 'plain', title, ...rest } = action
  const fields = Object.entries(hidden).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return form(
    view,
    { ...rest, class: 'inline' },
    [fields, submitButton({ label, look, ...(title ? { title } : {}) })].flat(),
  )
}
