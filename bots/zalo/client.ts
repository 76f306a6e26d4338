import { type Dispatcher, request } from 'undici'
import { z } from 'zod'
import { isProxyRefusal } from '../../src/platform/proxy.ts'
import type { RateSeen } from './call-budget.ts'
import { parseLossless } from './lossless-json.ts'

export type ZaloRequest = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** What came back. A refusal normally has HTTP 200 and a number other than 0 in `error`. */
export type ZaloReply =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly body: ZaloBody
      readonly durationMs: number
      readonly rate?: RateSeen
    }
  /** Nothing reached Zalo. */
  | { readonly kind: 'not-written'; readonly code: string; readonly durationMs: number }
  /** It was written, and no usable answer came. */
  | { readonly kind: 'unknown'; readonly code: string; readonly status?: number; readonly durationMs: number }

const body = z.looseObject({
  error: z.coerce.number().default(0),
  message: z.string().catch(''),
  data: z.unknown().optional(),
})
export type ZaloBody = z.infer<typeof body>

export type ZaloClient = (call: ZaloRequest) => Promise<ZaloReply>

const timeoutMs = 30_000

/** One HTTP call with undici; the body is read whatever the status says. */
export function createZaloClient(dispatcher?: Dispatcher): ZaloClient {
  return async ({ method, url, headers, body: sent }) => {
    const startedAt = performance.now()
    const durationMs = () => Math.round(performance.now() - startedAt)
    try {
      const response = await request(url, {
        method,
        headers: { ...headers },
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        ...(sent === undefined ? {} : { body: sent }),
        ...(dispatcher ? { dispatcher } : {}),
      })
      const rate = rateOf(response.headers)
      const answer = readAnswer(response.statusCode, await response.body.text())
      return { ...answer, ...(rate && answer.kind === 'answer' ? { rate } : {}), durationMs: durationMs() }
    } catch (error) {
      const code = codeOf(error)
      return { kind: wasNeverWritten(code) ? 'not-written' : 'unknown', code, durationMs: durationMs() }
    }
  }
}

type Read =
  | { readonly kind: 'answer'; readonly status: number; readonly body: ZaloBody }
  | { readonly kind: 'unknown'; readonly code: string; readonly status: number }

function readAnswer(status: number, text: string): Read {
  const parsed = body.safeParse(parseLossless(text))
  // A server in trouble may have done the work before it fell over.
  if (status >= 500) return { kind: 'unknown', code: `http-${status}`, status }
  if (parsed.success && (status < 300 || parsed.data.error !== 0)) return { kind: 'answer', status, body: parsed.data }
  // No words of the API's own, but a status that says the call was turned away at the door.
  if (status >= 400) return { kind: 'answer', status, body: { error: 0, message: '', data: undefined } }
  return { kind: 'unknown', code: 'no-json', status }
}

/** The minute's allowance, where Zalo tells it: https://docs.zaloplatforms.com/docs/OA, October 2026 */
function rateOf(headers: Readonly<Record<string, unknown>>): RateSeen | undefined {
  const parsed = rateHeaders.safeParse(headers)
  return parsed.success
    ? { limit: parsed.data['x-ratelimit-limit'], remain: parsed.data['x-ratelimit-remain'] }
    : undefined
}

const count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
const rateHeaders = z.looseObject({ 'x-ratelimit-limit': count, 'x-ratelimit-remain': count })

const neverWritten = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
  ...['proxy-refused', 'UND_ERR_PRX_TLS', 'UND_ERR_PRX_CONN'],
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
])

const wasNeverWritten = (code: string) => neverWritten.has(code) || /^(ERR_TLS|CERT)_/.test(code)

/** Only the code: a message of the network may carry the address with a token in it. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no-code'
  if (isProxyRefusal(error)) return 'proxy-refused'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause ? codeOf(error.cause) : error.name
}
