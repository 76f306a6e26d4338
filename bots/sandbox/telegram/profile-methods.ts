import type { BotCommand } from '@grammyjs/types'
import { z } from 'zod'
import type { Bot } from './bots.ts'
import { method, type TelegramState } from './method.ts'
import { json, word } from './parameter-shapes.ts'
import { requireRecipient } from './recipients.ts'
import { badRequest } from './refusal.ts'

const language = z
  .string()
  .regex(/^([a-z]{2})?$/, 'must be a two-letter code')
  .optional()
/** Only private chats are covered here. https://core.telegram.org/bots/api#botcommandscope */
const scope = json(
  z.union([
    z.strictObject({ type: z.enum(['default', 'all_private_chats']) }),
    z.strictObject({ type: z.literal('chat'), chat_id: z.union([z.number().int(), z.string()]) }),
  ]),
)
const whose = { scope: scope.optional(), language_code: language }
type Whose = { readonly scope?: z.output<typeof scope> | undefined; readonly language_code?: string | undefined }

const keep = (state: TelegramState, bot: Bot, name: string, value: unknown) => {
  state.bots.change(bot.id, { profile: { ...bot.profile, [name]: value } })
  return { result: true, effect: true } as const
}

function commandsKey(state: TelegramState, bot: Bot, { scope: given, language_code: code = '' }: Whose): string {
  if (given?.type !== 'chat') return `commands ${given?.type ?? 'default'} ${code}`
  return `commands chat:${requireRecipient(state, bot, String(given.chat_id)).userId} ${code}`
}

const commandsShape = {
  ...whose,
  commands: json(z.array(z.strictObject({ command: z.string(), description: z.string() }))),
}

/** https://core.telegram.org/bots/api#setmycommands: at most 100, names of 1-32, descriptions of 1-256 characters. */
export const setMyCommands = method<'setMyCommands', typeof commandsShape>(commandsShape, (state, bot, input) => {
  const wrong = input.commands.some(
    ({ command, description }) =>
      !/^\/?[a-z0-9_]{1,32}$/.test(command) || description.length < 1 || description.length > 256,
  )
  if (input.commands.length > 100) throw badRequest('too many commands specified')
  if (wrong) throw badRequest('BOT_COMMAND_INVALID')
  const plain = input.commands.map(({ command, description }) => ({ command: command.replace(/^\//, ''), description }))
  return keep(state, bot, commandsKey(state, bot, input), plain)
})

/** https://core.telegram.org/bots/api#getmycommands */
export const getMyCommands = method<'getMyCommands', typeof whose>(whose, (state, bot, input) => ({
  result: (bot.profile[commandsKey(state, bot, input)] ?? []) as BotCommand[],
  effect: false,
}))

/** https://core.telegram.org/bots/api#deletemycommands */
export const deleteMyCommands = method<'deleteMyCommands', typeof whose>(whose, (state, bot, input) => {
  const { [commandsKey(state, bot, input)]: _gone, ...rest } = bot.profile
  state.bots.change(bot.id, { profile: rest })
  return { result: true, effect: true }
})

const textOf = (bot: Bot, name: string): string => String(bot.profile[name] ?? '')
const readShape = { language_code: language }
const descriptionShape = { description: word.optional(), language_code: language }

/** https://core.telegram.org/bots/api#setmydescription: 0-512 characters. */
export const setMyDescription = method<'setMyDescription', typeof descriptionShape>(
  descriptionShape,
  (state, bot, input) => {
    if ([...(input.description ?? '')].length > 512) throw badRequest('bot description is too long')
    return keep(state, bot, `description ${input.language_code ?? ''}`, input.description ?? '')
  },
)

/** In exactly this language: who asks for another gets nothing. https://core.telegram.org/bots/api#getmydescription */
export const getMyDescription = method<'getMyDescription', typeof readShape>(readShape, (_state, bot, input) => ({
  result: { description: textOf(bot, `description ${input.language_code ?? ''}`) },
  effect: false,
}))

const shortShape = { short_description: word.optional(), language_code: language }

/** https://core.telegram.org/bots/api#setmyshortdescription: 0-120 characters. */
export const setMyShortDescription = method<'setMyShortDescription', typeof shortShape>(
  shortShape,
  (state, bot, input) => {
    if ([...(input.short_description ?? '')].length > 120) throw badRequest('bot short description is too long')
    return keep(state, bot, `short description ${input.language_code ?? ''}`, input.short_description ?? '')
  },
)

/** https://core.telegram.org/bots/api#getmyshortdescription */
export const getMyShortDescription = method<'getMyShortDescription', typeof readShape>(
  readShape,
  (_state, bot, input) => ({
    result: { short_description: textOf(bot, `short description ${input.language_code ?? ''}`) },
    effect: false,
  }),
)
