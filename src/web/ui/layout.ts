import { allows, may, type StaffMember } from '../../domain/staff/staff.ts'
import type { View } from '../view.ts'
import { attributes } from './attributes.ts'
import { form } from './forms.ts'
import { type Html, html } from './html.ts'

export type Screen = { readonly title: string; readonly body: Html; readonly wide?: boolean }

// htmx starts as soon as the document is read: its extension must be there by then, so neither script is deferred.
/** The console's frame around one screen; without staff (sign-in, refusals to strangers) it is a plain sheet. */
export function layout(view: View, screen: Screen): Html {
  const { say, staff, locale, theme } = view
  return html`<!doctype html>
<html lang="${locale}"${attributes({ 'data-theme': theme === 'auto' ? undefined : theme })}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${screen.title} · ${say('web-product')}</title>
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
${sheets.map((name) => html`<link rel="stylesheet" href="/static/${name}.css">`)}
<script src="/static/htmx/htmx.min.js"></script>
<script src="/static/htmx/ext/hx-sse.min.js"></script>
<script src="/static/console.js" defer></script>
</head>
<body class="${staff ? 'desk' : 'sheet'}">
<a class="skip" href="#main">${say('web-skip')}</a>
${staff ? rail(view) : html`<header class="sheet-head">${masthead(view)}</header>`}
<main id="main" class="${screen.wide ? 'wide' : ''}" tabindex="-1">
<div class="said" id="said" role="status">${view.toast ? html`<p class="toast">${view.toast}</p>` : ''}</div>
${screen.body}
</main>
${staff ? '' : html`<footer class="sheet-foot">${preferences(view)}</footer>`}
</body>
</html>`
}

/** In this order: the later ones decide. */
const sheets = ['palette', 'base', 'frame', 'controls', 'screens', 'publications', 'ledger', 'small']

const masthead = ({ say }: View): Html =>
  html`<a class="masthead" href="/"><span class="masthead-name">${say('web-product')}</span><span class="masthead-line">${say('web-product-line')}</span></a>`

/** A place, and what else stands under it. */
const places = [
  ['/', 'web-nav-desk'],
  ['/publications', 'web-nav-publications', '/letters', '/announcements'],
  ['/broadcasts', 'web-nav-broadcasts', '/deliveries'],
  ['/conferences', 'web-nav-conferences'],
  ['/articles', 'web-nav-articles'],
  ['/roster', 'web-nav-roster', '/reporters', '/outlets', '/offices'],
  ['/audit', 'web-nav-audit'],
  ['/settings', 'web-nav-settings', '/accounts', '/staff'],
] as const

/** What only some may open is shown to them alone. */
const opens = { '/audit': may.readAudit, '/settings': may.administer } as const
const mayOpen = (href: string, staff: StaffMember | undefined): boolean =>
  href in opens ? staff !== undefined && allows(opens[href as keyof typeof opens], staff.role) : true

function rail(view: View): Html {
  const { say, staff } = view
  const path = view.path.split('?')[0] ?? '/'
  const open = places.filter(([href]) => mayOpen(href, staff))
  const links = open.map(([href, key, ...under]) => {
    const here = href === '/' ? path === '/' : [href, ...under].some((at) => path === at || path.startsWith(`${at}/`))
    return html`<li><a${attributes({ href, 'aria-current': here ? 'page' : undefined })}>${say(key)}</a></li>`
  })
  return html`<header class="rail">${masthead(view)}
<nav aria-label="${say('web-nav')}"><ul>${links}${view.demo ? html`<li class="aside"><a href="/sandbox" target="_blank" rel="noopener">${say('web-nav-sandbox')}</a></li>` : ''}</ul></nav>
<div class="rail-foot">
<p class="who"><strong>${staff?.name ?? ''}</strong><span>${staff ? say(`web-role-${staff.role}`) : ''}</span></p>
<p><a class="link" href="/account/password">${say('pages-account-password')}</a></p>
${preferences(view)}
${form(view, { action: '/sign-out', class: 'inline' }, html`<button type="submit" class="link">${say('web-sign-out')}</button>`)}
</div></header>`
}

/** Language and light: plain forms, kept in cookies; whoever is not signed in gets links that the sign-in page answers. */
function preferences(view: View): Html {
  const { say, staff, locale, theme, path } = view
  const lang = locale === 'vi' ? 'en' : 'vi'
  const light = theme === 'auto' ? 'dark' : theme === 'dark' ? 'light' : 'auto'
  const [language, look] = [say('web-other-language'), say(`web-theme-${theme}`)]
  if (!staff) {
    return html`<p class="preferences"><a href="/sign-in?lang=${lang}">${language}</a><a href="/sign-in?theme=${light}">${look}</a></p>`
  }
  return form(view, { action: '/preferences', class: 'preferences' }, [
    html`<input type="hidden" name="back" value="${path}">`,
    html`<button type="submit" class="link" name="lang" value="${lang}">${language}</button>`,
    html`<button type="submit" class="link" name="theme" value="${light}" title="${say('web-theme-hint')}">${look}</button>`,
  ])
}
