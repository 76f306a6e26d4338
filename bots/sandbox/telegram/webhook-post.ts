import { STATUS_CODES } from 'node:http'
import type { Update } from '@grammyjs/types'
import { request } from 'undici'
import type { Webhook } from './bots.ts'
import type { TelegramState } from './method.ts'

/** What one delivery came to. */
export type PostOutcome =
  | { readonly kind: 'taken' }
  /** There is no webhook any more. */
  | { readonly kind: 'nowhere' }
  /** 0 when it did not say how long to wait. */
  | { readonly kind: 'failed'; readonly retryAfterMs: number }

/** All of these were read in the server, 2026-05. */
const answerTimeoutMs = 60_000
const longestRetryAfterS = 3600
/** A webhook that says "gone" for this long is taken at its word. */
const goneMs = 23 * 3_600_000

/** Any 2xx takes the update; there are no redirects. https://core.telegram.org/bots/api#setwebhook */
export async function postUpdate(
  state: TelegramState,
  botId: number,
  update: Update,
  stopping: AbortSignal,
): Promise<PostOutcome> {
  const webhook = state.bots.byId(botId)?.webhook
  if (!webhook) return { kind: 'nowhere' }
  try {
    const { statusCode, headers, body } = await request(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(webhook.secretToken ? { 'x-telegram-bot-api-secret-token': webhook.secretToken } : {}),
      },
      body: JSON.stringify(update),
      headersTimeout: answerTimeoutMs,
      bodyTimeout: answerTimeoutMs,
      signal: stopping,
    })
    await body.dump()
    // The store may be closed by now.
    if (stopping.aborted) return { kind: 'nowhere' }
    if (statusCode >= 200 && statusCode < 300) {
      change(state, botId, ({ goneSince: _since, ...rest }) => rest)
      return { kind: 'taken' }
    }
    noteStatus(state, botId, statusCode)
    const seconds = Number(headers['retry-after'] ?? 0) || 0
    return { kind: 'failed', retryAfterMs: Math.min(Math.max(seconds, 0), longestRetryAfterS) * 1000 }
  } catch (error) {
    if (stopping.aborted) return { kind: 'nowhere' }
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    noteError(state, botId, code.endsWith('_TIMEOUT') ? 'Read timeout expired' : 'Connection refused')
    return { kind: 'failed', retryAfterMs: 0 }
  }
}

function noteStatus(state: TelegramState, botId: number, status: number): void {
  noteError(state, botId, `Wrong response from the webhook: ${status} ${STATUS_CODES[status] ?? ''}`.trim())
  const now = state.frame.clock.now().getTime()
  const since = state.bots.byId(botId)?.webhook?.goneSince
  if (status !== 410) change(state, botId, ({ goneSince: _since, ...rest }) => rest)
  else if (since === undefined) change(state, botId, (webhook) => ({ ...webhook, goneSince: now }))
  else if (now - since > goneMs) state.bots.change(botId, { webhook: null })
}

function noteError(state: TelegramState, botId: number, lastError: string): void {
  const lastErrorAt = Math.floor(state.frame.clock.now().getTime() / 1000)
  change(state, botId, (webhook) => ({ ...webhook, lastErrorAt, lastError }))
}

function change(state: TelegramState, botId: number, how: (webhook: Webhook) => Webhook): void {
  const webhook = state.bots.byId(botId)?.webhook
  const after = webhook && how(webhook)
  if (after && JSON.stringify(after) !== JSON.stringify(webhook)) state.bots.change(botId, { webhook: after })
}
