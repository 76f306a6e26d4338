import { getMe as describeBot } from './bots.ts'
import { method } from './method.ts'
import { flag, integer, word } from './parameter-shapes.ts'
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
