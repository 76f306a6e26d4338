import type { MessageEntity } from '@grammyjs/types'
import { formatText } from './message-text.ts'

/** https://core.telegram.org/bots/api#senddocument: 0-1024 characters after entities parsing. */
const captionLimit = 1024

/** The fields of a message with this caption; none for an empty one. */
export function readCaption(
  caption: string | undefined,
  parseMode: string | undefined,
): { caption?: string; caption_entities?: MessageEntity[] } {
  if (!caption) return {}
  const { text, entities } = formatText({ text: caption, parseMode }, captionLimit, 'message caption is too long')
  if (text === '') return {}
  return entities.length > 0 ? { caption: text, caption_entities: [...entities] } : { caption: text }
}
