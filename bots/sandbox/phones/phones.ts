import { fileURLToPath } from 'node:url'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { callsPage } from './calls-page.ts'
import { sendChatFile } from './chat-files.ts'
import { clockMoves } from './control-bar.ts'
import { createLivePhones } from './live-phones.ts'
import { mailboxRoutes } from './mailbox.ts'
import { html, type Markup } from './markup.ts'
import { onlyOwnPages } from './own-pages-only.ts'
import { carryOut } from './person-hands.ts'
import { type PhonesDeps, readView } from './phone-view.ts'
import { type Place, phonesPage, sheet } from './phones-page.ts'
import { readWish } from './wish-form.ts'

const clockForm = z.object({ move: z.enum(['hour', 'day', 'window', 'real']) })

/** The phones in the browser: the page at the base itself, everything else below `phones/`. */
export function phonesRoutes(deps: PhonesDeps): FastifyPluginAsync {
  const live = createLivePhones(deps)
  return async (server) => {
    onlyOwnPages(server)
    answerErrors(server, deps)
    await server.register(formbody)
    await server.register(multipart)
    const root = fileURLToPath(new URL('./public/', import.meta.url))
    await server.register(fastifyStatic, { root, prefix: '/phones/static/', index: false, decorateReply: false })
    const mountedBelow = server.prefix !== ''
    server.get('/', (request, reply) =>
      show(reply, phonesPage(deps, readView(deps, request), placeOf(request, mountedBelow))),
    )
    server.get('/phones/live', (request, reply) => live.watch(request, reply, mountedBelow))
    server.get('/phones/file', (request, reply) => sendChatFile(deps, request.query, reply))
    server.get('/phones/calls', (request, reply) => show(reply, callsPage(deps, readView(deps, request))))
    mailboxRoutes(server, deps)
    server.post('/phones/hands', async (request, reply) => {
      carryOut(deps, await readWish(request))
      return done(request, reply)
    })
    server.post('/phones/clock', (request, reply) => {
      const { frame } = deps
      const { move } = clockForm.parse(request.body)
      frame.moveClock({ byMs: move === 'real' ? -frame.clock.offsetMs : clockMoves[move] })
      for (const { id } of frame.people.all()) frame.events.emit('changed', id)
      return done(request, reply)
    })
  }
}

/** From `/sandbox` everything else lies below `sandbox/`; from `/sandbox/` it lies right here. */
function placeOf(request: FastifyRequest, mountedBelow: boolean): Place {
  const last = request.url.split('?')[0]?.split('/').at(-1) ?? ''
  return { base: last === '' ? './' : `${last}/`, mountedBelow }
}

const show = (reply: FastifyReply, page: Markup) => reply.type('text/html; charset=utf-8').send(page.toString())

const byScript = (request: FastifyRequest) => request.headers.accept?.includes('application/json') === true

/** The script hears that it was done and waits for the phones; a form without script goes back to where it stood. */
function done(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (byScript(request)) return reply.code(204).send()
  const { referer } = request.headers
  return reply.redirect(`../${referer && URL.canParse(referer) ? new URL(referer).search : ''}`, 303)
}

function answerErrors(server: FastifyInstance, deps: PhonesDeps): void {
  server.setErrorHandler((error, request, reply) => {
    const known = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
    const status = error instanceof z.ZodError ? 400 : known
    if (status >= 500) deps.frame.log.error({ err: error }, 'the phones failed')
    const { say, locale } = readView(deps, request)
    const key = status === 413 ? 'too-big' : status === 403 ? 'foreign' : status === 404 ? 'not-found' : 'refused'
    const sentence = say(`phones-${key}`)
    reply.code(status)
    if (byScript(request)) return reply.send({ problem: sentence })
    const content = html`<main class="calls"><h1>${sentence}</h1><p><a href="./">${say('phones-back')}</a></p></main>`
    return show(reply, sheet({ locale }, { base: '../', title: sentence }, content))
  })
}
