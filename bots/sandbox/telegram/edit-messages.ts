import type { InlineKeyboardMarkup, Message } from '@grammyjs/types'
import { z } from 'zod'
import type { Bot } from './bots.ts'
import { readCaption } from './captions.ts'
import type { StoredMessage } from './chats.ts'
import { readReplyMarkup } from './keyboard.ts'
import { formatText } from './message-text.ts'
import { method, type TelegramState } from './method.ts'
import { integer, json, linkPreviewOptions, replyMarkup, word } from './parameter-shapes.ts'
import { nowSeconds, requireRecipient } from './recipients.ts'
import { badRequest } from './refusal.ts'
import { previewOf, textLimit } from './send-message.ts'

/** https://core.telegram.org/bots/api#deletemessage, read 2026-11. */
const deletableMs = 48 * 3_600_000
const target = { chat_id: word, message_id: integer }
const textShape = {
  ...target,
  text: word,
  parse_mode: word.optional(),
  link_preview_options: linkPreviewOptions.optional(),
  reply_markup: replyMarkup.optional(),
}

/** Without `reply_markup` the keyboard goes. https://core.telegram.org/bots/api#editmessagetext */
export const editMessageText = method<'editMessageText', typeof textShape>(textShape, (state, bot, input) => {
  const { text, entities } = formatText(
    { text: input.text, parseMode: input.parse_mode },
    textLimit,
    'message is too long',
  )
  if (text === '') throw badRequest('message text is empty')
  const keyboard = readReplyMarkup(input.reply_markup)
  const message = requireOwnMessage(state, bot, input)
  if (message.text === undefined) throw badRequest('there is no text in the message to edit')
  const { reply_markup: _gone, entities: _old, link_preview_options: _preview, ...rest } = message
  return change(state, bot, message, {
    ...rest,
    text,
    ...(entities.length > 0 ? { entities: [...entities] } : {}),
    ...previewOf(input.link_preview_options),
    ...markup(keyboard),
  })
})

const captionShape = {
  ...target,
  caption: word.optional(),
  parse_mode: word.optional(),
  reply_markup: replyMarkup.optional(),
}

/** https://core.telegram.org/bots/api#editmessagecaption */
export const editMessageCaption = method<'editMessageCaption', typeof captionShape>(
  captionShape,
  (state, bot, input) => {
    const caption = readCaption(input.caption, input.parse_mode)
    const keyboard = readReplyMarkup(input.reply_markup)
    const message = requireOwnMessage(state, bot, input)
    if (message.document === undefined) throw badRequest('there is no caption in the message to edit')
    const { reply_markup: _gone, caption: _old, caption_entities: _entities, ...rest } = message
    return change(state, bot, message, { ...rest, ...caption, ...markup(keyboard) })
  },
)

const markupShape = { ...target, reply_markup: replyMarkup.optional() }

/** https://core.telegram.org/bots/api#editmessagereplymarkup */
export const editMessageReplyMarkup = method<'editMessageReplyMarkup', typeof markupShape>(
  markupShape,
  (state, bot, input) => {
    const keyboard = readReplyMarkup(input.reply_markup)
    const message = requireOwnMessage(state, bot, input)
    const { reply_markup: _gone, ...rest } = message
    return change(state, bot, message, { ...rest, ...markup(keyboard) }, true)
  },
)

/** https://core.telegram.org/bots/api#deletemessage */
export const deleteMessage = method<'deleteMessage', typeof target>(target, (state, bot, input) => {
  const person = requireRecipient(state, bot, input.chat_id)
  const stored = state.chats.message(bot.id, Number(person.userId), input.message_id)
  if (!stored || stored.deletedAt !== null) throw badRequest('message to delete not found')
  if (!isDeletable(state, stored)) throw badRequest("message can't be deleted")
  state.chats.remove(bot.id, Number(person.userId), input.message_id)
  state.frame.events.emit('changed', person.id)
  return { result: true, effect: true, messageIds: [input.message_id] }
})

const severalShape = { chat_id: word, message_ids: json(z.array(z.number().int())) }

/** Skips without a word what is not there or too old. https://core.telegram.org/bots/api#deletemessages */
export const deleteMessages = method<'deleteMessages', typeof severalShape>(severalShape, (state, bot, input) => {
  const ids = input.message_ids
  if (ids.length === 0) throw badRequest('message identifiers are not specified')
  if (ids.length > 100) throw badRequest('too many message identifiers specified')
  const person = requireRecipient(state, bot, input.chat_id)
  const gone = ids.filter((id) => {
    const stored = state.chats.message(bot.id, Number(person.userId), id)
    return stored?.deletedAt === null && isDeletable(state, stored)
  })
  for (const id of gone) state.chats.remove(bot.id, Number(person.userId), id)
  state.frame.events.emit('changed', person.id)
  return { result: true, effect: gone.length > 0, messageIds: gone }
})

const isDeletable = (state: TelegramState, { sentAt }: StoredMessage): boolean =>
  state.frame.clock.now().getTime() - sentAt <= deletableMs

function requireOwnMessage(
  state: TelegramState,
  bot: Bot,
  input: { readonly chat_id: string; readonly message_id: number },
): Message {
  const person = requireRecipient(state, bot, input.chat_id)
  const stored = state.chats.message(bot.id, Number(person.userId), input.message_id)
  if (!stored || stored.deletedAt !== null) throw badRequest('message to edit not found')
  if (!stored.fromBot) throw badRequest("message can't be edited")
  return stored.message
}

function change<T extends Message>(state: TelegramState, bot: Bot, before: Message, after: T, quietly = false) {
  if (sameContent(before, after))
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
  const message = { ...after, edit_date: nowSeconds(state) }
  state.chats.edit(bot.id, message, quietly)
  const person = state.frame.people.byUserId('telegram', String(message.chat.id))
  if (person) state.frame.events.emit('changed', person.id)
  return { result: message, effect: true, messageIds: [message.message_id] } as const
}

const sameContent = (left: Message, right: Message) =>
  JSON.stringify(contentOf(left)) === JSON.stringify(contentOf(right))

const contentOf = ({ text, entities, caption, caption_entities: inCaption, reply_markup: keyboard }: Message) => [
  [text ?? null, entities ?? [], caption ?? null, inCaption ?? [], keyboard ?? null],
]

const markup = (keyboard: InlineKeyboardMarkup | undefined) => (keyboard ? { reply_markup: keyboard } : {})
