import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { systemClock } from '../../../src/platform/clock.ts'
import { type StandInAnswer, serveCall } from '../serve-call.ts'
import { type AssetKind, checkAsset } from './assets.ts'
import { conversation, listRecentChat } from './conversations.ts'
import { callsPerMinute, type OfficialAccount } from './official-accounts.ts'
import { type Allowance, createRateLimit } from './rate-limit.ts'
import { allTemplates, getOa, templateInfo, userDetail } from './reading.ts'
import { type Effect, enveloped, refusal } from './refusal.ts'
import { sendCs, sendTemplate } from './sending.ts'
import { readSwitches } from './switches.ts'
import { listUsers, messageQuota } from './user-list.ts'
import type { ZaloWorld } from './world.ts'

type Handle = (account: OfficialAccount) => Effect
type Served = { readonly request: FastifyRequest; readonly reply: FastifyReply }

/** openapi.zalo.me and business.openapi.zalo.me below their prefixes. */
export function openApiRoutes(world: ZaloWorld): {
  readonly api: FastifyPluginAsync
  readonly business: FastifyPluginAsync
} {
  const serve = createServe(world)
  const api: FastifyPluginAsync = async (server) => {
    acceptAnyBody(server)
    server.post('/v3.0/oa/message/cs', (request, reply) => {
      const body = jsonOf(request)
      return serve({ request, reply }, named('message/cs', body), (account) => sendCs(world, account, body))
    })
    server.post('/v3.0/oa/message/template', (request, reply) => {
      const body = jsonOf(request)
      const options = { ...named('message/template', body), unlimited: true }
      return serve({ request, reply }, options, (account) => sendTemplate(world, account, body))
    })
    for (const kind of ['file', 'image', 'gif'] as const)
      server.post(`/v2.0/oa/upload/${kind}`, (request, reply) => upload(world, serve, { request, reply }, kind))
    server.get('/v2.0/oa/getoa', (request, reply) =>
      serve({ request, reply }, { ...named('getoa', null), anyPackage: true }, (account) => getOa(world, account)),
    )
    server.get('/v3.0/oa/user/detail', (request, reply) =>
      serve({ request, reply }, named('user/detail', request.query), (account) =>
        userDetail(world, account, request.query),
      ),
    )
    server.post('/v3.0/oa/quota/message', (request, reply) => {
      const body = jsonOf(request)
      return serve({ request, reply }, named('quota/message', body), (account) => messageQuota(world, account, body))
    })
    server.get('/v3.0/oa/user/getlist', (request, reply) =>
      serve({ request, reply }, named('user/getlist', request.query), (account) =>
        listUsers(world, account, request.query),
      ),
    )
    server.get('/v2.0/oa/listrecentchat', (request, reply) =>
      serve({ request, reply }, named('listrecentchat', request.query), (account) =>
        listRecentChat(world, account, request.query),
      ),
    )
    server.get('/v2.0/oa/conversation', (request, reply) =>
      serve({ request, reply }, named('conversation', request.query), (account) =>
        conversation(world, account, request.query),
      ),
    )
    server.post('/v2.0/oa/message', (request, reply) =>
      serve({ request, reply }, named('v2.0/message', jsonOf(request)), () => {
        throw refusal(-240, 'this api was shut down')
      }),
    )
    server.setNotFoundHandler((_request, reply) => noSuchApi(reply))
  }
  const business: FastifyPluginAsync = async (server) => {
    server.get('/template/all', (request, reply) =>
      serve({ request, reply }, { ...named('template/all', request.query), business: true }, allTemplates),
    )
    server.get<{ Querystring: { template_id?: string } }>('/template/info/v2', (request, reply) =>
      serve({ request, reply }, { ...named('template/info', request.query), business: true }, (account) =>
        templateInfo(account, request.query.template_id ?? ''),
      ),
    )
    server.setNotFoundHandler((_request, reply) => noSuchApi(reply))
  }
  return { api, business }
}

type CallOptions = {
  readonly method: string
  readonly request: unknown
  readonly recipient: string | null
  /** Also without a package that has the API. */
  readonly anyPackage?: boolean
  /** Templates do not count against the account's calls. */
  readonly unlimited?: boolean
  readonly business?: boolean
}
type Serve = (served: Served, options: CallOptions, handle: Handle) => Promise<FastifyReply>

function createServe(world: ZaloWorld): Serve {
  const count = createRateLimit(systemClock)
  return async (served, options, handle) => {
    // The real service does not know a token in the address at all.
    if ('access_token' in (served.request.query as object)) return noSuchApi(served.reply)
    const token = served.request.headers.access_token
    const account = world.accounts.find(({ accessToken }) => accessToken !== null && accessToken === token)
    const { method, request, recipient } = options
    const call = { channel: 'zalo', method, account: account?.oaId ?? 'unknown', recipient, request } as const
    const limited = account && !options.unlimited && !options.business && readSwitches(world.frame.store).limits
    const allowance: Allowance = limited ? count(account) : { allowed: true, headers: {} }
    return serveCall(world.frame, served, call, (): StandInAnswer => {
      const answer = enveloped(() => handle(admitted(world, account, options, allowance)))
      return { ...answer, headers: allowance.headers }
    })
  }
}

function admitted(
  { frame }: ZaloWorld,
  account: OfficialAccount | undefined,
  options: CallOptions,
  { allowed }: Allowance,
): OfficialAccount {
  if (!account) throw refusal(options.business ? -124 : -216, 'access_token is invalid')
  if (String(account.accessExpiresAt) <= frame.clock.now().toISOString())
    throw refusal(options.business ? -124 : -220, 'access_token is expired')
  if (!allowed) throw refusal(-32, 'the OA is over its limit of calls per minute')
  if (!options.anyPackage && callsPerMinute[account.package] === null)
    throw refusal(options.business ? -135 : -224, 'the package of the OA is too low')
  return account
}

async function upload(world: ZaloWorld, serve: Serve, served: Served, kind: AssetKind): Promise<FastifyReply> {
  const file = await formFile(served.request)
  const shown = file && { name: file.name, sizeBytes: file.bytes.length }
  return serve(served, { method: `upload/${kind}`, request: shown ?? null, recipient: null }, (account) => {
    if (!file) throw refusal(-201, 'file is missing')
    checkAsset({ kind, ...file })
    const handle = world.assets.keep(account.oaId, { kind, ...file })
    return { data: kind === 'file' ? { token: handle } : { attachment_id: handle }, effect: true }
  })
}

async function formFile(request: FastifyRequest) {
  const headers = { 'content-type': request.headers['content-type'] ?? '' }
  const form = await new Response(new Uint8Array(request.body as Buffer), { headers }).formData().catch(() => undefined)
  const file = form?.get('file')
  if (!(file instanceof File)) return undefined
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
}

/** The log line of a call; who it is for stands in one of two places. */
function named(method: string, body: unknown): Pick<CallOptions, 'method' | 'request' | 'recipient'> {
  const given = body as { user_id?: unknown; recipient?: { user_id?: unknown } } | null | undefined
  const recipient = given?.recipient?.user_id ?? given?.user_id
  return { method, request: body ?? null, recipient: typeof recipient === 'string' ? recipient : null }
}

export function acceptAnyBody(server: Parameters<FastifyPluginAsync>[0]): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 16 << 20 }, (_request, body, done) =>
    done(null, body),
  )
}

function jsonOf(request: FastifyRequest): unknown {
  try {
    return request.headers['content-type']?.startsWith('application/json')
      ? JSON.parse(String(request.body))
      : undefined
  } catch {
    return undefined
  }
}

const noSuchApi = (reply: FastifyReply) => reply.code(404).send({ error: 404, message: 'empty api or invalid api' })
