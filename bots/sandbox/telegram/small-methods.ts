import { z } from 'zod'
import { getMe as describeBot } from './bots.ts'
import { method } from './method.ts'
import { flag, integer, json, word } from './parameter-shapes.ts'
import { requireRecipient } from './recipients.ts'
import { badRequest } from './refusal.ts'

export const getMe = method<'getMe', Record<never, never>>({}, (_state, bot) => ({
  result: describeBot(bot),
  effect: false,
}))

const answerShape = {
  callback_query_id: word,
  text: word.optional(),
  show_alert: flag.optional(),
  cache_time: integer.optional(),
}

/** https://core.telegram.org/bots/api#answercallbackquery */
export const answerCallbackQuery = method<'answerCallbackQuery', typeof answerShape>(
  answerShape,
  (state, bot, input) => {
    const text = input.text ?? ''
    if ([...text].length > 200) throw badRequest('MESSAGE_TOO_LONG')
    const notice = { text, showAlert: input.show_alert ?? false }
    const { userId } = state.callbacks.answer(bot.id, input.callback_query_id, notice)
    const person = state.frame.people.byUserId('telegram', String(userId))
    if (person) state.frame.events.emit('changed', person.id)
    return { result: true, effect: true }
  },
)

const fileShape = { file_id: word }

/** https://core.telegram.org/bots/api#getfile */
export const getFile = method<'getFile', typeof fileShape>(fileShape, (state, bot, input) => ({
  result: state.files.describe(bot.id, input.file_id),
  effect: false,
}))

const actions = ['typing', 'upload_photo', 'upload_document', 'find_location', 'choose_sticker']
const actionShape = { chat_id: word, action: word }

/** https://core.telegram.org/bots/api#sendchataction */
export const sendChatAction = method<'sendChatAction', typeof actionShape>(actionShape, (state, bot, input) => {
  if (!actions.includes(input.action)) throw badRequest('wrong parameter action in request')
  requireRecipient(state, bot, input.chat_id)
  return { result: true, effect: false }
})

const language = z
  .string()
  .regex(/^([a-z]{2})?$/, 'must be a two-letter code')
  .optional()
const commandsShape = {
  commands: json(z.array(z.strictObject({ command: z.string(), description: z.string() }))),
  scope: json(z.strictObject({ type: z.enum(['default', 'all_private_chats']) })).optional(),
  language_code: language,
}

/** https://core.telegram.org/bots/api#setmycommands */
export const setMyCommands = method<'setMyCommands', typeof commandsShape>(commandsShape, (state, bot, input) => {
  const wrong = input.commands.some(
    ({ command, description }) =>
      !/^\/?[a-z0-9_]{1,32}$/.test(command) || description.length < 1 || description.length > 256,
  )
  if (input.commands.length > 100) throw badRequest('too many commands specified')
  if (wrong) throw badRequest('BOT_COMMAND_INVALID')
  const name = `commands ${input.scope?.type ?? 'default'} ${input.language_code ?? ''}`
  state.bots.change(bot.id, { profile: { ...bot.profile, [name]: input.commands } })
  return { result: true, effect: true }
})

const descriptionShape = { description: word.optional(), language_code: language }

export const setMyDescription = method<'setMyDescription', typeof descriptionShape>(
  descriptionShape,
  (state, bot, input) => {
    if ([...(input.description ?? '')].length > 512) throw badRequest('bot description is too long')
    const name = `description ${input.language_code ?? ''}`
    state.bots.change(bot.id, { profile: { ...bot.profile, [name]: input.description ?? '' } })
    return { result: true, effect: true }
  },
)

const shortShape = { short_description: word.optional(), language_code: language }

export const setMyShortDescription = method<'setMyShortDescription', typeof shortShape>(
  shortShape,
  (state, bot, input) => {
    if ([...(input.short_description ?? '')].length > 120) throw badRequest('bot short description is too long')
    const name = `short description ${input.language_code ?? ''}`
    state.bots.change(bot.id, { profile: { ...bot.profile, [name]: input.short_description ?? '' } })
    return { result: true, effect: true }
  },
)
