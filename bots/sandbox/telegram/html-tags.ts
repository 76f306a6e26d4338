import type { MessageEntity } from '@grammyjs/types'
import { badRequest } from './refusal.ts'

export type Attributes = ReadonlyMap<string, string>
/** An entity without its place; undefined for a tag that is allowed but leaves no trace (a link nobody can follow). */
export type EntityShape = MessageEntity extends infer E
  ? E extends MessageEntity
    ? Omit<E, 'offset' | 'length'>
    : never
  : never

const plain: Readonly<Record<string, MessageEntity.CommonMessageEntity['type']>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  code: 'code',
}
const special = ['span', 'a', 'pre', 'blockquote', 'tg-emoji', 'tg-time']

/** Refuses what is wrong with a tag before anything inside it is read. */
export function checkStartTag(name: string, attributes: Attributes, place: () => string): void {
  if (!Object.hasOwn(plain, name) && !special.includes(name))
    throw parseError(`Unsupported start tag "${name}" ${place()}`)
  if (name === 'span' && attributes.get('class') !== 'tg-spoiler')
    throw parseError(`Tag "span" must have class "tg-spoiler" ${place()}`)
}

/** What a closed tag means. https://core.telegram.org/bots/api#html-style */
export function entityOfTag(name: string, attributes: Attributes, inner: string): EntityShape | undefined {
  const type = plain[name]
  if (type) return { type }
  switch (name) {
    case 'span':
      return { type: 'spoiler' }
    case 'a': {
      const url = attributes.get('href') || inner
      return isFollowable(url) ? { type: 'text_link', url } : undefined
    }
    case 'pre': {
      const language = attributes.get('language')
      return language ? { type: 'pre', language } : { type: 'pre' }
    }
    case 'blockquote':
      return { type: attributes.has('expandable') ? 'expandable_blockquote' : 'blockquote' }
    case 'tg-emoji': {
      const id = attributes.get('emoji-id') ?? ''
      if (!/^\d+$/.test(id)) throw parseError('Invalid custom emoji identifier specified')
      return { type: 'custom_emoji', custom_emoji_id: id }
    }
    default:
      return timeEntity(attributes)
  }
}

export const parseError = (what: string) => badRequest(`can't parse entities: ${what}`)

/** As the platform sees it: a scheme it knows, and a host with a dot in it. */
export function isFollowable(url: string): boolean {
  if (/^tg:\/\/[a-z]/i.test(url)) return true
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return (protocol === 'http:' || protocol === 'https:') && /\.|^\[/.test(hostname)
}

function timeEntity(attributes: Attributes): EntityShape {
  const unix = attributes.get('unix') ?? ''
  if (!/^\d{1,12}$/.test(unix)) throw parseError('Invalid Unix time specified')
  const format = attributes.get('format') ?? ''
  if (!/^(r|w?[dD]?[tT]?)$/.test(format)) throw parseError('Invalid date-time format specified')
  return { type: 'date_time', unix_time: Number(unix), date_time_format: format as 'r' }
}
