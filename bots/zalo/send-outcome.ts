import { z } from 'zod'
import type { SendOutcome, SendResult } from '../../src/channels/send-outcome.ts'
import type { ApiFacts, ApiResult } from './api.ts'
import type { CodeMeaning } from './outcome.ts'

/** The ledger's view of a call that sends; `costOf` looks at what Zalo said about the charge. */
export function outcomeOf(method: string, result: ApiResult, costOf: (data: SentData) => number): SendOutcome {
  const trace = traceOf(method, result.facts)
  if (result.kind === 'failed') return { ...settled(result.meaning, result.facts), trace }
  const sent = sentData.safeParse(result.data)
  const messageId = sent.data?.message_id ?? sent.data?.msg_id
  // Success without a message to point at is no evidence of anything.
  if (!sent.success || !messageId) return { kind: 'unknown', code: 'no-message-id', trace }
  return { kind: 'sent', messageIds: [messageId], costVnd: costOf(sent.data), trace }
}

export const traceOf = (method: string, { status, code, description, durationMs }: ApiFacts) => ({
  method,
  durationMs,
  ...(status === undefined ? {} : { status }),
  ...(code === undefined ? {} : { code }),
  ...(description ? { description } : {}),
})

/** What could have been mended and was not is at the content's charge. */
export function settled(meaning: CodeMeaning, { code = '', description = '' }: ApiFacts): SendResult {
  switch (meaning.kind) {
    case 'token':
    case 'asset-expired':
    case 'degrade':
      return { kind: 'rejected', code, detail: description }
    default:
      return meaning
  }
}

const id = z.coerce.string().min(1).optional()
const sentData = z.looseObject({ message_id: id, msg_id: id, quota: z.looseObject({}).optional().catch(undefined) })
type SentData = z.infer<typeof sentData>
