import { z } from 'zod'
import type { Person } from '../people.ts'
import type { Bot } from './bots.ts'
import { readCaption } from './captions.ts'
import { type StoredFile, toDocument } from './files.ts'
import { method, type TelegramState } from './method.ts'
import type { UploadedFile } from './multipart.ts'
import { flag, json, replyMarkup, sendOptions, word } from './parameter-shapes.ts'
import { newMessage, requireRecipient, sendTraits } from './recipients.ts'
import { badRequest } from './refusal.ts'
import { inMessage, layOnPhone, readMarkup } from './reply-markup.ts'

const documentShape = {
  ...sendOptions,
  document: word,
  caption: word.optional(),
  parse_mode: word.optional(),
  disable_content_type_detection: flag.optional(),
  reply_markup: replyMarkup.optional(),
}

/** https://core.telegram.org/bots/api#senddocument */
export const sendDocument = method<'sendDocument', typeof documentShape>(
  documentShape,
  (state, bot, input, uploads) => {
    if (input.document === '') throw badRequest('there is no document in the request')
    const caption = readCaption(input.caption, input.parse_mode)
    const markup = readMarkup(input.reply_markup)
    const source = sourceOf(state, bot, input.document, uploads, 'there is no document in the request')
    const person = requireRecipient(state, bot, input.chat_id)
    const traits = sendTraits(state, bot, person, input)
    state.flood.pass(bot.id, Number(person.userId), 1)
    const extras = { ...traits, ...caption, ...inMessage(markup) }
    const message = putDocument(state, bot, person, source, extras)
    layOnPhone(state, bot, person, markup)
    state.frame.events.emit('changed', person.id)
    return { result: message, effect: true, messageIds: [message.message_id] }
  },
)

const mediaItem = z.strictObject({
  type: z.string(),
  media: z.string(),
  caption: z.string().optional(),
  parse_mode: z.string().optional(),
  disable_content_type_detection: z.boolean().optional(),
})
const groupShape = { ...sendOptions, media: json(z.array(mediaItem)) }

/** Albums of documents. https://core.telegram.org/bots/api#sendmediagroup */
export const sendMediaGroup = method<'sendMediaGroup', typeof groupShape>(groupShape, (state, bot, input, uploads) => {
  const { media } = input
  if (media.length === 0) throw badRequest('there are no messages to send')
  if (media.length > 10) throw badRequest('too many messages to send as an album')
  if (media.length === 1) throw badRequest('an album has 2-10 items')
  if (media.some((item) => item.type !== 'document')) {
    const mixed = media.some((item) => item.type === 'document')
    throw badRequest(
      mixed ? "document can't be mixed with other media types" : "can't parse InputMedia: type is not covered here",
    )
  }
  const items = media.map((item) => ({
    source: sourceOf(state, bot, item.media, uploads, "can't parse InputMedia: media not found"),
    caption: readCaption(item.caption, item.parse_mode),
  }))
  const person = requireRecipient(state, bot, input.chat_id)
  const traits = sendTraits(state, bot, person, input)
  state.flood.pass(bot.id, Number(person.userId), items.length)
  const group = { media_group_id: `${state.frame.clock.now().getTime()}${Math.floor(Math.random() * 1e6)}` }
  const messages = items.map(({ source, caption }) =>
    putDocument(state, bot, person, source, { ...group, ...traits, ...caption }),
  )
  state.frame.events.emit('changed', person.id)
  return { result: messages, effect: true, messageIds: messages.map((message) => message.message_id) }
})

type Source = { readonly file: StoredFile } | { readonly upload: UploadedFile }

function sourceOf(
  state: TelegramState,
  bot: Bot,
  reference: string,
  uploads: ReadonlyMap<string, UploadedFile>,
  missing: string,
): Source {
  if (reference.startsWith('attach://')) {
    const upload = uploads.get(reference.slice('attach://'.length))
    if (!upload) throw badRequest(missing)
    if (upload.bytes.length === 0) throw badRequest('file must be non-empty')
    return { upload }
  }
  if (/^https?:\/\//i.test(reference)) throw badRequest('failed to get HTTP URL content')
  return { file: state.files.require(bot.id, reference, 'document') }
}

function putDocument<T extends object>(state: TelegramState, bot: Bot, person: Person, source: Source, extras: T) {
  const file =
    'file' in source
      ? source.file
      : state.files.add(bot.id, { name: source.upload.fileName, bytes: source.upload.bytes, kind: 'document' })
  const message = { ...newMessage(state, bot, person), document: toDocument(file), ...extras }
  state.chats.put(bot.id, message, true)
  return message
}
