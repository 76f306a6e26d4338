import type { FastifyInstance } from 'fastify'
import type { WebDeps } from './web-deps.ts'

/** GET /healthz: 503 when this process cannot work; a channel that fails is told, but is no reason to restart us. */
export function registerHealth(server: FastifyInstance, deps: Pick<WebDeps, 'health'>): void {
  server.get('/healthz', async (_request, reply) => {
    const health = await deps.health()
    const able = health.database === 'ok' && health.queue === 'ok'
    return reply
      .code(able ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(health)
  })
}
