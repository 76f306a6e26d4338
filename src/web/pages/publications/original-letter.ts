import type { PublicationView } from '../../../domain/publications/read-publications.ts'
import { type Html, html } from '../../ui/html.ts'
import { notice } from '../../ui/sections.ts'
import type { View } from '../../view.ts'

/** The letter as it came in, with what the importer was not sure of. */
export function originalLetter(view: View, letter: NonNullable<PublicationView['letter']>): Html {
  const { say } = view
  const { warnings, documentNumber, issuer, issuedOn } = letter.reading
  const told = warnings.map(({ code, detail }) => html`<li>${say(`letters-warning-${code}`, { detail })}</li>`)
  const from = [issuer, documentNumber, issuedOn?.split('-').reverse().join('/')].filter(Boolean).join(' · ')
  return html`<details class="original" open><summary><h2>${say('pages-publications-original')}</h2></summary>
${from ? html`<p class="soft">${from}</p>` : ''}
${told.length > 0 ? notice('warn', html`<strong>${say('letters-label-warnings')}</strong><ul>${told}</ul>`) : ''}
${letter.file ? html`<p><a href="/files/${letter.file.id}">${letter.file.name}</a></p>` : ''}
<pre class="letter-text" tabindex="0">${letter.sourceText}</pre></details>`
}
