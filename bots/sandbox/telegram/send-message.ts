import type { LinkPreviewOptions } from '@grammyjs/types'
import { formatText } from './message-text.ts'
import { method } from './method.ts'
import { linkPreviewOptions, replyMarkup, sendOptions, word } from './parameter-shapes.ts'
import { newMessage, requireRecipient, sendTraits } from './recipients.ts'
import { badRequest } from './refusal.ts'
import { inMessage, layOnPhone, readMarkup } from './reply-markup.ts'

/** After parsing. https://core.telegram.org/bots/api#sendmessage, read 2026-11. */
export const textLimit = 4096
const shape = {
  ...sendOptions,
  text: word,
  parse_mode: word.optional(),
  link_preview_options: linkPreviewOptions.optional(),
  reply_markup: replyMarkup.optional(),
}

/** https://core.telegram.org/bots/api#sendmessage */
export const sendMessage = method<'sendMessage', typeof shape>(shape, (state, bot, input) => {
  const { text, entities } = formatText(
    { text: input.text, parseMode: input.parse_mode },
    textLimit,
    'message is too long',
  )
  if (text === '') throw badRequest('message text is empty')
  const markup = readMarkup(input.reply_markup)
  const person = requireRecipient(state, bot, input.chat_id)
  const traits = sendTraits(state, bot, person, input)
  state.flood.pass(bot.id, Number(person.userId), 1)
  const message = {
    ...newMessage(state, bot, person),
    ...traits,
    text,
    ...(entities.length > 0 ? { entities: [...entities] } : {}),
    ...previewOf(input.link_preview_options),
    ...inMessage(markup),
  }
  state.chats.put(bot.id, message, true)
  layOnPhone(state, bot, person, markup)
  state.frame.events.emit('changed', person.id)
  return { result: message, effect: true, messageIds: [message.message_id] }
})

type PreviewInput = { readonly [K in keyof LinkPreviewOptions]: LinkPreviewOptions[K] | undefined }

export const previewOf = (options: PreviewInput | undefined): { link_preview_options?: LinkPreviewOptions } =>
  options ? { link_preview_options: JSON.parse(JSON.stringify(options)) } : {}
