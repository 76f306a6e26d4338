import type { FastifyInstance } from 'fastify'
import { mayReadMetrics } from '../platform/metrics-access.ts'
import type { WebDeps } from './web-deps.ts'

/** GET /metrics for Prometheus, and the counting of how long webhook calls wait for their answer. */
export function registerMetrics(
  server: FastifyInstance,
  deps: Pick<WebDeps, 'metrics' | 'channels' | 'publicUrl'>,
): void {
  const { metrics } = deps
  if (!metrics) return
  // We speak no TLS: somebody else does it for us, and may tell nothing of whom it brings.
  const behindProxy = deps.publicUrl.startsWith('https:')
  server.get('/metrics', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (!mayReadMetrics(request.raw, metrics.token, { behindProxy })) return reply.code(403).send()
    const { type, body } = await metrics.text()
    return reply.header('content-type', type).send(body)
  })
  server.addHook('onResponse', async (request, reply) => {
    if (request.method !== 'POST' || request.routeOptions.url !== '/webhooks/:channel') return
    const { channel } = request.params as { readonly channel: string }
    // Anybody may call any name: only those of our own channels become a label.
    const known = deps.channels.listening().some(({ name }) => name === channel)
    metrics.webhook({ channel: known ? channel : 'other', status: reply.statusCode }, reply.elapsedTime)
  })
}
