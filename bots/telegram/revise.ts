import type { ChannelPorts, Revision, RevisionOutcome, SentMessage } from '../../src/channels/channel.ts'
import type { Reply, TelegramClient } from './client.ts'
import { inlineKeyboardOf } from './keyboard.ts'
import { meaningOf, traceOf } from './outcome.ts'
import { htmlText } from './send-text.ts'
import type { TelegramPart } from './telegram-part.ts'

/** https://core.telegram.org/bots/api#deletemessage (read November 2026). A bot's own texts can be edited at any age. */
export const deletableForMs = 48 * 3_600_000

type House = { readonly client: TelegramClient; readonly ports: Pick<ChannelPorts, 'clock'> }
type Result = RevisionOutcome extends infer Outcome ? (Outcome extends unknown ? Omit<Outcome, 'trace'> : never) : never

/** Changes or takes away one message of this bot; a second time says the same, so whatever is in doubt may be done again. */
export async function reviseMessage(
  { client, ports }: House,
  address: string,
  { messageId, sentAt }: SentMessage,
  change: Revision,
): Promise<RevisionOutcome> {
  const target = { chat_id: Number(address), message_id: Number(messageId) }
  if (!/^\d+$/.test(messageId) || !/^\d+$/.test(address)) return notTried(change, 'not-found')
  if (change.kind === 'delete') {
    if (ports.clock.now().getTime() - sentAt.getTime() > deletableForMs) return notTried(change, 'too-old')
    return revisionOf(await client.call('deleteMessage', target))
  }
  const part = change.part.body as TelegramPart
  if (part.kind !== 'text') return notTried(change, 'no-text')
  if (change.kind === 'buttons')
    return revisionOf(await client.call('editMessageReplyMarkup', { ...target, ...inlineKeyboardOf(part) }))
  return revisionOf(
    await client.call('editMessageText', { ...target, ...htmlText(part.html), ...inlineKeyboardOf(part) }),
  )
}

const methods = {
  delete: 'deleteMessage',
  buttons: 'editMessageReplyMarkup',
  replace: 'editMessageText',
} as const

/** What our own clock or eyes tell costs no call. */
const notTried = ({ kind }: Revision, code: string): RevisionOutcome => ({
  kind: 'cannot',
  code,
  trace: { method: methods[kind], code, durationMs: 0 },
})

/** What a reply to an edit or a deletion means for that one message. */
export function revisionOf(reply: Reply<unknown>): RevisionOutcome {
  return { ...resultOf(reply), trace: traceOf(reply) }
}

/** What only edits and deletions are told, by a lower-cased part of the description. */
const table: readonly (readonly [part: string, result: Result])[] = [
  ['message is not modified', { kind: 'revised' }],
  // It is gone from the phone, which is what was wanted.
  ['message to delete not found', { kind: 'revised' }],
  ['message to edit not found', { kind: 'cannot', code: 'not-found' }],
  ['message_id_invalid', { kind: 'cannot', code: 'not-found' }],
  ["message can't be edited", { kind: 'cannot', code: 'not-editable' }],
  ["message can't be deleted", { kind: 'cannot', code: 'not-deletable' }],
  ['there is no text in the message', { kind: 'cannot', code: 'no-text' }],
]

function resultOf(reply: Reply<unknown>): Result {
  if (reply.kind === 'ok') return { kind: 'revised' }
  if (reply.kind !== 'refused') return { kind: 'again', code: reply.code }
  const description = reply.description.toLowerCase()
  const row = reply.code === 400 ? table.find(([part]) => description.includes(part)) : undefined
  if (row) return row[1]
  const meaning = meaningOf(reply.code, reply.description, reply.retryAfterMs)
  switch (meaning.kind) {
    case 'throttled':
    case 'misconfigured':
      return meaning
    case 'recipient-gone':
      return { kind: 'recipient-gone', code: meaning.code }
    case 'unknown':
    case 'not-written':
      return { kind: 'again', code: meaning.code }
    // This message cannot become that; whoever asked has another way.
    case 'rejected':
    case 'window-closed':
      return { kind: 'cannot', code: meaning.code }
    case 'sent':
      return { kind: 'revised' }
    default:
      return meaning satisfies never
  }
}
