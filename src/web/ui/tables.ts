import { attributes } from './attributes.ts'
import { type Html, type HtmlValue, html } from './html.ts'

/** A table that becomes a list of cards on a phone: each cell then carries its column's name. */
export function table(
  columns: readonly string[],
  rows: readonly (readonly HtmlValue[])[],
  options: { readonly caption?: string; readonly id?: string } = {},
): Html {
  const head = columns.map((each) => html`<th scope="col">${each}</th>`)
  const body = rows.map(
    (row) => html`<tr>${row.map((cell, at) => html`<td data-label="${columns[at] ?? ''}">${cell}</td>`)}</tr>`,
  )
  return html`<div class="table-frame"><table>${options.caption ? html`<caption>${options.caption}</caption>` : ''}<thead><tr>${head}</tr></thead><tbody${attributes({ id: options.id })}>${body}</tbody></table></div>`
}
