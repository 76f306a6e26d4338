import { z } from 'zod'
import type { ZaloClient } from './client.ts'
import type { ZaloSecrets } from './config.ts'

/** What the token server gave, or why not. https://docs.zaloplatforms.com/docs/OA (OAuth v4), October 2026 */
export type GrantAnswer =
  | {
      readonly kind: 'granted'
      readonly accessToken: string
      /** One report says an answer may lack it. */
      readonly refreshToken: string | undefined
      readonly livesForMs: number
    }
  /** Zalo said no, with its code. */
  | { readonly kind: 'refused'; readonly code: string }
  /** It may have been done, but no usable answer came: what was asked with may be spent now. */
  | { readonly kind: 'lost'; readonly code: string }
  /** Certainly not done. */
  | { readonly kind: 'not-done'; readonly code: string }

export type TokenServer = (
  app: Pick<ZaloSecrets, 'appId' | 'appSecret'>,
  form: Readonly<Record<string, string>>,
) => Promise<GrantAnswer>

/** One call of the token endpoint: form fields in the body, the app's secret in a header. */
export function createTokenServer(client: ZaloClient, oauthRoot: string): TokenServer {
  return async ({ appId, appSecret }, form) => {
    const reply = await client({
      method: 'POST',
      url: `${oauthRoot}/v4/oa/access_token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', secret_key: appSecret },
      body: new URLSearchParams({ ...form, app_id: appId }).toString(),
    })
    if (reply.kind === 'unknown') return { kind: 'lost', code: reply.code }
    if (reply.kind === 'not-written') return { kind: 'not-done', code: reply.code }
    const { status, body } = reply
    if (body.error === tooFast || status === 429) return { kind: 'not-done', code: `http-${status}` }
    if (body.error !== 0) return { kind: 'refused', code: String(body.error) }
    // Turned away at the door, without a word of the token server itself.
    if (status >= 300) return { kind: 'not-done', code: `http-${status}` }
    const granted = grant.safeParse(body)
    if (!granted.success) return { kind: 'lost', code: 'empty-answer' }
    const { access_token: accessToken, refresh_token: refreshToken, expires_in: livesForS } = granted.data
    return { kind: 'granted', accessToken, refreshToken: refreshToken || undefined, livesForMs: livesForS * 1000 }
  }
}

const tooFast = -32

/**
 * `expires_in` is a string of seconds: 90,000 for 25 hours. Token fields may stand there empty. https://docs.zaloplatforms.com/docs/OA,
 * October 2026
 */
const grant = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().default(''),
  expires_in: z.coerce.number().positive(),
})
