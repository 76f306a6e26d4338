import { z } from 'zod'
import type { RawUpdate, WebhookRequest, WebhookVerdict } from '../../src/channels/channel.ts'
import { constantTimeEqual } from '../../src/platform/crypto.ts'

const secretHeader = 'x-telegram-bot-api-secret-token'
const numbered = z.looseObject({ update_id: z.number().int() })

/** The platform proves itself by repeating the secret of setWebhook. https://core.telegram.org/bots/api#setwebhook */
export function verifyTelegramWebhook(request: WebhookRequest, webhookSecret: string | undefined): WebhookVerdict {
  const given = request.headers[secretHeader]
  if (!webhookSecret || given === undefined || !constantTimeEqual(given, webhookSecret))
    return { kind: 'refused', reason: 'wrong-secret' }
  const update = rawUpdateOf(parse(request.body))
  return update ? { kind: 'accepted', updates: [update] } : { kind: 'ignored', reason: 'no-update' }
}

/** Undefined for what has no number and so cannot be recognised when it comes again. */
export function rawUpdateOf(payload: unknown): RawUpdate | undefined {
  const read = numbered.safeParse(payload)
  return read.success ? { externalId: String(read.data.update_id), payload } : undefined
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
}
