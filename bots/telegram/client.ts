import { performance } from 'node:perf_hooks'
import { Api, type ApiClientOptions, GrammyError, HttpError, type RawApi } from 'grammy'
import type { ApiMethods, Opts } from 'grammy/types'
import { type Dispatcher, request } from 'undici'
import { z } from 'zod'
import { isProxyRefusal } from '../../src/platform/proxy.ts'

/** What became of one call; nothing is thrown for what a platform or network does. */
export type Reply<T> = ReplyKind<T> & { readonly method: string; readonly durationMs: number }
export type ReplyKind<T> =
  | { readonly kind: 'ok'; readonly result: T }
  | { readonly kind: 'refused'; readonly code: number; readonly description: string; readonly retryAfterMs?: number }
  /** The request certainly did not reach the platform. */
  | { readonly kind: 'not-written'; readonly code: string }
  /** It was written, and no usable answer came. */
  | { readonly kind: 'unknown'; readonly code: string; readonly status?: number }

export type TelegramClient = {
  call<M extends keyof ApiMethods>(
    method: M,
    payload: Opts<M>,
    options?: { readonly signal?: AbortSignal; readonly timeoutMs?: number },
  ): Promise<Reply<ReturnType<ApiMethods[M]>>>
}

export type TelegramClientOptions = {
  readonly token: string
  readonly apiRoot: string
  /** Carries the proxy settings of the house. */
  readonly dispatcher?: Dispatcher
}

const answerTimeoutMs = 30_000

/** grammY gives these their empty payload itself. */
const withoutPayload = new Set<string>(['getMe', 'getWebhookInfo'])

export function createTelegramClient({ token, apiRoot, dispatcher }: TelegramClientOptions): TelegramClient {
  const apis = new Map<number, RawApi>()
  const apiFor = (timeoutMs: number): RawApi => {
    const known = apis.get(timeoutMs)
    if (known) return known
    const fetch = fetchOverUndici({ ...(dispatcher ? { dispatcher } : {}), timeoutMs })
    // Undici's own limits end a call first: only they can say what had been written.
    const timeoutSeconds = timeoutMs / 500 + 60
    const { raw } = new Api(token, { apiRoot: apiRoot.replace(/\/+$/, ''), fetch, timeoutSeconds })
    apis.set(timeoutMs, raw)
    return raw
  }
  return {
    async call(method, payload, { signal, timeoutMs = answerTimeoutMs } = {}) {
      const begun = performance.now()
      const ask = apiFor(timeoutMs)[method] as (...given: readonly unknown[]) => Promise<never>
      const given = withoutPayload.has(method) ? [signal] : [payload, signal]
      const reply = await ask(...given).then((result) => ({ kind: 'ok', result }) as const, explain)
      return { ...reply, method, durationMs: Math.round(performance.now() - begun) }
    },
  }
}

/** https://core.telegram.org/bots/api#making-requests */
const envelope = z.union([
  z.looseObject({
    ok: z.literal(true),
    result: z.unknown().refine((result) => result !== undefined && result !== null),
  }),
  z.looseObject({
    ok: z.literal(false),
    error_code: z.number().int(),
    description: z.string(),
    parameters: z.looseObject({ retry_after: z.number().min(0).optional() }).optional(),
  }),
])

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An answer that is not the Bot API's: the page of a proxy, a cut-off body. */
class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'
  readonly status: number

  constructor(status: number) {
    super('The answer is no JSON')
    this.status = status
  }
}

/** Twice as fast as grammY's own, and its errors tell what had been written. Node's fetch refuses grammY's kind of signal. */
function fetchOverUndici(options: { readonly dispatcher?: Dispatcher; readonly timeoutMs: number }): Fetch {
  const { timeoutMs, ...rest } = options
  const fetch = async (url: string, { method, headers, body, signal }: GrammyRequest) => {
    const limits = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs }
    const answer = await request(url, { method, headers, body, signal: bridge(signal), ...limits, ...rest })
    return {
      async json() {
        const read = envelope.safeParse(parse(await answer.body.text()))
        if (!read.success) throw new UnreadableAnswer(answer.statusCode)
        return read.data
      },
    }
  }
  return fetch as unknown as Fetch
}

type Fetch = NonNullable<ApiClientOptions['fetch']>
type GrammyRequest = {
  readonly method: 'POST'
  readonly headers: Record<string, string>
  readonly body: string
  readonly signal: Pick<AbortSignal, 'aborted' | 'addEventListener'>
}

function bridge(signal: GrammyRequest['signal']): AbortSignal {
  const controller = new AbortController()
  if (signal.aborted) controller.abort()
  else signal.addEventListener('abort', () => controller.abort(), { once: true })
  return controller.signal
}

function explain(error: unknown): ReplyKind<never> {
  if (error instanceof GrammyError) {
    const { error_code: code, description, parameters } = error
    const wait = parameters.retry_after
    return { kind: 'refused', code, description, ...(wait === undefined ? {} : { retryAfterMs: wait * 1000 }) }
  }
  if (!(error instanceof HttpError)) throw error
  const cause = error.error
  if (cause instanceof UnreadableAnswer) return { kind: 'unknown', code: `http-${cause.status}`, status: cause.status }
  const code = codeOf(cause)
  return { kind: wasNotWritten(cause, code) ? 'not-written' : 'unknown', code }
}

const refusedBeforeWriting = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'proxy-refused',
  'UND_ERR_PRX_TLS',
  'UND_ERR_PRX_CONN',
  'UND_ERR_CLOSED',
])

function wasNotWritten(cause: unknown, code: string): boolean {
  const step = cause instanceof Error && 'syscall' in cause ? cause.syscall : undefined
  return (
    refusedBeforeWriting.has(code) ||
    step === 'connect' ||
    step === 'getaddrinfo' ||
    /CERT|SELF_SIGNED|^ERR_TLS/.test(code)
  )
}

function codeOf(cause: unknown): string {
  if (isProxyRefusal(cause)) return 'proxy-refused'
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return cause instanceof Error && cause.name === 'AbortError' ? 'aborted' : 'no-answer'
}
