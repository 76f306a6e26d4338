import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { ListedArticle, ThemeCount } from '../../../domain/articles/article.ts'
import { type ArticleList, listArticles } from '../../../domain/articles/list-articles.ts'
import { listPublications } from '../../../domain/publications/read-publications.ts'
import { may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { streamLive } from '../../live.ts'
import { moment } from '../../moments.ts'
import { sendScreen } from '../../screen.ts'
import { attributes } from '../../ui/attributes.ts'
import { type Html, html } from '../../ui/html.ts'
import { emptyState, panel, screenHead } from '../../ui/sections.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'

/** What reporters sent in, newest first and by theme, never by reporter; a new link appears without reloading. */
export function registerListArticles(server: FastifyInstance, deps: WebDeps): void {
  server.get('/articles', { config: { requires: may.read } }, async (request, reply) => {
    const { organisationId } = staffOf(request)
    const { bulletin } = query.parse(request.query)
    const view = viewOf(deps, request, reply)
    const bulletins = await listPublications(deps, { organisationId, kind: 'bulletin', state: 'released' })
    const list = await listArticles(deps, filterOf(organisationId, bulletin))
    const title = view.say('pages-articles-title')
    const live = `/articles/live${bulletin ? `?bulletin=${bulletin}` : ''}`
    // Titles of bulletins begin alike; period and number tell them apart.
    const choices = [
      { id: undefined, label: view.say('pages-articles-all'), title: undefined },
      ...bulletins.map(({ id, title, period, documentNumber }) => ({
        id,
        label: [period, documentNumber].filter(Boolean).join(' · ') || title,
        title,
      })),
    ]
    const links = choices.map(
      ({ id, label, title }) =>
        html`<li><a${attributes({ href: id ? `/articles?bulletin=${id}` : '/articles', title, 'aria-current': id === bulletin ? 'true' : undefined })}>${label}</a></li>`,
    )
    const body = html`${screenHead({ title, below: view.say('pages-articles-lead') })}
<ul class="filters" aria-label="${view.say('pages-articles-filter')}">${links}</ul>
<section id="articles" hx-sse:connect="${live}" hx-swap="innerHTML" aria-live="polite">${articlesPart(view, list)}</section>`
    return sendScreen(view, reply, { title, body })
  })

  server.get('/articles/live', { exposeHeadRoute: false, config: { requires: may.read } }, async (request, reply) => {
    const { organisationId } = staffOf(request)
    const { bulletin } = query.parse(request.query)
    const view = viewOf(deps, request, reply)
    await streamLive(request, reply, async () =>
      articlesPart(view, await listArticles(deps, filterOf(organisationId, bulletin))),
    )
  })
}

const query = z.object({ bulletin: z.uuid().optional().catch(undefined) })
const filterOf = (organisationId: string, publicationId: string | undefined) =>
  publicationId ? { organisationId, publicationId } : { organisationId }

function articlesPart(view: View, { articles, themes }: ArticleList): Html {
  const { say } = view
  if (articles.length === 0) return emptyState(say('pages-articles-empty'))
  return html`<div class="with-side"><div>${panel({ title: say('pages-articles-newest') }, articleList(view, articles))}</div><aside>${panel({ title: say('pages-articles-by-theme') }, themeCounts(view, themes))}</aside></div>`
}

/** Links as reporters sent them; each opens in a new tab and is told nothing of where it was clicked. */
export const articleList = (view: View, articles: readonly ListedArticle[]): Html =>
  html`<ul class="articles">${articles.map((each) => articleLine(view, each))}</ul>`

function articleLine(view: View, { url, outlet, theme, sentAt }: ListedArticle): Html {
  const { say } = view
  const filed = theme ? html`${theme.number}. ${theme.title}` : say('pages-articles-no-theme')
  return html`<li><a href="${url}" target="_blank" rel="noopener noreferrer nofollow">${url.replace(/^https?:\/\//, '')}</a><p class="soft small">${outlet ? html`${outlet} · ` : ''}${moment(view, sentAt)} · ${filed}</p></li>`
}

function themeCounts(view: View, counts: readonly ThemeCount[]): Html {
  const rows = counts.map(
    ({ theme, count }) =>
      html`<li><span>${theme ? html`${theme.number}. ${theme.title}` : view.say('pages-articles-no-theme')}</span><b class="number">${count}</b></li>`,
  )
  return html`<ul class="counts">${rows}</ul>`
}
