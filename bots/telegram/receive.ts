import { z } from 'zod'
import type { IncomingContent, IncomingEvent } from '../../src/channels/incoming-event.ts'

const user = z.object({
  id: z.number().int(),
  is_bot: z.boolean(),
  first_name: z.string(),
  last_name: z.string().optional(),
})
const chat = z.object({ type: z.literal('private') })
const entity = z.object({
  type: z.string(),
  offset: z.number().int().min(0),
  length: z.number().int().min(0),
  url: z.string().optional(),
})
const message = z.looseObject({
  chat,
  from: user,
  date: z.number().int(),
  edit_date: z.number().int().optional(),
  text: z.string().optional(),
  entities: z.array(entity).optional(),
  caption: z.string().optional(),
  caption_entities: z.array(entity).optional(),
  document: z.object({ file_name: z.string().optional() }).optional(),
})
const update = z.union([
  z.object({ message }),
  z.object({ edited_message: message }),
  z.object({
    callback_query: z.object({ id: z.string(), from: user, data: z.string(), message: z.object({ chat }) }),
  }),
  z.object({
    my_chat_member: z.object({
      chat,
      from: user,
      date: z.number().int(),
      new_chat_member: z.object({ status: z.string() }),
    }),
  }),
])
type User = z.infer<typeof user>
type Message = z.infer<typeof message>

/** Neutral events of one update of a private chat; `now` stands for the moment of a tap, which the platform does not tell. */
export function readTelegramUpdate(payload: unknown, now: Date): readonly IncomingEvent[] {
  const read = update.safeParse(payload)
  if (!read.success) return []
  const given = read.data
  if ('message' in given) return eventOf(given.message, contentOf(given.message))
  if ('edited_message' in given) return eventOf(given.edited_message, editOf(given.edited_message))
  if ('callback_query' in given) {
    const { id, from, data } = given.callback_query
    return [{ ...sender(from), at: now, interaction: true, kind: 'tap', reference: data, acknowledgement: id }]
  }
  const { from, date, new_chat_member: member } = given.my_chat_member
  if (member.status !== 'kicked' && member.status !== 'member') return []
  const reachable = member.status === 'member'
  return [{ ...sender(from), at: new Date(date * 1000), interaction: false, kind: 'reachability', reachable }]
}

function eventOf(given: Message, content: IncomingContent | undefined): readonly IncomingEvent[] {
  if (!content || given.from.is_bot) return []
  return [
    { ...sender(given.from), at: new Date((given.edit_date ?? given.date) * 1000), interaction: true, ...content },
  ]
}

function contentOf(given: Message): IncomingContent | undefined {
  if (given.text !== undefined) {
    const start = /^\/start(?:@\w+)?(?:\s+([\w-]{1,64}))?\s*$/.exec(given.text)
    if (start) return { kind: 'start', ...(start[1] ? { parameter: start[1] } : {}) }
    return textContent(given.text, given.entities)
  }
  if (given.document) {
    const caption = given.caption?.normalize('NFC')
    const name = given.document.file_name?.normalize('NFC') ?? ''
    return { kind: 'file', name, ...(caption ? { caption } : {}) }
  }
  if (given.caption) return textContent(given.caption, given.caption_entities)
  const what = wordless.find((kind) => kind in given)
  return what ? { kind: 'wordless', what } : undefined
}

function editOf(given: Message): IncomingContent | undefined {
  if (given.text !== undefined) return textContent(given.text, given.entities)
  return given.caption && !given.document ? textContent(given.caption, given.caption_entities) : undefined
}

/** Anything else is a service message (a pin, a timer) that nobody wrote. */
const wordless = [
  'sticker',
  'photo',
  'voice',
  'video',
  'video_note',
  'audio',
  'animation',
  'location',
  'venue',
  'contact',
  'poll',
  'dice',
  'story',
  'checklist',
]

function textContent(text: string, entities: readonly z.infer<typeof entity>[] = []): IncomingContent {
  // Offsets count in the text as it came, so links are cut out before it is normalised.
  const links = entities.flatMap(({ type, offset, length, url }) => {
    if (type === 'text_link' && url) return webAddress(url)
    return type === 'url' ? webAddress(text.slice(offset, offset + length)) : []
  })
  return { kind: 'text', text: text.normalize('NFC'), links: [...new Set(links)] }
}

function webAddress(found: string): readonly string[] {
  const address = /^[a-z][a-z0-9+.-]*:/i.test(found) ? found : `https://${found}`
  return /^https?:/i.test(address) && URL.canParse(address) ? [address] : []
}

function sender(from: User): Pick<IncomingEvent, 'address' | 'displayName'> {
  const displayName = [from.first_name, from.last_name].filter(Boolean).join(' ').normalize('NFC')
  return { address: String(from.id), ...(displayName ? { displayName } : {}) }
}
