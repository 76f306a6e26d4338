import type { FastifyReply } from 'fastify'
import { attributes } from '../../ui/attributes.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import type { PageView } from './page-view.ts'

const pagePlaces = ['news', 'links', 'me'] as const
export type PagePlace = (typeof pagePlaces)[number]
const pathOf: Readonly<Record<PagePlace, string>> = { news: '', links: '/links', me: '/me' }

export type PageScreen = { readonly title: string; readonly body: Html; readonly place?: PagePlace }

/** One whole page of the reporter's, in its frame. */
export function sendPage(view: PageView, reply: FastifyReply, screen: PageScreen, status = 200): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(pageLayout(view, screen).toString())
}

/** What the last tap did, in a sentence. */
export const doneNotice = (sentence: string | undefined): Html =>
  sentence ? html`<p class="notice good" role="status">${sentence}</p>` : nothing

/** The frame of a reporter's page: whose desk it is, whom it is for, and three places to go. No script at all. */
function pageLayout(view: PageView, { title, body, place }: PageScreen): Html {
  const { say, base, reporter, organisation } = view
  const links = pagePlaces.map(
    (each) =>
      html`<li><a${attributes({ href: `${base}${pathOf[each]}`, 'aria-current': each === place ? 'page' : undefined })}>${say(`page-nav-${each}`)}</a></li>`,
  )
  return pageDocument({
    locale: reporter.locale,
    title: `${title} · ${organisation.shortName}`,
    body: html`<a class="skip" href="#main">${say('page-skip')}</a>
<header class="head"><a class="issuer" href="${base}">${organisation.name}</a>
<p class="reader">${reporter.fullName} <span>${reporter.outlet.name}</span></p></header>
<nav aria-label="${say('page-nav')}"><ul>${links}</ul></nav>
<main id="main" tabindex="-1">${body}</main>
<footer class="foot"><p>${say('page-personal')}</p>${deskLine(view)}${languageSwitch(view)}</footer>`,
  })
}

/** The bare document, also for those whose link opens nothing. */
export const pageDocument = (page: { readonly locale: string; readonly title: string; readonly body: Html }): Html =>
  html`<!doctype html>
<html lang="${page.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no">
<title>${page.title}</title>
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/palette.css">
<link rel="stylesheet" href="/static/reporter-page.css">
</head>
<body>${page.body}</body>
</html>`

function deskLine({ say, organisation }: PageView): Html {
  const contact = organisation.settings.deskContact
  return html`<p>${contact ? say('page-ask', { contact }) : say('page-ask-issuer', { issuer: organisation.name })}</p>`
}

function languageSwitch(view: PageView): Html {
  const other = view.reporter.locale === 'vi' ? 'en' : 'vi'
  return form(view, { action: `${view.base}/language`, class: 'language' }, [
    html`<input type="hidden" name="locale" value="${other}"><input type="hidden" name="back" value="${view.path.split('?')[0] ?? ''}">`,
    html`<button type="submit" class="link" lang="${other}">${view.say('page-other-language')}</button>`,
  ])
}
