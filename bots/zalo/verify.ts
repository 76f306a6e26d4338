import { z } from 'zod'
import type { WebhookRequest, WebhookVerdict } from '../../src/channels/channel.ts'
import { constantTimeEqual, sha256 } from '../../src/platform/crypto.ts'
import { parseLossless } from './lossless-json.ts'

export type WebhookKeys = {
  readonly appId: string
  /** The key of the webhook page; a different one from the app's secret. */
  readonly oaSecret: string
  /** Whose events these must be; while it is unknown, the signature alone decides. */
  readonly oaId: string | undefined
}

/** Zalo's own proof over the exact bytes, then age, then whose event it is. https://docs.zaloplatforms.com/docs/OA */
export function verifyZaloWebhook({ headers, body }: WebhookRequest, keys: WebhookKeys, now: Date): WebhookVerdict {
  const payload = parseLossless(Buffer.from(body).toString('utf8'))
  const parsed = envelope.safeParse(payload)
  // Saving the address in Zalo's console sends something empty or a sample, signed or not, and wants a 200.
  if (!parsed.success) return ignored('probe')
  const event = parsed.data
  if (event.message?.msg_id === sampleMessageId) return ignored('probe')
  if (!signatureFits(headers['x-zevent-signature'], body, event.timestamp, keys)) return refused('signature')
  if (!(Math.abs(now.getTime() - Number(event.timestamp)) <= maxAgeMs)) return refused('age')
  const oaIds = [event.oa_id, event.sender?.id, event.recipient?.id]
  if (keys.oaId !== undefined && !oaIds.includes(keys.oaId)) return ignored('other-account')
  if (/^oa_/.test(event.event_name)) return ignored('echo')
  // Giao Ban does not want to know who read what, so it does not keep it either.
  if (event.event_name === 'user_seen_message') return ignored('seen')
  return { kind: 'accepted', updates: [{ externalId: externalIdOf(event), payload }] }
}

/** Looser than the hour during which Zalo tries again. */
const maxAgeMs = 24 * 3_600_000
const sampleMessageId = 'This is message id'

const id = z.coerce.string()
const envelope = z.looseObject({
  event_name: z.string().min(1),
  timestamp: z.coerce.string(),
  oa_id: id.optional(),
  user_id: id.optional(),
  sender: z.looseObject({ id: id.optional() }).optional(),
  recipient: z.looseObject({ id: id.optional() }).optional(),
  follower: z.looseObject({ id: id.optional() }).optional(),
  message: z.looseObject({ msg_id: id.optional() }).optional(),
})

function signatureFits(given: string | undefined, body: Uint8Array, timestamp: string, keys: WebhookKeys): boolean {
  if (!given || keys.oaSecret === '') return false
  const signed = [Buffer.from(keys.appId), body, Buffer.from(timestamp), Buffer.from(keys.oaSecret)]
  return constantTimeEqual(given.replace(/^mac=/, ''), sha256(Buffer.concat(signed)))
}

/** Only what a person sent has a message id of its own; everything else is known by what it says. */
function externalIdOf(event: z.infer<typeof envelope>): string {
  const { event_name: name, timestamp, message, follower, sender, recipient, user_id: userId } = event
  if (/^user_send_/.test(name) && message?.msg_id) return message.msg_id
  return sha256([name, follower?.id, userId, sender?.id, recipient?.id, message?.msg_id, timestamp].join(' '))
}

const ignored = (reason: string): WebhookVerdict => ({ kind: 'ignored', reason })
const refused = (reason: string): WebhookVerdict => ({ kind: 'refused', reason })
