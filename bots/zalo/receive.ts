import { z } from 'zod'
import type { IncomingContent, IncomingEvent } from '../../src/channels/incoming-event.ts'

/** The neutral events of one stored update; what is unknown or does not concern us gives none. `oaId` is the account's own, where known. */
export function readZaloUpdate(payload: unknown, oaId?: string): readonly IncomingEvent[] {
  const parsed = update.safeParse(payload)
  if (!parsed.success) return []
  const event = parsed.data
  const address = addressOf(event, oaId)
  const content = contentOf(event)
  const at = new Date(Number(event.timestamp))
  if (!address || !content || Number.isNaN(at.getTime())) return []
  // What was read back after a downtime brings a name, what somebody shares brings their own.
  const name = (event.sender?.display_name || event.info?.name)?.trim().normalize('NFC')
  // A call that nobody answered opens nothing; whether it was answered is not always told.
  const interaction = content.kind !== 'withdrawn' && content.kind !== 'received' && event.answered !== false
  return [{ address, at, interaction, ...(name ? { displayName: name } : {}), ...content }]
}

const id = z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(100))
const party = z
  .looseObject({ id: id.optional().catch(undefined), display_name: z.string().catch('') })
  .optional()
  .catch(undefined)
const attachment = z.looseObject({
  payload: z.looseObject({ url: z.string().catch(''), name: z.string().catch('') }).catch({ url: '', name: '' }),
})
const update = z.looseObject({
  event_name: z.string(),
  timestamp: z.union([z.string(), z.number()]),
  user_id: id.optional().catch(undefined),
  answered: z.boolean().optional().catch(undefined),
  sender: party,
  recipient: party,
  follower: party,
  data: z.looseObject({ user_id: id.optional() }).optional().catch(undefined),
  info: z
    .looseObject({ name: z.string().catch(''), phone: z.coerce.string().catch('') })
    .optional()
    .catch(undefined),
  message: z
    .looseObject({
      msg_id: id.optional().catch(undefined),
      text: z.string().catch(''),
      attachments: z.array(attachment).catch([]),
    })
    .optional()
    .catch(undefined),
})
type Update = z.infer<typeof update>

/** Events of one and the same person name them in different places. */
function addressOf(event: Update, oaId: string | undefined): string | undefined {
  if (event.event_name.startsWith('user_send_')) return event.sender?.id
  // Who is called the sender of a receipt is not settled.
  const sides = [event.sender?.id, event.recipient?.id].find((side) => side !== undefined && side !== oaId)
  return event.follower?.id ?? event.user_id ?? event.data?.user_id ?? sides
}

/**
 * All kinds that are read open a window by Zalo's rules, save the withdrawal and the receipt. A reaction may or may not; leaving
 * the followers closes nothing that was open. https://docs.zaloplatforms.com/docs/OA, October 2026
 */
function contentOf({ event_name: name, message, info }: Update): IncomingContent | undefined {
  const text = message?.text.normalize('NFC') ?? ''
  const first = message?.attachments[0]?.payload
  const messageId = message?.msg_id
  const told = messageId === undefined ? {} : { messageId }
  switch (name) {
    case 'user_send_text':
      return text.trim() === '' ? { kind: 'wordless', what: 'text' } : { kind: 'text', text, links: [], ...told }
    case 'user_send_link': {
      const links = webAddresses(message?.attachments.map(({ payload }) => payload.url) ?? [])
      return { kind: 'text', text, links, ...told }
    }
    case 'user_send_file':
    case 'user_send_image':
      return { kind: 'file', name: nameOf(first), ...(text === '' ? {} : { caption: text }) }
    case 'user_send_gif':
    case 'user_send_sticker':
    case 'user_send_audio':
    case 'user_send_video':
    case 'user_send_location':
    case 'user_send_business_card':
      return { kind: 'wordless', what: name.slice('user_send_'.length) }
    case 'user_call_oa':
      return { kind: 'wordless', what: 'call' }
    case 'user_submit_info': {
      const number = vietnameseNumber(info?.phone ?? '')
      // Whether it is the sender's own is not said.
      return number === undefined ? { kind: 'wordless', what: 'contact' } : { kind: 'phone', number, proven: false }
    }
    case 'follow':
    case 'user_click_chatnow':
    case 'widget_interaction_accepted':
      return { kind: 'start' }
    case 'user_received_message':
      return messageId === undefined ? undefined : { kind: 'received', messageId }
    case 'user_withdraw':
      return { kind: 'withdrawn' }
    default:
      return undefined
  }
}

/** Digits with the country code, whichever way it was written: 0912…, +84 912…, 84912…, 0084… */
function vietnameseNumber(written: string): string | undefined {
  const digits = written.replace(/\D/g, '').replace(/^00/, '')
  const full = digits.startsWith('0') ? `84${digits.slice(1)}` : digits
  return /^84\d{9}$/.test(full) ? full : undefined
}

const webAddresses = (urls: readonly string[]) =>
  urls.filter((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))

function nameOf(file: { readonly name: string; readonly url: string } | undefined): string {
  const fromUrl = file && URL.canParse(file.url) ? new URL(file.url).pathname.split('/').at(-1) : undefined
  return (file?.name || fromUrl || '–').normalize('NFC').slice(0, 200)
}
