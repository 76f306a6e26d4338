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

/** Zalo's own proof over the exact bytes, then age, then whose event it is. https://docs.zaloplatforms.com/docs/OA, October 2026 */
export function verifyZaloWebhook({ headers, body }: WebhookRequest, keys: WebhookKeys, now: Date): WebhookVerdict {
  const payload = parseLossless(Buffer.from(body).toString('utf8'))
  const parsed = envelope.safeParse(payload)
  // Saving the address in Zalo's console sends something empty or a sample, signed or not, and wants a 200.
  if (!parsed.success) return ignored('probe')
  const event = parsed.data
  if (event.message?.msg_id === sampleMessageId) return ignored('probe')
  if (!signatureFits(headers['x-zevent-signature'], body, event.timestamp, keys)) return refused('signature')
  if (!(Math.abs(now.getTime() - Number(event.timestamp)) <= maxAgeMs)) return refused('age')
  const named = [event.oa_id, event.sender?.id, event.recipient?.id].filter((each) => each !== undefined)
  // A withdrawal may name nobody but the person, and must not be lost.
  if (keys.oaId !== undefined && named.length > 0 && !named.includes(keys.oaId)) return ignored('other-account')
  const { event_name: name } = event
  if (/^oa_/.test(name)) return ignored('echo')
  // Giao Ban does not want to know who read what, so it does not keep it either.
  if (/^user_seen_/.test(name)) return ignored('seen')
  // Visitors without a Zalo name of their own: nobody on the roster.
  if (/^anonymous_/.test(name)) return ignored('anonymous')
  // What arrived by phone number names the number, which is kept nowhere but with its owner.
  if (name === 'user_received_message' && headers['x-zevent-server'] === 'ZNS') return ignored('by-phone')
  return { kind: 'accepted', updates: [{ externalId: externalIdOf(event), payload: needed(event, payload) }] }
}

/** Of what somebody shares about themselves only name and number are kept: birthday, gender and address are not our business. */
function needed(event: z.infer<typeof envelope>, payload: unknown): unknown {
  if (event.event_name !== 'user_submit_info') return payload
  const { name, phone } = z.looseObject({}).safeParse(event.info).data ?? {}
  return { ...event, info: { name, phone } }
}

/** Looser than the hour during which Zalo tries again. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const maxAgeMs = 24 * 3_600_000
const sampleMessageId = 'This is message id'

const id = z.union([z.string(), z.number()]).transform(String).optional().catch(undefined)
const party = z.looseObject({ id }).optional().catch(undefined)
const envelope = z.looseObject({
  event_name: z.string().min(1),
  timestamp: z.union([z.string(), z.number()]).transform(String),
  oa_id: id,
  user_id: id,
  sender: party,
  recipient: party,
  follower: party,
  message: z.looseObject({ msg_id: id }).optional().catch(undefined),
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
