import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { assignTheme } from '../../../domain/articles/assign-theme.ts'
import { findOwnArticles } from '../../../domain/articles/own-articles.repository.ts'
import { submitLinks } from '../../../domain/articles/submit-links.ts'
import { longId, shortId } from '../../../platform/ids.ts'
import { inTransaction } from '../../../platform/postgres.ts'
import { idOf } from '../../route-ids.ts'
import { html } from '../../ui/html.ts'
import type { WebDeps } from '../../web-deps.ts'
import { linkForm, ownLinks, type RefusedAddress, refusedLinks } from './link-parts.ts'
import { doneNotice, sendPage } from './page-layout.ts'
import { doneSentence, goOn, type PageView, pageViewOf } from './page-view.ts'

const longestText = 20_000

/** Links of what was published: pasted, told one by one what became of them, filed under a theme. */
export function registerSendLinks(server: FastifyInstance, deps: WebDeps): void {
  server.get('/links', async (request, reply) => {
    const view = pageViewOf(request)
    const screen = await linksScreen(deps, view, { last: lastOf(request), done: doneSentence(view, request) })
    return sendPage(view, reply, screen)
  })

  server.post('/links', async (request, reply) => {
    const view = pageViewOf(request)
    const { text } = sent.parse(request.body)
    const refuse = async (left: LinksLeft) => sendPage(view, reply, await linksScreen(deps, view, left), 422)
    if (text.length > longestText) return refuse({ typed: text, wrong: view.say('page-links-long') })
    const reporterId = view.reporter.id
    const { links } = await inTransaction(deps.db, (tx) =>
      submitLinks({ db: tx, clock: deps.clock }, { reporterId, text, via: 'page' }),
    )
    if (links.length === 0) return refuse({ typed: text, wrong: view.say('page-links-none') })
    const refused = links.filter((link) => link.kind === 'refused')
    const last = links.flatMap((link) => (link.kind === 'refused' ? [] : link.articleId))
    // What was refused stays in the field to be mended; what was taken is taken.
    if (refused.length > 0) return refuse({ typed: refused.map(({ url }) => url).join('\n'), refused, last })
    return goOn(view, reply, '/links', { done: 'links-saved', last: last.map(shortId).join('.') })
  })

  server.post('/articles/:id/theme', async (request, reply) => {
    const view = pageViewOf(request)
    const { theme, last } = filed.parse(request.body)
    const input = { articleId: idOf(request), themeNumber: theme, reporterId: view.reporter.id }
    await inTransaction(deps.db, (tx) => assignTheme({ db: tx }, input))
    return goOn(view, reply, '/links', { done: 'theme-saved', ...(last ? { last } : {}) })
  })
}

const sent = z.object({ text: z.string().max(1_000_000) })
const listOfIds = z
  .string()
  .max(600)
  .regex(/^[\w.-]*$/)
const filed = z.object({
  theme: z.coerce.number().int().min(0).max(99),
  last: listOfIds.optional(),
})

/** The articles of the sending before, by the address. */
function lastOf(request: FastifyRequest): readonly string[] {
  const { last = '' } = z.object({ last: listOfIds.optional().catch(undefined) }).parse(request.query)
  return last.split('.').flatMap((short) => longId(short) ?? [])
}

type LinksLeft = {
  readonly typed?: string
  readonly wrong?: string
  readonly refused?: readonly RefusedAddress[]
  /** Article ids of what was just taken. */
  readonly last?: readonly string[]
  readonly done?: string | undefined
}

async function linksScreen(deps: WebDeps, view: PageView, left: LinksLeft) {
  const { typed = '', wrong, refused = [], last = [], done } = left
  const own = await findOwnArticles(deps.db, view.reporter.id)
  const recent = own.filter(({ articleId }) => last.includes(articleId))
  const earlier = own.filter(({ articleId }) => !last.includes(articleId))
  const body = html`${doneNotice(done)}
${refused.length > 0 ? refusedLinks(view, refused) : ''}
${recent.length > 0 ? ownLinks(view, 'page-links-recent', recent, last.map(shortId).join('.')) : ''}
${linkForm(view, typed, wrong)}
${earlier.length > 0 ? ownLinks(view, 'page-links-earlier', earlier, '') : ''}`
  return { title: view.say('page-nav-links'), body, place: 'links' } as const
}
