import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Of every page of the sandbox. */
export const pagePolicy = [
  "default-src 'none'",
  ...["script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'"],
  ...["form-action 'self'", "base-uri 'self'", "frame-ancestors 'none'"],
].join('; ')

/** Nothing inline, nothing from elsewhere, and no form that another site sends in the name of whoever is here. */
export function onlyOwnPages(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': pagePolicy,
      'x-content-type-options': 'nosniff',
      // Keeps Origin and Referer on our own forms, and away from others.
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (!reads && !comesFromHere(request)) throw Object.assign(new Error('foreign origin'), { statusCode: 403 })
  })
}

/** Browsers name the origin of every POST; who names none is refused too. */
function comesFromHere({ headers }: FastifyRequest): boolean {
  const { origin, host, 'sec-fetch-site': site } = headers
  if (site !== undefined && site !== 'same-origin') return false
  if (origin === undefined) return site === 'same-origin'
  return URL.canParse(origin) && new URL(origin).host === host
}
