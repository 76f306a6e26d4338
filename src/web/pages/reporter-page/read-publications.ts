import type { FastifyInstance } from 'fastify'
import { readNews, readOnPage } from '../../../domain/reporters/page-content.ts'
import type { Readable } from '../../../domain/reporters/reading.repository.ts'
import { idOf } from '../../route-ids.ts'
import { type Html, html } from '../../ui/html.ts'
import type { WebDeps } from '../../web-deps.ts'
import { mustAskConsent } from './ask-consent.ts'
import { chatOffer } from './chat-offer.ts'
import { consentPanel, stoppedNotice } from './consent-panel.ts'
import { invitationCard } from './invitation-card.ts'
import { doneNotice, sendPage } from './page-layout.ts'
import { doneSentence, type PageView, pageViewOf } from './page-view.ts'
import { publicationCard, replacedNotice } from './publication-card.ts'

/** What was sent to this reporter: invitations first, the newest publication in full, the earlier ones as a list. */
export function registerReadPublications(server: FastifyInstance, deps: WebDeps): void {
  server.get('/', async (request, reply) => {
    const view = pageViewOf(request)
    const { newest, earlier, invitations } = await readNews(deps, view.reporter)
    const body = html`${doneNotice(doneSentence(view, request))}
${view.reporter.state === 'stopped' ? stoppedNotice(view) : (await mustAskConsent(deps, view)) ? consentPanel(view) : ''}
${await chatOffer(deps, view)}
${invitations.map((each) => invitationCard(view, each))}
${newest ? publicationCard(view, newest) : html`<p class="empty">${view.say('page-news-empty', { issuer: view.organisation.name })}</p>`}
${earlier.length > 0 ? earlierList(view, earlier) : ''}`
    return sendPage(view, reply, { title: view.say('page-nav-news'), body, place: 'news' })
  })

  server.get('/bulletins/:id', async (request, reply) => {
    const view = pageViewOf(request)
    const { publication, newer, invitations } = await readOnPage(deps, view.reporter, idOf(request))
    const body = html`${await chatOffer(deps, view)}${newer ? replacedNotice(view, newer) : ''}${publicationCard(view, newer ?? publication)}${invitations.map((each) => invitationCard(view, each))}`
    return sendPage(view, reply, { title: publication.title, body, place: 'news' })
  })
}

function earlierList(view: PageView, earlier: readonly Readable[]): Html {
  const items = earlier.map(
    ({ publicationId, kind, title, sentAt, recalled, replaced }) =>
      html`<li><a href="${view.base}/bulletins/${publicationId}">${title}</a><small>${view.say(`page-kind-${kind}`)} · ${view.figures(sentAt)}${recalled || replaced ? html` · <strong>${view.say(recalled ? 'page-mark-recalled' : 'page-mark-replaced')}</strong>` : ''}</small></li>`,
  )
  return html`<section class="earlier"><h2>${view.say('page-news-earlier')}</h2><ul>${items}</ul></section>`
}
