import { z } from 'zod'
import type { SendOutcome, SendResult, SendTrace } from '../../src/channels/send-outcome.ts'
import type { Reply } from './client.ts'

/**
 * What a reply to a send means for the broadcast. https://core.telegram.org/api/errors and the texts of the Bot API server (read November
 * 2026)
 */
export function outcomeOf(reply: Reply<unknown>, weight = 1): SendOutcome {
  return { ...resultOf(reply), trace: { ...traceOf(reply), ...(weight === 1 ? {} : { weight }) } }
}

function resultOf(reply: Reply<unknown>): SendResult {
  switch (reply.kind) {
    case 'ok': {
      const messageIds = messageIdsOf(reply.result)
      return messageIds ? { kind: 'sent', messageIds, costVnd: 0 } : { kind: 'unknown', code: 'no-message' }
    }
    case 'refused':
      return meaningOf(reply.code, reply.description, reply.retryAfterMs)
    case 'not-written':
    case 'unknown':
      return { kind: reply.kind, code: reply.code }
    default:
      return reply satisfies never
  }
}

const sentMessage = z.object({ message_id: z.number().int() }).transform(({ message_id }) => [String(message_id)])
const sentMessages = z.union([sentMessage, z.array(sentMessage).transform((lists) => lists.flat())])

/** Of the message or the album that was sent; undefined when the answer names none. */
const messageIdsOf = (result: unknown): readonly string[] | undefined => {
  const ids = sentMessages.safeParse(result).data
  return ids && ids.length > 0 ? ids : undefined
}

const waitWhenUnsaidMs = 5_000
type Meaning = (detail: string) => SendResult

const gone =
  (code: string): Meaning =>
  () => ({ kind: 'recipient-gone', code, state: 'gone' })
/** May come back by itself: with Start, with an unblock, with any message. */
const blocked =
  (code: string): Meaning =>
  () => ({ kind: 'recipient-gone', code, state: 'blocked' })
const content =
  (code: string): Meaning =>
  (detail) => ({ kind: 'rejected', code, detail })
const account =
  (code: string): Meaning =>
  (detail) => ({ kind: 'misconfigured', code, detail })

/** By code, then by a lower-cased part of the description; texts may change, so each code has a last row without one. */
const table: readonly (readonly [code: number, part: string, meaning: Meaning])[] = [
  [400, 'chat not found', gone('chat-not-found')],
  [400, 'peer_id_invalid', gone('chat-not-found')],
  [400, 'user not found', gone('chat-not-found')],
  // The server turns refusals of 403 that have no sentence into 400.
  [400, 'user_is_blocked', blocked('blocked')],
  [400, 'user_deactivated', gone('deactivated')],
  [400, 'user_is_bot', gone('is-a-bot')],
  // Only groups move to another id (`migrate_to_chat_id`), and the desk writes to people.
  [400, 'upgraded to a supergroup', gone('no-private-chat')],
  [400, 'not enough rights', blocked('no-rights')],
  [400, 'have no write access', blocked('no-rights')],
  [400, "can't parse entities", content('markup')],
  [400, 'message is too long', content('text-too-long')],
  [400, 'caption is too long', content('text-too-long')],
  [400, 'text is empty', content('text-empty')],
  [400, 'button_', content('buttons')],
  [400, 'keyboard button', content('buttons')],
  [400, 'reply markup is too long', content('buttons')],
  [400, 'file', content('file')],
  [400, 'http url', content('file')],
  [400, 'web page content', content('file')],
  [400, 'inputmedia', content('file')],
  [400, 'album', content('file')],
  [400, 'media types', content('file')],
  [400, 'document', content('file')],
  [400, 'message is not modified', () => ({ kind: 'sent', messageIds: [], costVnd: 0 })],
  [400, 'frozen_method_invalid', account('frozen')],
  [400, '', content('refused')],
  [401, '', account('unauthorized')],
  [403, 'blocked by the user', blocked('blocked')],
  [403, 'deactivated', gone('deactivated')],
  [403, "can't initiate conversation", blocked('never-started')],
  [403, 'messages to the bot', gone('is-a-bot')],
  [403, 'bots', gone('is-a-bot')],
  [403, 'kicked', gone('no-private-chat')],
  [403, 'not a member', gone('no-private-chat')],
  [403, 'chat was deleted', gone('no-private-chat')],
  [403, '', blocked('forbidden')],
  [404, '', account('not-found')],
  [409, '', account('conflict')],
  [413, '', content('too-big')],
]

export function meaningOf(code: number, description: string, retryAfterMs?: number): SendResult {
  if (code === 429) return { kind: 'throttled', retryAfterMs: retryAfterMs ?? waitWhenUnsaidMs }
  // Written and not understood by the platform itself: it may have arrived.
  if (code >= 500) return { kind: 'unknown', code: `http-${code}` }
  const lower = description.toLowerCase()
  const row = table.find(([rowCode, part]) => rowCode === code && lower.includes(part))
  return (row?.[2] ?? content('refused'))(redact(description))
}

/** Whether the handle of a file is dead or another bot's: then an upload helps, once. */
export const isDeadHandle = (reply: Reply<unknown>): boolean =>
  reply.kind === 'refused' &&
  reply.code === 400 &&
  /file identifier|wrong file_id|file_id_invalid|file_reference|can't use file of type/i.test(reply.description)

export function traceOf(reply: Reply<unknown>): SendTrace {
  const { method, durationMs } = reply
  if (reply.kind === 'ok') return { method, status: 200, durationMs }
  if (reply.kind !== 'refused') {
    const status = reply.kind === 'unknown' && reply.status !== undefined ? { status: reply.status } : {}
    return { method, ...status, code: reply.code, durationMs }
  }
  return { method, status: reply.code, code: String(reply.code), description: redact(reply.description), durationMs }
}

/** The platform quotes our text and links back at us; what stays is its own words. */
export const redact = (description: string): string =>
  description
    .replace(/"[^"]*"|'[^']{2,}'(?!\w)|https?:\/\/\S+/g, '…')
    .replace(/\d{5,}:[\w-]{20,}/g, '…')
    .slice(0, 200)
