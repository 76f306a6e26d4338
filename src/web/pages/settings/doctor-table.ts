import type { Finding } from '../../../channels/channel.ts'
import { type AccountFinding, findingStates, wordsOfFinding } from '../../../domain/accounts/examine-account.ts'
import { chip } from '../../ui/chips.ts'
import { type Html, html } from '../../ui/html.ts'
import type { View } from '../../view.ts'
import { partLink } from './part-link.ts'

const tones = { failing: 'bad', warning: 'warn', note: 'calm', ok: 'good' } as const

/** What the doctor found about one account, the worst first; without findings the button that asks for them. */
export function doctorTable(view: View, accountId: string, findings?: readonly AccountFinding[]): Html {
  const { say } = view
  const part = `#doctor-${accountId}`
  const ask = partLink({
    address: `/settings?examine=${accountId}`,
    part,
    label: say(findings ? 'pages-settings-examine-again' : 'pages-settings-examine'),
    wait: say('pages-settings-asking'),
  })
  const groups = findings ? findingStates.map((state) => group(view, state, findings)) : []
  return html`<div id="doctor-${accountId}" class="doctor">${groups}${ask}</div>`
}

function group(view: View, state: Finding['state'], findings: readonly AccountFinding[]): Html | '' {
  const { say } = view
  const found = findings.filter((each) => each.state === state)
  if (found.length === 0) return ''
  const head = chip(say(`pages-settings-finding-${state}`, { count: found.length }), tones[state])
  const lines = found.map((each) => {
    const { found: sentence, remedy } = wordsOfFinding(say, each)
    return html`<li>${sentence}${remedy ? html`<p class="hint">${remedy}</p>` : ''}</li>`
  })
  const list = html`<ul class="findings">${lines}</ul>`
  // What is in order is there for whoever wants to look, and in nobody's way.
  return state === 'ok' ? html`<details><summary>${head}</summary>${list}</details>` : html`<div>${head}${list}</div>`
}
