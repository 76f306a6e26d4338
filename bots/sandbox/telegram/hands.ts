import type { Message, MessageEntity, User } from '@grammyjs/types'
import type { Person } from '../people.ts'
import { type Bot, botUser, chatInstance } from './bots.ts'
import { toDocument } from './files.ts'
import { detect } from './message-text.ts'
import type { TelegramState } from './method.ts'
import { nowSeconds, toChat } from './recipients.ts'

/** What a person cannot do on their phone now; `status` is what control answers. */
class HandError extends Error {
  override readonly name = 'HandError'
  readonly statusCode: number

  constructor(statusCode: number, message: string) {
    super(message)
    this.statusCode = statusCode
  }
}

/** A person's hands on their Telegram app. Without `bot` the one they used last, or the only one there is. */
export type TelegramHands = {
  start(personId: string, input?: { readonly parameter?: string; readonly bot?: string }): Message
  text(personId: string, input: { readonly text: string; readonly bot?: string }): Message
  /** Changes an own text. */
  edit(personId: string, input: { readonly messageId: number; readonly text: string; readonly bot?: string }): Message
  /** Presses an inline button that is really there; returns the id of the query. */
  tap(personId: string, input: { readonly messageId: number; readonly data: string; readonly bot?: string }): string
  file(personId: string, input: HandFile & { readonly bot?: string }): Message
  sticker(personId: string, input?: { readonly emoji?: string; readonly bot?: string }): Message
  block(personId: string, input?: { readonly bot?: string }): void
  unblock(personId: string, input?: { readonly bot?: string }): void
}

export type HandFile = {
  readonly name: string
  readonly bytes: Uint8Array
  readonly mediaType?: string
  readonly caption?: string
}

export function createHands(state: TelegramState): TelegramHands {
  const act = <T>(personId: string, botName: string | undefined, work: (person: Person, bot: Bot) => T): T => {
    const person = requirePerson(state, personId)
    const bot = requireBot(state, person, botName)
    const result = state.frame.store.transaction(() => work(person, bot))
    state.frame.events.emit('changed', personId)
    return result
  }
  return {
    start: (personId, { parameter, bot: name } = {}) =>
      act(personId, name, (person, bot) => {
        if (parameter !== undefined && !/^[\w-]{1,64}$/.test(parameter))
          throw new HandError(400, 'A start parameter has 1-64 characters of A-Z a-z 0-9 _ -')
        setBlocked(state, person, bot, false)
        state.chats.change(bot.id, Number(person.userId), { started: true })
        return say(state, person, bot, textContent(parameter ? `/start ${parameter}` : '/start'))
      }),
    text: (personId, { text, bot: name }) =>
      act(personId, name, (person, bot) => {
        if (text.trim() === '' || [...text].length > 4096) throw new HandError(400, 'A text has 1-4096 characters')
        return say(state, requireOpen(state, person, bot), bot, textContent(text.trim()))
      }),
    edit: (personId, { messageId, text, bot: name }) =>
      act(personId, name, (person, bot) => {
        const stored = state.chats.message(bot.id, Number(person.userId), messageId)
        if (!stored || stored.fromBot || stored.message.text === undefined)
          throw new HandError(404, 'There is no own text with that number')
        const { entities: _old, ...rest } = stored.message
        const message = {
          ...rest,
          ...textContent(text),
          edit_date: nowSeconds(state),
          from: userOf(person),
          chat: toChat(person),
        }
        state.chats.edit(bot.id, message as Message)
        state.updates.push(bot.id, `chat ${person.userId}`, { edited_message: message })
        return message as Message
      }),
    tap: (personId, { messageId, data, bot: name }) =>
      act(personId, name, (person, bot) => tap(state, requireOpen(state, person, bot), bot, messageId, data)),
    file: (personId, { caption, bot: name, ...file }) =>
      act(personId, name, (person, bot) => {
        requireOpen(state, person, bot)
        const document = toDocument(state.files.add(bot.id, { ...file, kind: 'document' }))
        return say(state, person, bot, { document, ...(caption ? { caption, ...captionEntities(caption) } : {}) })
      }),
    sticker: (personId, { emoji = '👍', bot: name } = {}) =>
      act(personId, name, (person, bot) => {
        requireOpen(state, person, bot)
        const bytes = Buffer.from(`sticker ${emoji}`)
        const { fileId, uniqueId, size } = state.files.add(bot.id, { name: 'sticker.webp', bytes, kind: 'sticker' })
        const file = { file_id: fileId, file_unique_id: uniqueId, file_size: size }
        const look = { type: 'regular' as const, width: 512, height: 512, is_animated: false, is_video: false, emoji }
        return say(state, person, bot, { sticker: { ...file, ...look } })
      }),
    block: (personId, { bot: name } = {}) =>
      act(personId, name, (person, bot) => setBlocked(state, requireStarted(state, person, bot), bot, true)),
    unblock: (personId, { bot: name } = {}) =>
      act(personId, name, (person, bot) => setBlocked(state, requireStarted(state, person, bot), bot, false)),
  }
}

function tap(state: TelegramState, person: Person, bot: Bot, messageId: number, data: string): string {
  const stored = state.chats.message(bot.id, Number(person.userId), messageId)
  const buttons = stored?.deletedAt === null ? (stored.message.reply_markup?.inline_keyboard.flat() ?? []) : []
  if (!stored || !buttons.some((button) => 'callback_data' in button && button.callback_data === data))
    throw new HandError(404, 'That message has no such button')
  const id = state.callbacks.open(bot.id, Number(person.userId))
  const instance = chatInstance(bot.id, Number(person.userId))
  const query = { id, from: userOf(person), message: stored.message, chat_instance: instance, data }
  state.updates.push(bot.id, `taps ${person.userId}`, { callback_query: query })
  return id
}

function say(state: TelegramState, person: Person, bot: Bot, content: object): Message {
  const messageId = state.chats.nextMessageId(bot.id, Number(person.userId))
  const place = { message_id: messageId, from: userOf(person), chat: toChat(person), date: nowSeconds(state) }
  const message = { ...place, ...content }
  state.chats.put(bot.id, message, false)
  state.updates.push(bot.id, `chat ${person.userId}`, { message })
  return message
}

function setBlocked(state: TelegramState, person: Person, bot: Bot, blocked: boolean): void {
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

const userOf = (person: Person): User => ({
  id: Number(person.userId),
  is_bot: false,
  first_name: person.name,
  language_code: 'vi',
})

function textContent(text: string): { text: string; entities?: MessageEntity[] } {
  const entities = detect({ text, entities: [] })
  return entities.length > 0 ? { text, entities: [...entities] } : { text }
}

function captionEntities(caption: string): { caption_entities?: MessageEntity[] } {
  const { entities } = textContent(caption)
  return entities ? { caption_entities: entities } : {}
}

function requireStarted(state: TelegramState, person: Person, bot: Bot): Person {
  if (!state.chats.find(bot.id, Number(person.userId))?.started)
    throw new HandError(409, 'This person has not pressed Start yet')
  return person
}

function requireOpen(state: TelegramState, person: Person, bot: Bot): Person {
  requireStarted(state, person, bot)
  if (state.chats.find(bot.id, Number(person.userId))?.blocked) throw new HandError(409, 'This person blocked the bot')
  return person
}

export function requirePerson(state: TelegramState, personId: string): Person {
  const person = state.frame.people.byId(personId)
  if (person?.channel !== 'telegram') throw new HandError(404, 'Nobody with that id is on Telegram')
  return person
}

export function requireBot(state: TelegramState, person: Person, username: string | undefined): Bot {
  const bots = state.bots.all()
  const last = state.chats.ofUser(Number(person.userId))[0]?.botId
  const bot =
    username === undefined
      ? (bots.find(({ id }) => id === last) ?? bots.at(-1))
      : bots.find((one) => one.username === username)
  if (!bot) throw new HandError(404, 'There is no such bot')
  return bot
}
