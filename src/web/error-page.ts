import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ZodError } from 'zod'
import { DomainError, type DomainErrorKind } from '../platform/errors.ts'
import { cameFrom } from './came-from.ts'
import { sendScreen } from './screen.ts'
import { linkButton } from './ui/buttons.ts'
import { html, nothing } from './ui/html.ts'
import { viewOf } from './view.ts'
import { fileTooLarge, formExpired, pageNotFound } from './web.errors.ts'
import type { WebDeps } from './web-deps.ts'

const statusOf = { 'not-found': 404, invalid: 422, conflict: 409, forbidden: 403 } as const satisfies Record<
  DomainErrorKind,
  number
>

/** Turns every refusal into a page with its sentence; what is not a refusal is a bug: logged, and told without detail. */
export function registerErrorPages(server: FastifyInstance, deps: WebDeps): void {
  server.setNotFoundHandler((request, reply) => sendRefusal(deps, request, reply, pageNotFound()))
  server.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error, deps)
    if (refusal) return sendRefusal(deps, request, reply, refusal)
    const status = statusIn(error)
    if (status >= 500) deps.log.error({ err: error, route: request.routeOptions.url }, 'request failed')
    return sendProblem(
      deps,
      request,
      reply,
      status,
      status === 429 ? 'web-too-many' : status >= 500 ? 'web-bug' : 'web-bad-request',
    )
  })
}

/** The sentence of a refusal in the reader's language. */
export const sentenceOf = (say: (key: string, args?: DomainError['args']) => string, error: DomainError): string =>
  say(`error-${error.code}`, error.args)

function sendRefusal(deps: WebDeps, request: FastifyRequest, reply: FastifyReply, error: DomainError) {
  const view = viewOf(deps, request, reply)
  return sendMessage(view, request, reply, statusOf[error.kind], sentenceOf(view.say, error))
}

function sendProblem(deps: WebDeps, request: FastifyRequest, reply: FastifyReply, status: number, key: string) {
  const view = viewOf(deps, request, reply)
  return sendMessage(view, request, reply, status, view.say(key))
}

function sendMessage(
  view: ReturnType<typeof viewOf>,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  sentence: string,
) {
  // What was pressed on a page that has grown old: that page, as it is now.
  const from = request.method === 'POST' ? cameFrom(request) : '/'
  const back = from === '/' ? nothing : linkButton({ href: from, label: view.say('web-back-to-page'), look: 'primary' })
  const body = html`<section class="message-page" id="message">
    <p class="message-number">${status}</p>
    <h1>${sentence}</h1>
    <p class="row">${back}${linkButton({ href: '/', label: view.say('web-back-to-desk') })}</p>
  </section>`
  return sendScreen(view, reply, { title: view.say('web-refused-title'), body }, status)
}

function refusalOf(error: unknown, deps: WebDeps): DomainError | undefined {
  if (error instanceof DomainError) return error
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  if (code === 'FST_CSRF_MISSING_SECRET' || code === 'FST_CSRF_INVALID_TOKEN') return formExpired()
  if (code === 'FST_REQ_FILE_TOO_LARGE' || code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return fileTooLarge({ megabytes: Math.floor(deps.uploadLimitBytes / 1_048_576) })
  return undefined
}

function statusIn(error: unknown): number {
  // An address or a form that none of our pages made.
  if (error instanceof ZodError) return 400
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' && status >= 400 ? status : 500
}
