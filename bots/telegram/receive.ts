import { z } from 'zod'
import type { IncomingContent, IncomingEvent } from '../../src/channels/incoming-event.ts'

const user = z.object({
  id: z.number().int().positive(),
  is_bot: z.boolean(),
  first_name: z.string(),
  last_name: z.string().optional(),
})
const chat = z.object({ type: z.literal('private') })
/** Seconds, up to the end of the year 9999. */
const moment = z.number().int().min(0).max(253_402_300_799)
const entity = z.object({
  type: z.string(),
  offset: z.number().int().min(0),
  length: z.number().int().min(0),
  url: z.string().optional(),
})
const contact = z.object({ phone_number: z.string(), user_id: z.number().int().optional() })
const message = z.looseObject({
  message_id: z.number().int(),
  chat,
  from: user,
  date: moment,
  edit_date: moment.optional(),
  text: z.string().optional(),
  entities: z.array(entity).optional(),
  caption: z.string().optional(),
  caption_entities: z.array(entity).optional(),
  document: z.object({ file_name: z.string().optional() }).optional(),
  contact: contact.optional(),
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
      date: moment,
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
    if (from.is_bot) return []
    return [{ ...sender(from), at: now, interaction: true, kind: 'tap', reference: data, acknowledgement: id }]
  }
  const { from, date, new_chat_member: member } = given.my_chat_member
  if (from.is_bot || (member.status !== 'kicked' && member.status !== 'member')) return []
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
    return textContent(given, given.text, given.entities)
  }
  if (given.document) {
    const caption = given.caption && written(given.caption)
    const name = written(given.document.file_name ?? '')
    return { kind: 'file', name, ...(caption ? { caption } : {}) }
  }
  if (given.caption) return textContent(given, given.caption, given.caption_entities)
  if (given.contact) return ownNumber(given.from, given.contact) ?? { kind: 'wordless', what: 'contact' }
  const what = wordless.find((kind) => kind in given)
  return what ? { kind: 'wordless', what } : undefined
}

/** What an edit says in place of what stood there; `/start` is not pressed again by correcting it. */
function editOf(given: Message): IncomingContent | undefined {
  const edited = { edited: true } as const
  if (given.text !== undefined) return { ...textContent(given, given.text, given.entities), ...edited }
  if (!given.caption || given.document) return undefined
  return { ...textContent(given, given.caption, given.caption_entities), ...edited }
}

/**
 * The number behind a shared contact, when it is the sender's own: anybody can send anybody's card by hand.
 * https://core.telegram.org/bots/api#contact (read November 2026)
 */
function ownNumber(from: User, given: z.infer<typeof contact>): IncomingContent | undefined {
  const number = withCountryCode(given.phone_number)
  return number && given.user_id === from.id ? { kind: 'phone', number, proven: true } : undefined
}

/** Digits with country code; a number without one is Vietnamese. The platform may leave the `+` out. */
function withCountryCode(given: string): string | undefined {
  const digits = given.replace(/[^\d]/g, '')
  const number = digits.replace(/^00/, '').replace(/^0(?=\d{9,10}$)/, '84')
  return /^[1-9]\d{7,14}$/.test(number) ? number : undefined
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
  'poll',
  'dice',
  'story',
  'checklist',
]

function textContent(
  { message_id: id }: Message,
  text: string,
  entities: readonly z.infer<typeof entity>[] = [],
): Extract<IncomingContent, { kind: 'text' }> {
  // Offsets count in the text as it came, so links are cut out before it is normalised.
  const links = entities.flatMap(({ type, offset, length, url }) => {
    if (type === 'text_link' && url) return webAddress(url)
    return type === 'url' ? webAddress(text.slice(offset, offset + length)) : []
  })
  return { kind: 'text', text: written(text), links: [...new Set(links)], messageId: String(id) }
}

/** As the desk keeps it: composed, and without what a database cannot hold. */
const written = (text: string) => text.normalize('NFC').toWellFormed().replaceAll('\0', '')

function webAddress(found: string): readonly string[] {
  const address = /^[a-z][a-z0-9+.-]*:/i.test(found) ? found : `https://${found}`
  return /^https?:/i.test(address) && URL.canParse(address) ? [written(address)] : []
}

function sender(from: User): Pick<IncomingEvent, 'address' | 'displayName'> {
  const displayName = written([from.first_name, from.last_name].filter(Boolean).join(' '))
  return { address: String(from.id), ...(displayName ? { displayName } : {}) }
}
