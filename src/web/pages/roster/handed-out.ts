import type { IssuedCode } from '../../../domain/reporters/issue-registration-code.ts'
import { moment } from '../../moments.ts'
import { qrCode } from '../../qr.ts'
import { type Html, html } from '../../ui/html.ts'
import { panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import { surfaceOf } from '../broadcasts/broadcast-words.ts'

/** A registration code as it is handed over: to type, to tap, to scan. */
export async function codePanel(view: View, { code, expiresAt, links }: IssuedCode): Promise<Html> {
  const { say } = view
  const ways = await Promise.all(
    links.map(async ({ channel, url }) => {
      const surface = surfaceOf(view, channel)
      return html`<li>${await qrCode(url, say('pages-roster-code-scan', { surface }))}<a href="${url}" rel="noreferrer">${url}</a></li>`
    }),
  )
  return panel(
    { title: say('pages-roster-code-title'), note: say('pages-roster-code-note'), class: 'handed-out' },
    html`<p class="code"><strong>${code}</strong> ${copyButton(view, code)}</p><p>${say('pages-roster-code-until')} ${moment(view, expiresAt)}</p><ul class="ways">${ways}</ul>`,
  )
}

/** A personal link as it is handed over. */
export async function linkPanel(view: View, url: string): Promise<Html> {
  const { say } = view
  return panel(
    { title: say('pages-roster-link-title'), note: say('pages-roster-link-note'), class: 'handed-out' },
    html`<p class="secret-link"><code>${url}</code> ${copyButton(view, url)}</p><ul class="ways"><li>${await qrCode(url, say('pages-roster-link-scan'))}</li></ul>`,
  )
}

// Works with our script only; without it the text is there to be marked by hand.
const copyButton = ({ say }: View, text: string): Html =>
  html`<button type="button" class="button plain copy" data-copy="${text}">${say('pages-roster-copy')}</button>`
