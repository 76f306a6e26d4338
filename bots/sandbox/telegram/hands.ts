import type { Message } from '@grammyjs/types'
import type { Person } from '../people.ts'
import { type Bot, chatInstance } from './bots.ts'
import { toDocument } from './files.ts'
import { HandError, requireBot, requireOpen, requirePerson, requireStarted } from './hand-checks.ts'
import type { TelegramState } from './method.ts'
import { captionContent, phoneOf, say, sayAgain, setBlocked, textContent, userOf } from './person-words.ts'

/** A person's hands on their Telegram app. Without `bot` the one they used last, or the only one there is. */
export type TelegramHands = {
  start(personId: string, input?: { readonly parameter?: string } & WithBot): Message
  text(personId: string, input: { readonly text: string } & WithBot): Message
  /** Changes an own text. */
  edit(personId: string, input: { readonly messageId: number; readonly text: string } & WithBot): Message
  /**
   * Presses an inline button that is really there; returns the id of the query. `late`: the phone has not yet heard that the message
   * was deleted or that its buttons changed.
   */
  tap(
    personId: string,
    input: { readonly messageId: number; readonly data: string; readonly late?: boolean } & WithBot,
  ): string
  file(personId: string, input: HandFile & WithBot): Message
  sticker(personId: string, input?: { readonly emoji?: string } & WithBot): Message
  /** Shares the own number, as the button of a reply keyboard does; with `of`, the card of somebody else. */
  contact(personId: string, input?: { readonly of?: ContactCard } & WithBot): Message
  block(personId: string, input?: WithBot): void
  unblock(personId: string, input?: WithBot): void
  /** Deletes the chat on the phone: the bot hears nothing of it unless it is blocked with it. */
  deleteChat(personId: string, input?: { readonly block?: boolean } & WithBot): void
  /** Deletes the account; there is no way back. */
  deactivate(personId: string): void
}

type WithBot = { readonly bot?: string }
export type ContactCard = { readonly phone: string; readonly firstName: string; readonly userId?: number }
export type HandFile = {
  readonly name: string
  readonly bytes: Uint8Array
  readonly mediaType?: string
  readonly caption?: string
}

const textLimit = 4096

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
        if (person.flags.deactivated === true) throw new HandError(409, 'This person deleted the account')
        setBlocked(state, person, bot, false)
        state.chats.change(bot.id, Number(person.userId), { started: true })
        return say(state, person, bot, textContent(parameter ? `/start ${parameter}` : '/start'))
      }),
    text: (personId, { text, bot: name }) =>
      act(personId, name, (person, bot) => {
        if (text.trim() === '' || [...text].length > textLimit) throw new HandError(400, 'A text has 1-4096 characters')
        hideOneTimeKeyboard(state, person, bot)
        return say(state, requireOpen(state, person, bot), bot, textContent(text.trim()))
      }),
    edit: (personId, { messageId, text, bot: name }) =>
      act(personId, name, (person, bot) => {
        const stored = state.chats.message(bot.id, Number(person.userId), messageId)
        if (!stored || stored.fromBot || stored.deletedAt !== null || stored.message.text === undefined)
          throw new HandError(404, 'There is no own text with that number')
        if (text.trim() === '' || [...text].length > textLimit) throw new HandError(400, 'A text has 1-4096 characters')
        return sayAgain(state, requireOpen(state, person, bot), bot, stored.message, text.trim())
      }),
    tap: (personId, { messageId, data, late = false, bot: name }) =>
      act(personId, name, (person, bot) => tap(state, requireOpen(state, person, bot), bot, { messageId, data, late })),
    file: (personId, { caption, bot: name, ...file }) =>
      act(personId, name, (person, bot) => {
        requireOpen(state, person, bot)
        const document = toDocument(state.files.add(bot.id, { ...file, kind: 'document' }))
        return say(state, person, bot, { document, ...(caption ? captionContent(caption) : {}) })
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
    contact: (personId, { of, bot: name } = {}) =>
      act(personId, name, (person, bot) => {
        requireOpen(state, person, bot)
        if (!of) hideOneTimeKeyboard(state, person, bot)
        const own = { phone_number: phoneOf(person), first_name: person.name, user_id: Number(person.userId) }
        const card = of && {
          phone_number: of.phone,
          first_name: of.firstName,
          ...(of.userId === undefined ? {} : { user_id: of.userId }),
        }
        return say(state, person, bot, { contact: card ?? own })
      }),
    block: (personId, { bot: name } = {}) =>
      act(personId, name, (person, bot) => setBlocked(state, requireStarted(state, person, bot), bot, true)),
    unblock: (personId, { bot: name } = {}) =>
      act(personId, name, (person, bot) => setBlocked(state, requireStarted(state, person, bot), bot, false)),
    deleteChat: (personId, { block = false, bot: name } = {}) =>
      act(personId, name, (person, bot) => {
        const userId = Number(requireStarted(state, person, bot).userId)
        const clearedUpTo = state.chats.all(bot.id, userId).at(-1)?.message.message_id ?? 0
        state.phoneSides.change(bot.id, userId, { clearedUpTo, keyboard: null })
        if (block) setBlocked(state, person, bot, true)
      }),
    deactivate(personId) {
      state.frame.people.setFlags(requirePerson(state, personId).id, { deactivated: true })
      state.frame.events.emit('changed', personId)
    },
  }
}

type Tap = { readonly messageId: number; readonly data: string; readonly late: boolean }

function tap(state: TelegramState, person: Person, bot: Bot, { messageId, data, late }: Tap): string {
  const stored = state.chats.message(bot.id, Number(person.userId), messageId)
  const buttons = stored?.deletedAt === null ? (stored.message.reply_markup?.inline_keyboard.flat() ?? []) : []
  const isThere = buttons.some((button) => 'callback_data' in button && button.callback_data === data)
  if (!stored?.fromBot || (!isThere && !late)) throw new HandError(404, 'That message has no such button')
  const id = state.callbacks.open(bot.id, Number(person.userId))
  const { chat } = stored.message
  const message = stored.deletedAt === null ? stored.message : { chat, message_id: messageId, date: 0 as const }
  const query = { id, from: userOf(person), message, chat_instance: chatInstance(bot.id, chat.id), data }
  state.updates.push(bot.id, `taps ${person.userId}`, { callback_query: query })
  return id
}

function hideOneTimeKeyboard(state: TelegramState, person: Person, bot: Bot): void {
  const userId = Number(person.userId)
  if (state.phoneSides.of(bot.id, userId).keyboard?.one_time_keyboard)
    state.phoneSides.change(bot.id, userId, { keyboard: null })
}
