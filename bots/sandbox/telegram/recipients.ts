import type { Chat, Message } from '@grammyjs/types'
import type { Person } from '../people.ts'
import { type Bot, botUser } from './bots.ts'
import type { TelegramState } from './method.ts'
import { badRequest, forbidden } from './refusal.ts'

/** The person behind a chat id, when this bot may write to them now. */
export function requireRecipient(state: TelegramState, bot: Bot, chatId: string): Person {
  if (chatId === '') throw badRequest('chat_id is empty')
  if (!/^\d{1,16}$/.test(chatId)) throw badRequest('chat not found')
  if (state.bots.byId(Number(chatId))) throw forbidden("the bot can't send messages to the bot")
  const person = state.frame.people.byUserId('telegram', chatId)
  if (!person) throw badRequest('chat not found')
  if (person.flags.deactivated === true) throw forbidden('user is deactivated')
  const chat = state.chats.find(bot.id, Number(chatId))
  if (!chat?.started) throw forbidden("bot can't initiate conversation with a user")
  if (chat.blocked) throw forbidden('bot was blocked by the user')
  return person
}

export const toChat = (person: Person): Chat.PrivateChat => ({
  id: Number(person.userId),
  type: 'private',
  first_name: person.name,
})

/** What every message of a bot begins with; takes the chat's next number. */
export function newMessage(state: TelegramState, bot: Bot, person: Person) {
  const messageId = state.chats.nextMessageId(bot.id, Number(person.userId))
  return { message_id: messageId, from: botUser(bot), chat: toChat(person), date: nowSeconds(state) }
}

export const nowSeconds = (state: TelegramState): number => Math.floor(state.frame.clock.now().getTime() / 1000)

/** The options of a send that show in the message. */
export function sendTraits(
  state: TelegramState,
  bot: Bot,
  person: Person,
  input: {
    readonly protect_content?: boolean | undefined
    readonly reply_parameters?:
      | { readonly message_id: number; readonly allow_sending_without_reply?: boolean | undefined }
      | undefined
  },
) {
  const protect = input.protect_content ? { has_protected_content: true as const } : {}
  if (!input.reply_parameters) return protect
  const { message_id: messageId, allow_sending_without_reply: optional } = input.reply_parameters
  const target = state.chats.message(bot.id, Number(person.userId), messageId)
  if (target && target.deletedAt === null) {
    const { reply_to_message: _nested, ...original } = target.message
    return { ...protect, reply_to_message: original as NonNullable<Message['reply_to_message']> }
  }
  if (!optional) throw badRequest('message to be replied not found')
  return protect
}
