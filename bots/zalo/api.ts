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
}

export function createZaloApi(
  tokens: ZaloTokens,
  {
    client,
    roots,
    budget,
  }: { readonly client: ZaloClient; readonly roots: ZaloRoots; readonly budget: () => Promise<void> },
): ZaloApi {
  const callWith = async (
    token: string,
    { method, root, path, headers, body, uncounted }: ApiCall,
  ): Promise<ApiResult> => {
    if (!uncounted) await budget()
    const reply = await client({
      method,
      url: roots[root] + path,
      headers: { ...headers, access_token: token },
      ...(body === undefined ? {} : { body }),
    })
    return resultOf(reply, root === 'business' ? 'zbs' : 'oa')
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

function resultOf(reply: ZaloReply, namespace: Namespace): ApiResult {
  const { kind, durationMs } = reply
  if (kind !== 'answer') {
    const status = kind === 'unknown' && reply.status !== undefined ? { status: reply.status } : {}
    return { kind: 'failed', meaning: { kind, code: reply.code }, facts: { ...status, code: reply.code, durationMs } }
  }
  const { status, body } = reply
  const description = redacted(body.message)
  const facts = { status, code: String(body.error), description, durationMs }
  if (body.error !== 0) return { kind: 'failed', meaning: meaningOf(namespace, body.error, description), facts }
  if (status >= 300)
    return { kind: 'failed', meaning: meaningOfStatus(status), facts: { ...facts, code: `http-${status}` } }
  return { kind: 'done', data: body.data, facts }
}

function withoutToken(access: Exclude<Access, { kind: 'ready' }>): ApiResult {
  const facts = { code: access.code, durationMs: 0 }
  if (access.kind === 'unreachable')
    return { kind: 'failed', meaning: { kind: 'not-written', code: access.code }, facts }
  return { kind: 'failed', meaning: { kind: 'misconfigured', code: access.code, detail: access.kind }, facts }
}
