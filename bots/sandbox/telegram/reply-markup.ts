import type { InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup } from '@grammyjs/types'
import { z } from 'zod'
import type { Person } from '../people.ts'
import type { Bot } from './bots.ts'
import { readReplyMarkup } from './keyboard.ts'
import type { TelegramState } from './method.ts'
import { badRequest } from './refusal.ts'

/** What `reply_markup` of a send comes to: only an inline keyboard stays with the message, the others belong to the phone. */
export type Markup =
  | { readonly kind: 'none' }
  | { readonly kind: 'inline'; readonly keyboard: InlineKeyboardMarkup }
  | { readonly kind: 'reply'; readonly keyboard: ReplyKeyboardMarkup }
  | { readonly kind: 'remove' }

const placeholder = z.string().min(1).max(64).optional()
const removal = z.strictObject({ remove_keyboard: z.literal(true), selective: z.boolean().optional() })
const forced = z.strictObject({
  force_reply: z.literal(true),
  input_field_placeholder: placeholder,
  selective: z.boolean().optional(),
})
/** Buttons that type their words, and the one that shares the phone number: the platform has more, which the stand-in refuses. */
const key = z.union([
  z.string(),
  z.strictObject({
    text: z.string(),
    style: z.enum(['danger', 'success', 'primary']).optional(),
    request_contact: z.boolean().optional(),
  }),
])
const replyKeyboard = z.strictObject({
  keyboard: z.array(z.array(key)),
  is_persistent: z.boolean().optional(),
  resize_keyboard: z.boolean().optional(),
  one_time_keyboard: z.boolean().optional(),
  input_field_placeholder: placeholder,
  selective: z.boolean().optional(),
})

/** https://core.telegram.org/bots/api#replykeyboardmarkup, read 2026-11 */
export function readMarkup(given: unknown): Markup {
  if (given === undefined || forced.safeParse(given).success) return { kind: 'none' }
  if (removal.safeParse(given).success) return { kind: 'remove' }
  if (typeof given === 'object' && given !== null && 'keyboard' in given) return readReplyKeyboard(given)
  const keyboard = readReplyMarkup(given)
  return keyboard ? { kind: 'inline', keyboard } : { kind: 'none' }
}

function readReplyKeyboard(given: object): Markup {
  const parsed = replyKeyboard.safeParse(given)
  if (!parsed.success) throw badRequest("can't parse reply keyboard markup JSON object")
  const { keyboard: rows, ...traits } = parsed.data
  const keyboard = rows.map((row) => row.map(readKey)).filter((row) => row.length > 0)
  if (keyboard.length === 0) return { kind: 'none' }
  if (keyboard.flat().length > 300) throw badRequest('reply markup is too long')
  return { kind: 'reply', keyboard: { ...JSON.parse(JSON.stringify(traits)), keyboard } }
}

function readKey(given: z.output<typeof key>): KeyboardButton {
  const { text, style, request_contact: contact } = typeof given === 'string' ? { text: given } : { ...given }
  if (text.trim() === '') throw badRequest('can\'t parse keyboard button: Field "text" must be non-empty')
  return { text, ...(style ? { style } : {}), ...(contact ? { request_contact: true } : {}) }
}

/** What of it stays in the message. */
export const inMessage = (markup: Markup): { reply_markup?: InlineKeyboardMarkup } =>
  markup.kind === 'inline' ? { reply_markup: markup.keyboard } : {}

/** What of it shows below the chat from now on. */
export function layOnPhone(state: TelegramState, bot: Bot, person: Person, markup: Markup): void {
  const userId = Number(person.userId)
  if (markup.kind === 'reply') state.phoneSides.change(bot.id, userId, { keyboard: markup.keyboard })
  if (markup.kind === 'remove') state.phoneSides.change(bot.id, userId, { keyboard: null })
}
