import { controlBar, tabs } from './control-bar.ts'
import { html, type Markup } from './markup.ts'
import { channels, type PhonesDeps, type PhoneView } from './phone-view.ts'
import { seat } from './seat.ts'

/** Where the page stands: everything on it is addressed from there, whatever it was mounted below. */
export type Place = { readonly base: string; readonly mountedBelow: boolean }

/** The phones side by side. */
export const phonesPage = (deps: PhonesDeps, view: PhoneView, place: Place): Markup =>
  sheet(
    view,
    { base: place.base, title: view.say('phones-title'), script: true },
    html`${controlBar(deps, view, place.mountedBelow)}
${tabs(view)}
<p class="offline" role="status" data-offline="${view.say('phones-offline')}"></p>
<main class="table" id="table" data-front="${view.front}" data-lang="${view.locale}">${channels.map((channel) => seat(deps, view, channel))}</main>`,
  )

const styles = [
  'phones',
  'phone',
  'hands',
  'telegram',
  'telegram-bubbles',
  'zalo',
  'zalo-bubbles',
  'zalo-cards',
  'calls',
] as const

/** A page of the sandbox around its content. */
export function sheet(
  view: Pick<PhoneView, 'locale'>,
  {
    base,
    title,
    script = false,
    extraStyle,
  }: { readonly base: string; readonly title: string; readonly script?: boolean; readonly extraStyle?: string },
  content: Markup,
): Markup {
  return html`<!doctype html>
<html lang="${view.locale}"><head><meta charset="utf-8"><base href="${base}"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content"><meta name="color-scheme" content="light dark">
<link rel="icon" href="phones/static/phone.svg" type="image/svg+xml">
${[...styles, ...(extraStyle ? [extraStyle] : [])].map((name) => html`<link rel="stylesheet" href="phones/static/${name}.css">`)}
${script ? html`<script type="module" src="phones/static/phones.js"></script>` : ''}</head>
<body>${content}</body></html>`
}
