import { createHmac } from 'node:crypto'
import type { Clock } from '../../src/platform/clock.ts'
import type { CallBudget, RateSeen, Urgency } from './call-budget.ts'
import type { ZaloClient, ZaloReply, ZaloRequest } from './client.ts'
import type { ZaloRoots } from './config.ts'
import { type CodeMeaning, meaningOf, meaningOfStatus, type Namespace, redacted } from './outcome.ts'
import type { Access, ZaloTokens } from './tokens.ts'

/** What a call under the account's token came to. */
export type ApiResult =
  | { readonly kind: 'done'; readonly data: unknown; readonly facts: ApiFacts }
  | { readonly kind: 'failed'; readonly meaning: CodeMeaning; readonly facts: ApiFacts }

/** Evidence without secrets. */
export type ApiFacts = {
  readonly status?: number
  readonly code?: string
  readonly description?: string
  readonly durationMs: number
}

/** `path` is below the root; the token is added, renewed once when Zalo refuses it, and the call played again once. */
export type ZaloApi = (call: ApiCall) => Promise<ApiResult>

export type ApiCall = Pick<ZaloRequest, 'method' | 'headers' | 'body'> & {
  readonly root: Exclude<keyof ZaloRoots, 'oauth'>
  readonly path: string
  /** Zalo does not count templates against the account's calls. */
  readonly uncounted?: true
  /** Bulk unless said otherwise. */
  readonly urgency?: Urgency
}

export function createZaloApi(
  tokens: ZaloTokens,
  { client, roots, budget, clock, appSecret, onRate }: ApiParts,
): ZaloApi {
  const callWith = async (token: string, call: ApiCall): Promise<ApiResult> => {
    const { method, root, path, headers, body, uncounted, urgency = 'bulk' } = call
    const turn = uncounted ? undefined : await budget.take(urgency)
    if (turn?.kind === 'later') return withoutTurn(turn.retryAfterMs)
    const reply = await client({
      method,
      url: roots[root] + path,
      headers: { ...headers, access_token: token, ...(appSecret ? { appsecret_proof: proof(appSecret, token) } : {}) },
      ...(body === undefined ? {} : { body }),
    })
    const rate = reply.kind === 'answer' ? reply.rate : undefined
    turn?.ended(rate)
    if (rate && turn) onRate?.(rate)
    const result = resultOf(reply, root === 'business' ? 'zbs' : 'oa', clock)
    if (turn && result.kind === 'failed' && result.meaning.kind === 'throttled')
      budget.rest(result.meaning.retryAfterMs)
    return result
  }
  return async (call) => {
    const access = await tokens.access()
    if (access.kind !== 'ready') return withoutToken(access)
    const first = await callWith(access.token, call)
    if (first.kind === 'done' || first.meaning.kind !== 'token') return first
    const renewed = await tokens.renew(access.token)
    if (renewed.kind !== 'ready') return withoutToken(renewed)
    const second = await callWith(renewed.token, call)
    if (second.kind === 'done' || second.meaning.kind !== 'token') return second
    const { code = 'token', description: detail = '' } = second.facts
    return { ...second, meaning: { kind: 'misconfigured', code, detail } }
  }
}

export type ApiParts = {
  readonly client: ZaloClient
  readonly roots: ZaloRoots
  readonly budget: CallBudget
  readonly clock: Clock
  /** Given where Zalo's console asks for a proof with each call. */
  readonly appSecret?: string | undefined
  /** Told what Zalo says about the running minute. */
  readonly onRate?: (rate: RateSeen) => void
}

/** https://docs.zaloplatforms.com/docs/OA, October 2026: lower-case hex, the access token under the app's secret. */
const proof = (appSecret: string, token: string) => createHmac('sha256', appSecret).update(token).digest('hex')

function resultOf(reply: ZaloReply, namespace: Namespace, clock: Clock): ApiResult {
  const { kind, durationMs } = reply
  if (kind !== 'answer') {
    const status = kind === 'unknown' && reply.status !== undefined ? { status: reply.status } : {}
    return { kind: 'failed', meaning: { kind, code: reply.code }, facts: { ...status, code: reply.code, durationMs } }
  }
  const { status, body } = reply
  const description = redacted(body.message)
  const facts = { status, code: String(body.error), description, durationMs }
  if (body.error !== 0) return { kind: 'failed', meaning: meaningOf(namespace, body.error, description, clock), facts }
  if (status >= 300)
    return { kind: 'failed', meaning: meaningOfStatus(status), facts: { ...facts, code: `http-${status}` } }
  return { kind: 'done', data: body.data, facts }
}

function withoutTurn(retryAfterMs: number): ApiResult {
  const code = 'call-budget'
  return { kind: 'failed', meaning: { kind: 'throttled', retryAfterMs }, facts: { code, durationMs: 0 } }
}

function withoutToken(access: Exclude<Access, { kind: 'ready' }>): ApiResult {
  const facts = { code: access.code, durationMs: 0 }
  if (access.kind === 'unreachable')
    return { kind: 'failed', meaning: { kind: 'not-written', code: access.code }, facts }
  return { kind: 'failed', meaning: { kind: 'misconfigured', code: access.code, detail: access.kind }, facts }
}
