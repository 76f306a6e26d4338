import cookie from '@fastify/cookie'
import csrf from '@fastify/csrf-protection'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import { type FastifyInstance, fastify } from 'fastify'
import { registerAssets } from './assets.ts'
import { registerErrorPages } from './error-page.ts'
import { fieldBytes, formBytes, parseForm } from './form-body.ts'
import { guardRoutes } from './guard.ts'
import { registerHealth } from './health.ts'
import { registerMetrics } from './metrics.ts'
import { pages } from './pages.ts'
import { contentSecurity } from './security-headers.ts'
import { createSessions } from './session.ts'
import type { WebDeps } from './web-deps.ts'
import { registerWebhooks } from './webhooks.ts'

export type { WebDeps } from './web-deps.ts'

/** The console, the signed pages, the webhooks and (in the demo) the sandbox as one server that does not listen yet. */
export async function createServer(deps: WebDeps): Promise<FastifyInstance> {
  // Fastify's own log would write addresses, and those of signed pages are secrets: logRequests names the route only.
  const server = fastify({
    logger: false,
    forceCloseConnections: true,
    trustProxy: trustedProxies(deps),
    bodyLimit: 1_048_576,
  })
  logRequests(server, deps)
  await server.register(cookie)
  await server.register(csrf, { cookieOpts: { path: '/', sameSite: 'lax', httpOnly: true, secure: isHttps(deps) } })
  // For every answer, also that of an address that does not exist; the sandbox puts its own policy in place of this one.
  await server.register(helmet, contentSecurity(isHttps(deps)))
  guardRoutes(server, createSessions(deps))
  registerErrorPages(server, deps)
  registerHealth(server, deps)
  registerMetrics(server, deps)
  await server.register(async (scope) => registerWebhooks(scope, deps))
  if (deps.demo?.sandbox) await server.register(deps.demo.sandbox, { prefix: '/sandbox' })
  await server.register(async (scope) => registerConsole(scope, deps))
  return server
}

async function registerConsole(scope: FastifyInstance, deps: WebDeps): Promise<void> {
  await scope.register(formbody, { bodyLimit: formBytes, parser: parseForm })
  // Our pages send forms and nothing else.
  scope.removeContentTypeParser(['application/json', 'text/plain'])
  // One byte more than is allowed: a file over the limit then reaches whoever stores it as too large, not as cut short.
  const limits = { fileSize: deps.uploadLimitBytes + 1, files: 1, fields: 20, fieldSize: fieldBytes }
  await scope.register(multipart, { limits, throwFileSizeLimit: false })
  await scope.register(rateLimit, { global: false })
  await registerAssets(scope)
  // Every form of the console carries its token; a form with a file checks it where the body is read (uploads.ts).
  scope.addHook('preHandler', (request, reply, done) => {
    const safe = request.method === 'GET' || request.method === 'HEAD'
    if (safe || request.routeOptions.config.upload) return done()
    scope.csrfProtection(request, reply, done)
  })
  for (const register of pages) await register(scope, deps)
}

function logRequests(server: FastifyInstance, { log }: WebDeps): void {
  server.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    const line = {
      method,
      route: routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    }
    log.debug(line, 'request')
  })
}

/** We speak plain HTTP: an https address means a proxy on this machine or its private network, and it names the real sender. */
const trustedProxies = (deps: Pick<WebDeps, 'publicUrl'>) => (isHttps(deps) ? ['loopback', 'uniquelocal'] : false)

const isHttps = ({ publicUrl }: Pick<WebDeps, 'publicUrl'>): boolean => publicUrl.startsWith('https:')
