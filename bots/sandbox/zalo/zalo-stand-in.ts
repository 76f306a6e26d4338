import type { FastifyPluginAsync } from 'fastify'
import { createTexts } from '../../../src/texts.ts'
import type { SandboxFrame } from '../frame.ts'
import { serveCall } from '../serve-call.ts'
import { consentRoutes } from './consent-page.ts'
import { answerTokenRequest } from './oauth.ts'
import { openApiRoutes } from './openapi.ts'
import { acceptAnyBody } from './serve-zalo.ts'
import { createZaloWorld, type ZaloWorld } from './world.ts'
import { zaloControlRoutes } from './zalo-control.ts'

/** The stand-in for Zalo: `apiRoutes` go below /zalo, `controlRoutes` below /control/zalo. */
export type ZaloStandIn = {
  readonly world: ZaloWorld
  readonly apiRoutes: FastifyPluginAsync
  readonly controlRoutes: FastifyPluginAsync
}

export function createZaloStandIn(frame: SandboxFrame): ZaloStandIn {
  const world = createZaloWorld(frame, createTexts().say)
  const { api, business } = openApiRoutes(world)
  const apiRoutes: FastifyPluginAsync = async (server) => {
    await server.register(api, { prefix: '/openapi' })
    await server.register(business, { prefix: '/business' })
    await server.register(oauthRoutes(world), { prefix: '/oauth' })
  }
  return { world, apiRoutes, controlRoutes: zaloControlRoutes(world) }
}

const oauthRoutes =
  (world: ZaloWorld): FastifyPluginAsync =>
  async (server) => {
    acceptAnyBody(server)
    consentRoutes(server, world)
    server.post('/v4/oa/access_token', (request, reply) => {
      const form = new URLSearchParams(String(request.body))
      const secretKey = request.headers.secret_key
      const call = {
        channel: 'zalo',
        method: 'oauth/access_token',
        account: form.get('app_id') ?? 'unknown',
        recipient: null,
        request: { grant_type: form.get('grant_type') },
      } as const
      return serveCall(world.frame, { request, reply }, call, () =>
        answerTokenRequest(world, {
          contentType: request.headers['content-type'] ?? '',
          secretKey: typeof secretKey === 'string' ? secretKey : undefined,
          form,
        }),
      )
    })
  }
