import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { conversation, listRecentChat } from './conversations.ts'
import type { OfficialAccount } from './official-accounts.ts'
import { messageStatus, phoneQuota, sendByPhone } from './phone-sending.ts'
import { getOa, userDetail } from './reading.ts'
import { type Effect, refusal } from './refusal.ts'
import { reactOrRefuse, sendCs } from './sending.ts'
import { acceptAnyBody, type CallOptions, createServe, noSuchApi } from './serve-zalo.ts'
import { allTemplates, templateInfo } from './template-reading.ts'
import { sendTemplate } from './template-sending.ts'
import { uploadRoutes } from './uploads.ts'
import { listUsers, messageQuota } from './user-list.ts'
import type { ZaloWorld } from './world.ts'

/** One call of the API; `given` is the JSON body of a POST, the query of a GET. */
type Route = {
  readonly verb: 'GET' | 'POST'
  readonly path: string
  /** How the call log and faults name it. */
  readonly method: string
  readonly needs: Pick<CallOptions, 'permission' | 'anyPackage' | 'uncounted'>
  readonly handle: (world: ZaloWorld, account: OfficialAccount, given: unknown) => Effect
}

const sends = { permission: 'send-messages' } as const
const reads = { permission: 'manage-users' } as const
const about = { permission: 'oa-information', anyPackage: true } as const

/** openapi.zalo.me. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const api: readonly Route[] = [
  { verb: 'POST', path: '/v3.0/oa/message/cs', method: 'message/cs', needs: sends, handle: sendCs },
  {
    ...{ verb: 'POST', path: '/v3.0/oa/message/template', method: 'message/template' },
    needs: { ...sends, uncounted: true },
    handle: sendTemplate,
  },
  // What went with the templates of 2025 is closed since March 2026.
  ...(['transaction', 'promotion'] as const).map(
    (kind): Route => ({
      ...{ verb: 'POST', path: `/v3.0/oa/message/${kind}`, method: `message/${kind}`, needs: sends, handle: closed },
    }),
  ),
  { verb: 'POST', path: '/v2.0/oa/message', method: 'v2.0/message', needs: sends, handle: reactOrRefuse },
  { verb: 'GET', path: '/v2.0/oa/getoa', method: 'getoa', needs: about, handle: getOa },
  { verb: 'GET', path: '/v3.0/oa/user/detail', method: 'user/detail', needs: reads, handle: userDetail },
  { verb: 'GET', path: '/v3.0/oa/user/getlist', method: 'user/getlist', needs: reads, handle: listUsers },
  { verb: 'POST', path: '/v3.0/oa/quota/message', method: 'quota/message', needs: reads, handle: messageQuota },
  { verb: 'GET', path: '/v2.0/oa/listrecentchat', method: 'listrecentchat', needs: reads, handle: listRecentChat },
  { verb: 'GET', path: '/v2.0/oa/conversation', method: 'conversation', needs: reads, handle: conversation },
]

/** business.openapi.zalo.me. https://docs.zaloplatforms.com/docs/ZBS, October 2026 */
const business: readonly Route[] = [
  { verb: 'POST', path: '/message/template', method: 'business/template', needs: sends, handle: sendByPhone },
  {
    ...{ verb: 'GET', path: '/message/status', method: 'business/status', needs: sends },
    handle: (world, account, given) =>
      messageStatus(world, account, String((given as { message_id?: unknown }).message_id ?? '')),
  },
  { verb: 'GET', path: '/message/quota', method: 'business/quota', needs: sends, handle: phoneQuota },
  {
    ...{ verb: 'GET', path: '/message/quality', method: 'business/quality', needs: sends },
    handle: () => ({ data: { oaCurrentQuality: 'HIGH', oa7dayQuality: 'HIGH' }, effect: false }),
  },
  { verb: 'GET', path: '/template/all', method: 'template/all', needs: sends, handle: allTemplates },
  { verb: 'GET', path: '/template/info/v2', method: 'template/info', needs: sends, handle: templateInfo },
]

function closed(): never {
  throw refusal(-240, 'this api was shut down')
}

/** Both hosts, each below its prefix. */
export function openApiRoutes(world: ZaloWorld): {
  readonly api: FastifyPluginAsync
  readonly business: FastifyPluginAsync
} {
  const serve = createServe(world)
  const host =
    (routes: readonly Route[], more: { readonly business?: true }): FastifyPluginAsync =>
    async (server) => {
      acceptAnyBody(server)
      for (const { verb, path, method, needs, handle } of routes)
        server.route({
          method: verb,
          url: path,
          handler(request, reply) {
            const given = verb === 'POST' ? jsonOf(request) : request.query
            const options = { ...needs, ...more, method, request: given ?? null, recipient: recipientOf(given) }
            return serve({ request, reply }, options, (account) => handle(world, account, given))
          },
        })
      if (!more.business) uploadRoutes(server, world, serve)
      server.setNotFoundHandler((_request, reply) => noSuchApi(reply))
    }
  return { api: host(api, {}), business: host(business, { business: true }) }
}

/** Who a call is for stands in one of several places. */
function recipientOf(given: unknown): string | null {
  const { user_id, phone, recipient, data } = (given ?? {}) as Record<string, unknown>
  if (typeof data === 'string') return recipientOf(parsed(data))
  const named = (recipient as { user_id?: unknown } | undefined)?.user_id ?? user_id ?? phone
  return typeof named === 'string' ? named : null
}

const jsonOf = (request: FastifyRequest): unknown =>
  request.headers['content-type']?.startsWith('application/json') ? parsed(String(request.body)) : undefined

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
