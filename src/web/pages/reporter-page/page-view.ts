import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { momentInFigures, sayMoment } from '../../../domain/organisations/office-time.ts'
import { type PageVisitor, pageVisitor } from '../../../domain/reporters/page-visitor.ts'
import type { TextArguments } from '../../../texts.ts'
import { type Html, html } from '../../ui/html.ts'
import type { WebDeps } from '../../web-deps.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose page was opened, and in whose words to answer; set on every route of the signed page. */
    pageView: PageView | undefined
  }
}

/** Everything a part of the signed page may know: whose it is, and how to speak to them. */
export type PageView = PageVisitor & {
  /** "/p/<token>": all addresses of the page start with it. It is a secret: never logged, never on a page of anybody else. */
  readonly base: string
  readonly path: string
  readonly now: Date
  /** A key of the page's own texts, in the reporter's language. */
  say(key: string, args?: TextArguments): string
  /** Whether there is a text of this key: for words that come from addresses and rows. */
  knows(key: string): boolean
  moment(at: Date): Html
  /** The same in figures, for lists. */
  figures(at: Date): Html
  csrf(): string
}

/** Why a link opens nothing. */
export type BrokenLink = 'expired' | 'altered' | 'revoked'

export const tokenOf = (request: FastifyRequest): string =>
  z.object({ token: z.string() }).safeParse(request.params).data?.token ?? ''

export async function openView(
  deps: WebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<PageView | BrokenLink> {
  const token = tokenOf(request)
  const visitor = await pageVisitor(deps, token)
  if (typeof visitor === 'string') return visitor
  const { locale } = visitor.reporter
  let csrf: string | undefined
  return {
    ...visitor,
    base: `/p/${token}`,
    path: request.url.slice(`/p/${token}`.length),
    now: deps.clock.now(),
    say: (key, args) => deps.say(locale, key, args),
    knows: (key) => deps.texts.keys(locale).includes(key),
    moment: (at) => html`<time datetime="${at.toISOString()}">${sayMoment(deps.say, locale, at, deps.timeZone)}</time>`,
    figures: (at) => html`<time datetime="${at.toISOString()}">${momentInFigures(at, deps.timeZone)}</time>`,
    csrf: () => {
      csrf ??= reply.generateCsrf()
      return csrf
    },
  }
}

/** Goes on after something was done; `done` names the sentence that tells it: the Fluent key page-done-<done>. */
export function goOn(
  view: PageView,
  reply: FastifyReply,
  path: string,
  query: { readonly done?: string; readonly last?: string } = {},
): FastifyReply {
  const told = new URLSearchParams(query).toString()
  return reply.redirect(`${view.base}${path}${told ? `?${told}` : ''}`, 303)
}

/** The sentence for what the request before did; whatever else stands in the address says nothing. */
export function doneSentence(view: PageView, request: FastifyRequest): string | undefined {
  const { done } = z.object({ done: z.string().max(40).optional().catch(undefined) }).parse(request.query)
  return done && view.knows(`page-done-${done}`) ? view.say(`page-done-${done}`) : undefined
}

/** The view of a route of the signed page. */
export function pageViewOf(request: FastifyRequest): PageView {
  if (!request.pageView) throw new Error(`Route ${request.routeOptions.url} is no part of the signed page`)
  return request.pageView
}
