import { type Html, html, nothing, trusted } from './html.ts'

type AttributeName = `aria-${string}` | `hx-${string}` | `data-${string}` | (typeof known)[number]
const known = [
  'accept',
  'action',
  'autocomplete',
  'class',
  'enctype',
  'form',
  'href',
  'id',
  'inputmode',
  'list',
  'max',
  'maxlength',
  'method',
  'min',
  'name',
  'placeholder',
  'rows',
  'title',
  'type',
  'value',
] as const

/** Attributes of one element: undefined and false leave it out, true writes the bare name. Names are ours, values are escaped. */
export function attributes(
  values: Readonly<
    Partial<
      Record<
        AttributeName | 'required' | 'disabled' | 'checked' | 'selected' | 'multiple' | 'readonly' | 'autofocus',
        string | number | boolean | undefined
      >
    >
  >,
): Html {
  const written = Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined || value === false) return []
    return [value === true ? trusted(` ${name}`) : html` ${trusted(name)}="${value}"`]
  })
  return written.length === 0 ? nothing : html`${written}`
}
