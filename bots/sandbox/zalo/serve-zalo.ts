import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { type StandInAnswer, serveCall } from '../serve-call.ts'
import { admitted, type Needs } from './admission.ts'
import type { OfficialAccount } from './official-accounts.ts'
import { type Allowance, createRateLimit } from './rate-limit.ts'
import { type Effect, enveloped } from './refusal.ts'
import type { ZaloWorld } from './world.ts'

export type CallOptions = Needs & {
  readonly method: string
  readonly request: unknown
  readonly recipient: string | null
  /** Templates do not count against the account's calls. */
  readonly uncounted?: boolean
}
type Served = { readonly request: FastifyRequest; readonly reply: FastifyReply }
export type Serve = (
  served: Served,
  options: CallOptions,
  handle: (account: OfficialAccount) => Effect,
) => Promise<FastifyReply>

/** Serves one call under the token in its header: counts it, admits it, answers in the envelope, and writes it down. */
export function createServe(world: ZaloWorld): Serve {
  const count = createRateLimit(world.frame)
  return async (served, options, handle) => {
    const { headers, query } = served.request
    // The real service does not know a token in the address at all.
    if ('access_token' in (query as object)) return noSuchApi(served.reply)
    const account = world.accounts.find(
      ({ accessToken }) => accessToken !== null && accessToken === headers.access_token,
    )
    const { method, request, recipient } = options
    const call = { channel: 'zalo', method, account: account?.oaId ?? 'unknown', recipient, request } as const
    const uncounted = options.uncounted === true || options.business === true
    const allowance: Allowance = account ? count(account, { uncounted }) : { headers: {} }
    return serveCall(world.frame, served, call, (): StandInAnswer => {
      const presented = { proof: headers.appsecret_proof, allowance }
      const answer = enveloped(() => handle(admitted(world.frame, account, options, presented)))
      return { ...answer, headers: allowance.headers }
    })
  }
}

export function acceptAnyBody(server: Parameters<FastifyPluginAsync>[0]): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 16 << 20 }, (_request, body, done) =>
    done(null, body),
  )
}

export const noSuchApi = (reply: FastifyReply): FastifyReply =>
  reply.code(404).send({ error: 404, message: 'empty api or invalid api' })
