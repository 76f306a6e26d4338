import type { Message, MessageEntity, Update, User } from '@grammyjs/types'
import type { Person } from '../people.ts'
import { type Bot, botUser } from './bots.ts'
import { detect } from './message-text.ts'
import type { TelegramState } from './method.ts'
import { nowSeconds, toChat } from './recipients.ts'

/** What a person can put into a message; exactly the platform's own fields. */
export type Content = Partial<
  Pick<Message, 'text' | 'entities' | 'caption' | 'caption_entities' | 'document' | 'sticker' | 'contact'>
>
type OwnMessage = Message & Update.NonChannel

export const userOf = (person: Person): User => ({
  id: Number(person.userId),
  is_bot: false,
  first_name: person.name,
  language_code: 'vi',
})

/** Puts a new message of this person into the chat and tells the bot. */
export function say(state: TelegramState, person: Person, bot: Bot, content: Content): OwnMessage {
  const messageId = state.chats.nextMessageId(bot.id, Number(person.userId))
  const place = { message_id: messageId, from: userOf(person), chat: toChat(person), date: nowSeconds(state) }
  const message: OwnMessage = { ...place, ...content }
  state.chats.put(bot.id, message, false)
  state.updates.push(bot.id, chatLine(person), { message })
  return message
}

export function sayAgain(state: TelegramState, person: Person, bot: Bot, before: Message, text: string): OwnMessage {
  const { entities: _old, ...rest } = before
  const own = { from: userOf(person), chat: toChat(person), edit_date: nowSeconds(state) }
  const message = { ...rest, ...textContent(text), ...own }
  state.chats.edit(bot.id, message)
  state.updates.push(bot.id, chatLine(person), { edited_message: message })
  return message
}

/** Both ways the bot is told at once: it is the cheapest way to know who can be reached. */
export function setBlocked(state: TelegramState, person: Person, bot: Bot, blocked: boolean): void {
  const before = state.chats.find(bot.id, Number(person.userId))?.blocked ?? false
  if (before === blocked) return
  state.chats.change(bot.id, Number(person.userId), { blocked })
  const user = botUser(bot)
  const member = { user, status: 'member' as const }
  const kicked = { user, status: 'kicked' as const, until_date: 0 }
  state.updates.push(bot.id, `member ${person.userId}`, {
    my_chat_member: {
      chat: toChat(person),
      from: userOf(person),
      date: nowSeconds(state),
      old_chat_member: blocked ? member : kicked,
      new_chat_member: blocked ? kicked : member,
    },
  })
}

export function textContent(text: string): { text: string; entities?: MessageEntity[] } {
  const entities = detect({ text, entities: [] })
  return entities.length > 0 ? { text, entities: [...entities] } : { text }
}

export function captionContent(caption: string): { caption: string; caption_entities?: MessageEntity[] } {
  const { entities } = textContent(caption)
  return entities ? { caption, caption_entities: entities } : { caption }
}

/** The number behind an account: the platform writes it without the plus sign as often as with it. */
export const phoneOf = ({ flags, userId }: Person): string =>
  typeof flags.phone === 'string' ? flags.phone : `849${userId.slice(-8).padStart(8, '0')}`

const chatLine = ({ userId }: Person): string => `chat ${userId}`
