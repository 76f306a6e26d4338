import type { Call } from '../calls.ts'
import { html, type Markup } from './markup.ts'
import type { PhonesDeps, PhoneView } from './phone-view.ts'
import { sheet } from './phones-page.ts'

const shownCalls = 200

/** The last calls that bots made, newest first. */
export function callsPage(deps: PhonesDeps, view: PhoneView): Markup {
  const { say } = view
  const calls = lastCalls(deps)
  const heads = ['when', 'channel', 'method', 'recipient', 'result'] as const
  return sheet(
    view,
    { base: '../', title: say('phones-calls') },
    html`<header class="bar"><h1>${say('phones-calls')}</h1><nav aria-label="${say('phones-links')}"><a href="./?lang=${view.locale}">${say('phones-back')}</a>
<a href="phones/calls?lang=${view.locale}">${say('phones-calls-again')}</a></nav></header>
<main class="calls"><p>${calls.length === 0 ? say('phones-calls-none') : say('phones-calls-lead', { count: calls.length })}</p>
<table><thead><tr>${heads.map((head) => html`<th scope="col">${say(`phones-calls-${head}`)}</th>`)}</tr></thead>
<tbody>${calls.map((call) => row(deps, view, call))}</tbody></table></main>`,
  )
}

function lastCalls({ frame }: PhonesDeps): readonly Call[] {
  const newest = Number(frame.store.one('SELECT coalesce(max(id), 0) AS id FROM calls')?.id)
  return frame.calls.list({ since: Math.max(0, newest - shownCalls) }).toReversed()
}

function row({ frame }: PhonesDeps, { moments, say }: PhoneView, call: Call): Markup {
  const { at, channel, method, recipient, billedVnd } = call
  const cost = billedVnd > 0 ? say('phones-calls-cost', { cost: billedVnd }) : ''
  const person = recipient === null || channel === 'email' ? undefined : frame.people.byUserId(channel, recipient)
  const { code, words, good } = resultOf(call)
  const seconds = at.slice(17, 19)
  return html`<tr><td><time datetime="${at}">${moments.clock(new Date(at))}:${seconds} ${moments.dayInFigures(new Date(at))}</time></td><td>${channel === 'email' ? say('mailbox-channel') : say(`phones-tab-${channel}`)}</td>
<td><code>${method}</code></td><td>${person?.name ?? ''} <small>${recipient ?? ''}</small></td><td><span class="result ${good ? 'good' : 'bad'}">${code}</span> <small>${words}${cost}</small></td></tr>`
}

/** The platform's own code: Zalo answers 200 whatever happened and says the truth in the body. */
function resultOf({ status, answer }: Call): { readonly code: string; readonly words: string; readonly good: boolean } {
  const body = (typeof answer === 'object' && answer !== null ? answer : {}) as Readonly<Record<string, unknown>>
  const error = body.error ?? body.error_code
  const failed = error !== undefined && error !== 0
  const words = failed || status >= 400 ? (body.description ?? body.message ?? body.error_description ?? '') : ''
  const good = status >= 200 && status < 300 && !failed
  return { code: String(failed ? error : status), words: String(words), good }
}
