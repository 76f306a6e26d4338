import { type Difference, differencesBetween, markChange } from '../../../domain/publications/differences.ts'
import type { Publication } from '../../../domain/publications/publication.ts'
import { type Html, html } from '../../ui/html.ts'
import { emptyState, panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import { documentOf } from './publication-words.ts'

/** Beside what it puts right: only the parts that changed, what is gone struck out and what is new underlined. */
export function differencePanel(view: View, before: Publication, after: Publication): Html {
  const { say } = view
  const differences = differencesBetween(before, after)
  const note = html`${say('pages-publications-difference-with')} ${documentOf(view, before)}`
  const body =
    differences.length === 0
      ? emptyState(say('pages-publications-difference-none'))
      : html`<dl class="differences">${differences.map((each) => differenceHtml(view, each))}</dl>`
  return panel({ title: say('pages-publications-difference'), note, id: 'differences' }, body)
}

function differenceHtml(view: View, { part, number, before, after }: Difference): Html {
  const name = view.say(`pages-publications-difference-${part}`, number === undefined ? {} : { number })
  if (before === after)
    return html`<div><dt>${name}</dt><dd>${view.say('pages-publications-difference-files')}</dd></div>`
  const { head, tail, ...changed } = markChange(before, after)
  const gone = changed.before.trimEnd()
  const fresh = changed.after.trimEnd()
  // What was set off by a space or a line still is.
  const gap = tail === '' ? '' : (/\s+$/.exec(changed.after || changed.before)?.[0] ?? '')
  const marked = html`${gone && html`<del>${gone}</del>`}${gone && fresh ? ' ' : ''}${fresh && html`<ins>${fresh}</ins>`}`
  return html`<div><dt>${name}</dt><dd class="lines">${head}${marked}${gap}${tail}</dd></div>`
}
