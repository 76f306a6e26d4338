import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ZodError } from 'zod'
import { DomainError } from '../../../platform/errors.ts'
import { sentenceOf } from '../../error-page.ts'
import { formExpired, pageNotFound, tooManyRequests } from '../../web.errors.ts'
import type { WebDeps } from '../../web-deps.ts'
import { registerAboutMe } from './about-me.ts'
import { registerAnswerInvitation } from './answer-invitation.ts'
import { registerAskConsent } from './ask-consent.ts'
import { registerContinueInChat } from './continue-in-chat.ts'
import { registerDownloadFile } from './download-file.ts'
import { registerNoteVisit } from './note-visit.ts'
import { openView, tokenOf } from './page-view.ts'
import { registerReadPublications } from './read-publications.ts'
import { registerReceiveByEmail } from './receive-by-email.ts'
import { registerReceiveByPhone } from './receive-by-phone.ts'
import { sendBrokenLink, sendRefusal } from './refused-page.ts'
import { registerSendLinks } from './send-links.ts'
import { registerStopReceiving } from './stop-receiving.ts'

const parts = [
  registerReadPublications,
  registerAnswerInvitation,
  registerDownloadFile,
  registerSendLinks,
  registerAboutMe,
  registerAskConsent,
  registerStopReceiving,
  registerContinueInChat,
  registerReceiveByPhone,
  registerNoteVisit,
  registerReceiveByEmail,
]

/** /p/:token…: all that a reporter does, by a personal signed link and without any chat. */
export async function registerReporterPage(server: FastifyInstance, deps: WebDeps): Promise<void> {
  await server.register(
    async (scope) => {
      scope.decorateRequest('pageView', undefined)
      keepPrivate(scope)
      limitRequests(scope)
      scope.setErrorHandler((error, request, reply) => refuse(deps, error, request, reply))
      scope.addHook('preHandler', async (request, reply) => {
        const view = await openView(deps, request, reply)
        if (typeof view === 'string') return sendBrokenLink(deps, reply, view)
        request.pageView = view
      })
      for (const register of parts) register(scope, deps)
      // Addresses that do not exist stay inside, so that the token is not carried on to the sign-in.
      scope.get('/*', () => {
        throw pageNotFound()
      })
    },
    { prefix: '/p/:token' },
  )
}

/** Nothing of it stays in a cache, in a search engine, or travels to another site as the page somebody came from. */
function keepPrivate(scope: FastifyInstance): void {
  scope.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    })
  })
}

/** Per address against guessing, wide enough for a newsroom behind one; per link against a form sent in a loop. */
function limitRequests(scope: FastifyInstance): void {
  const minute = { timeWindow: 60_000 }
  const perAddress = scope.createRateLimit({ ...minute, max: 600, keyGenerator: (each) => each.ip })
  const perLink = scope.createRateLimit({ ...minute, max: 60, keyGenerator: tokenOf })
  scope.addHook('onRequest', async (request) => {
    const limits = request.method === 'POST' ? [perAddress, perLink] : [perAddress]
    for (const limit of limits) {
      const count = await limit(request)
      if (!count.isAllowed && count.isExceeded) throw tooManyRequests()
    }
  })
}

const statusOf = { 'not-found': 404, invalid: 422, conflict: 422, forbidden: 403 } as const

/** Every refusal in the reporter's own frame and language; a bug is logged by its route, never with the address. */
async function refuse(deps: WebDeps, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const view = request.pageView ?? (await openView(deps, request, reply))
  if (typeof view === 'string') return sendBrokenLink(deps, reply, view)
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  const refusal = code.startsWith('FST_CSRF') ? formExpired() : error
  if (refusal instanceof DomainError)
    return sendRefusal(view, reply, sentenceOf(view.say, refusal), statusOf[refusal.kind])
  const status = statusIn(error)
  if (status >= 500) deps.log.error({ err: error, route: request.routeOptions.url }, 'request failed')
  const key = status === 429 ? 'web-too-many' : status >= 500 ? 'page-bug' : 'web-bad-request'
  return sendRefusal(view, reply, view.say(key), status)
}

function statusIn(error: unknown): number {
  if (error instanceof ZodError) return 400
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' && status >= 400 ? status : 500
}
