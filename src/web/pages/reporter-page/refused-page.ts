import type { FastifyReply } from 'fastify'
import { findOnlyOrganisation } from '../../../domain/organisations/organisations.repository.ts'
import { html } from '../../ui/html.ts'
import type { WebDeps } from '../../web-deps.ts'
import { pageDocument, sendPage } from './page-layout.ts'
import type { BrokenLink, PageView } from './page-view.ts'

const statusOf = { expired: 410, revoked: 410, altered: 403 } as const satisfies Record<BrokenLink, number>

/** For whoever comes with a link that opens nothing: why, and whom to ask. Nobody's name, in both languages, since nobody is known. */
export async function sendBrokenLink(deps: WebDeps, reply: FastifyReply, why: BrokenLink): Promise<FastifyReply> {
  const organisation = await findOnlyOrganisation(deps.db)
  const contact = organisation?.settings.deskContact ?? ''
  const part = (locale: 'vi' | 'en') => {
    const say = (key: string, args = {}) => deps.say(locale, key, args)
    const ask = contact ? say('page-broken-ask-contact', { contact }) : say('page-broken-ask')
    const heading = say(`page-broken-${why}`)
    return html`<section lang="${locale}" class="refused">${locale === 'vi' ? html`<h1>${heading}</h1>` : html`<h2>${heading}</h2>`}<p>${say(`page-broken-${why}-why`)}</p><p>${ask}</p></section>`
  }
  const body = html`<header class="head"><p class="issuer">${organisation?.name ?? deps.say('vi', 'page-broken-title')}</p></header><main id="main">${part('vi')}${part('en')}</main>`
  const title = deps.say('vi', 'page-broken-title')
  return reply
    .code(statusOf[why])
    .type('text/html; charset=utf-8')
    .send(pageDocument({ locale: 'vi', title, body }).toString())
}

/** Something that was not done, said on the reporter's own page with the way back to it. */
export function sendRefusal(view: PageView, reply: FastifyReply, sentence: string, status: number): FastifyReply {
  const body = html`<section class="refused"><h1>${sentence}</h1><p><a class="button" href="${view.base}">${view.say('page-back')}</a></p></section>`
  return sendPage(view, reply, { title: view.say('page-refused-title'), body }, status)
}
