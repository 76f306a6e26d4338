import type { FastifyInstance, FastifyRequest } from 'fastify'
import { settleByVisit } from '../../../domain/deliveries/settle-by-visit.ts'
import { idOf } from '../../route-ids.ts'
import type { WebDeps } from '../../web-deps.ts'

/** What a notice's link leads to: opening it tells that the notice arrived, and nothing else about the visit is kept. */
const linked = {
  '/p/:token/bulletins/:id': (id: string) => ({ publicationId: id }),
  '/p/:token/conferences/:id': (id: string) => ({ conferenceId: id }),
} as const

export function registerNoteVisit(server: FastifyInstance, deps: WebDeps): void {
  server.addHook('preHandler', async (request) => {
    const { pageView } = request
    const matter = linked[request.routeOptions.url as keyof typeof linked]
    if (!pageView || !matter || request.method !== 'GET' || isPrefetch(request)) return
    const visit = { reporterId: pageView.reporter.id, ...matter(idOf(request)) }
    // The page is shown whatever the ledger says.
    await settleByVisit(deps, visit).catch((error: unknown) => {
      deps.log.warn({ err: error }, 'a visit could not settle what is unknown')
    })
  })
}

const isPrefetch = ({ headers }: FastifyRequest): boolean =>
  [headers['sec-purpose'], headers.purpose].some((purpose) => String(purpose ?? '').includes('prefetch'))
