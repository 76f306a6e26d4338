import { z } from 'zod'
import type { IncomingContent, IncomingEvent } from '../../src/channels/incoming-event.ts'

/** The neutral events of one stored update; what is unknown or does not concern us gives none. */
export function readZaloUpdate(payload: unknown): readonly IncomingEvent[] {
  const parsed = update.safeParse(payload)
  if (!parsed.success) return []
  const event = parsed.data
  const address = addressOf(event)
  const content = contentOf(event)
  const at = new Date(Number(event.timestamp))
  if (!address || !content || Number.isNaN(at.getTime())) return []
  return [{ address, at, interaction: content.kind !== 'withdrawn', ...content }]
}

const id = z.coerce.string().min(1)
const attachment = z.looseObject({
  payload: z.looseObject({ url: z.string().catch(''), name: z.string().catch('') }).catch({ url: '', name: '' }),
})
const update = z.looseObject({
  event_name: z.string(),
  timestamp: z.coerce.string(),
  user_id: id.optional(),
  sender: z.looseObject({ id: id.optional() }).optional(),
  follower: z.looseObject({ id: id.optional() }).optional(),
  data: z.looseObject({ user_id: id.optional() }).optional().catch(undefined),
  message: z
    .looseObject({ text: z.string().catch(''), attachments: z.array(attachment).catch([]) })
    .optional()
    .catch(undefined),
})
type Update = z.infer<typeof update>

function addressOf(event: Update): string | undefined {
  if (event.event_name.startsWith('user_send_')) return event.sender?.id
  return event.follower?.id ?? event.user_id ?? event.data?.user_id
}

/** All kinds that are read open a window by Zalo's rules, save the withdrawal. */
function contentOf({ event_name: name, message }: Update): IncomingContent | undefined {
  const text = message?.text.normalize('NFC') ?? ''
  const first = message?.attachments[0]?.payload
  switch (name) {
    case 'user_send_text':
      return text.trim() === '' ? { kind: 'wordless', what: 'text' } : { kind: 'text', text, links: [] }
    case 'user_send_link':
      return { kind: 'text', text, links: webAddresses(message?.attachments.map(({ payload }) => payload.url) ?? []) }
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
    case 'user_submit_info':
      return { kind: 'wordless', what: 'contact' }
    case 'follow':
    case 'user_click_chatnow':
    case 'widget_interaction_accepted':
      return { kind: 'start' }
    case 'user_withdraw':
      return { kind: 'withdrawn' }
    default:
      return undefined
  }
}

const webAddresses = (urls: readonly string[]) =>
  urls.filter((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))

function nameOf(file: { readonly name: string; readonly url: string } | undefined): string {
  const fromUrl = file && URL.canParse(file.url) ? new URL(file.url).pathname.split('/').at(-1) : undefined
  return (file?.name || fromUrl || '–').normalize('NFC').slice(0, 200)
}
