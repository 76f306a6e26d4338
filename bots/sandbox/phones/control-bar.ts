import { html, type Markup } from './markup.ts'
import { channels, type PhonesDeps, type PhoneView, queryOf } from './phone-view.ts'

export const clockMoves = { hour: 3_600_000, day: 86_400_000, window: 8 * 86_400_000 } as const

/** What stands above the phones: the clock of the demo, and ways to the other pages. */
export function controlBar({ frame }: PhonesDeps, view: PhoneView, mountedBelow: boolean): Markup {
  const { say, moments, now, locale } = view
  const other = locale === 'vi' ? 'en' : 'vi'
  const moved = Math.abs(frame.clock.offsetMs) >= 1000
  return html`<header class="bar" id="bar" data-merge>
<h1 id="bar-title">${say('phones-title')}</h1>
<form id="bar-clock" method="post" action="phones/clock" data-hands><span class="clock"><span>${say('phones-clock')}</span> <time data-clock="${moments.clock(now)}" datetime="${now.toISOString()}">${moments.full(now)}</time></span>
${(Object.keys(clockMoves) as (keyof typeof clockMoves)[]).map((move) => html`<button class="small" name="move" value="${move}">${say(`phones-clock-${move}`)}</button>`)}
${moved ? html`<button class="small" name="move" value="real">${say('phones-clock-real')}</button>` : ''}</form>
<nav id="bar-links" aria-label="${say('phones-links')}">${mountedBelow ? html`<a href="../">${say('phones-console')}</a>` : ''}
<a href="phones/mailbox?lang=${locale}">${say('mailbox-title')}</a>
<a href="phones/calls?lang=${locale}">${say('phones-calls')}</a>
<a href="./?${queryOf(view, { lang: other })}" lang="${other}" data-lang="${other}">${say('phones-other-language')}</a></nav>
</header>`
}

/** On a narrow screen one phone lies in front; these bring the other one there. */
export const tabs = (view: PhoneView): Markup =>
  html`<nav class="tabs" aria-label="${view.say('phones-tabs')}">${channels.map(
    (channel) =>
      html`<a href="./?${queryOf(view, { front: channel })}" data-front="${channel}"${channel === view.front ? html` aria-current="true"` : ''}>${view.say(`phones-tab-${channel}`)}</a>`,
  )}</nav>`
