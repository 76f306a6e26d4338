import { attributes } from './attributes.ts'
import { type Html, type HtmlValue, html } from './html.ts'

/** What every field shares; `error` is a finished sentence. Ids come from `id` or the name: unique per page. */
type Field = {
  readonly name: string
  readonly label: string
  readonly id?: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly required?: boolean
}

export type TextField = Field & {
  readonly value?: string | undefined
  readonly type?: 'text' | 'email' | 'password' | 'date' | 'datetime-local' | 'number' | 'time' | 'search' | 'tel'
  readonly autocomplete?: string
  readonly placeholder?: string
  readonly maxlength?: number
  readonly autofocus?: boolean
  readonly list?: string
  readonly min?: string
  readonly inputmode?: string
}

export function textField({ name, label, id = name, hint, error, type = 'text', ...rest }: TextField): Html {
  const input = attributes({ id, name, type, ...rest, ...described(id, hint, error) })
  return wrapped({ id, label, hint, error, required: rest.required }, html`<input${input}>`)
}

export function textArea({
  name,
  label,
  id = name,
  hint,
  error,
  value = '',
  ...rest
}: Field & {
  readonly value?: string | undefined
  readonly rows?: number
  readonly minlength?: number
  readonly maxlength?: number
  readonly placeholder?: string
}): Html {
  const input = attributes({ id, name, ...rest, ...described(id, hint, error) })
  // The line break after the tag is dropped by browsers, so that text beginning with one keeps it.
  return wrapped(
    { id, label, hint, error, required: rest.required },
    html`<textarea${input}>
${value}</textarea>`,
  )
}

export type Option = { readonly value: string; readonly label: string }

export function selectField({
  name,
  label,
  id = name,
  hint,
  error,
  value,
  options,
  unchosen,
  ...rest
}: Field & {
  readonly value?: string | undefined
  readonly options: readonly Option[]
  /** What stands there until somebody chooses; without it the first option is taken as chosen. */
  readonly unchosen?: string
}): Html {
  const input = attributes({ id, name, ...rest, ...described(id, hint, error) })
  const open = unchosen === undefined ? [] : [{ value: '', label: unchosen }]
  const choices = [...open, ...options].map(
    (each) => html`<option${attributes({ value: each.value, selected: each.value === value })}>${each.label}</option>`,
  )
  return wrapped({ id, label, hint, error, required: rest.required }, html`<select${input}>${choices}</select>`)
}

export function fileField({
  name,
  label,
  id = name,
  hint,
  error,
  ...rest
}: Field & { readonly accept?: string }): Html {
  const input = attributes({ id, name, type: 'file', ...rest, ...described(id, hint, error) })
  return wrapped({ id, label, hint, error, required: rest.required }, html`<input${input}>`)
}

/** Check boxes or radio buttons under one question. */
export function choiceField({
  name,
  label,
  type,
  options,
  chosen,
  hint,
  error,
}: Field & {
  readonly type: 'checkbox' | 'radio'
  readonly options: readonly (Option & { readonly hint?: string })[]
  readonly chosen: readonly string[]
}): Html {
  const choices = options.map(
    (each) =>
      html`<label class="choice"><input${attributes({ type, name, value: each.value, checked: chosen.includes(each.value) })}><span>${each.label}${each.hint ? html`<small>${each.hint}</small>` : ''}</span></label>`,
  )
  return html`<fieldset class="field${error ? ' wrong' : ''}"><legend>${label}</legend>${hint ? html`<p class="hint">${hint}</p>` : ''}${choices}${error ? html`<p class="error">${error}</p>` : ''}</fieldset>`
}

/** One yes-or-no box. */
export const checkField = ({
  name,
  label,
  id = name,
  checked = false,
  value = 'yes',
  required = false,
}: Field & { readonly checked?: boolean; readonly value?: string }): Html =>
  html`<label class="choice"><input${attributes({ type: 'checkbox', id, name, value, checked, required })}><span>${label}</span></label>`

const described = (id: string, hint: string | undefined, error: string | undefined) => {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return { 'aria-describedby': ids || undefined, 'aria-invalid': error ? 'true' : undefined }
}

function wrapped(
  {
    id,
    label,
    hint,
    error,
    required,
  }: { id: string; label: string; hint: string | undefined; error: string | undefined; required: boolean | undefined },
  input: HtmlValue,
): Html {
  return html`<div class="field${error ? ' wrong' : ''}"><label for="${id}">${label}${required ? html`<span class="required" aria-hidden="true"> *</span>` : ''}</label>${input}${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : ''}${error ? html`<p class="error" id="${id}-error">${error}</p>` : ''}</div>`
}
