import type { InlineKeyboardButton, InlineKeyboardMarkup } from '@grammyjs/types'
import { z } from 'zod'
import { isFollowable } from './html-tags.ts'
import { badRequest } from './refusal.ts'

const buttonsLimit = 100
const rowLimit = 8
const dataLimitBytes = 64

const inlineKeyboard = z.strictObject({ inline_keyboard: z.array(z.array(z.record(z.string(), z.unknown()))) })
const otherMarkup = z.union([
  z.strictObject({ remove_keyboard: z.literal(true), selective: z.boolean().optional() }),
  z.strictObject({
    force_reply: z.literal(true),
    input_field_placeholder: z.string().min(1).max(64).optional(),
    selective: z.boolean().optional(),
  }),
])
/** The actions our bots use; the platform has more, which the stand-in refuses. */
const button = z.strictObject({
  text: z.string(),
  style: z.enum(['danger', 'success', 'primary']).optional(),
  url: z.string().optional(),
  callback_data: z.string().optional(),
  disabled: z.strictObject({}).optional(),
})

/** The inline keyboard to keep with the message; other markups are checked and leave no trace in it. */
export function readReplyMarkup(given: unknown, inlineOnly = false): InlineKeyboardMarkup | undefined {
  if (given === undefined) return undefined
  if (!inlineOnly && otherMarkup.safeParse(given).success) return undefined
  const keyboard = inlineKeyboard.safeParse(given)
  if (!keyboard.success) throw badRequest("can't parse reply keyboard markup JSON object")
  const rows = keyboard.data.inline_keyboard
  if (rows.flat().length > buttonsLimit || rows.some((row) => row.length > rowLimit))
    throw badRequest('reply markup is too long')
  const kept = rows.map((row) => row.map(readButton)).filter((row) => row.length > 0)
  return kept.length > 0 ? { inline_keyboard: kept } : undefined
}

function readButton(given: Record<string, unknown>): InlineKeyboardButton {
  const parsed = button.safeParse(given)
  if (!parsed.success) throw badRequest(`can't parse inline keyboard button: ${z.prettifyError(parsed.error)}`)
  const { text, style, url, callback_data: data, disabled } = parsed.data
  if (text.trim() === '') throw badRequest('can\'t parse inline keyboard button: Field "text" must be non-empty')
  const actions = [url, data, disabled].filter((action) => action !== undefined)
  if (actions.length === 0)
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
  if (actions.length > 1) throw badRequest("can't parse inline keyboard button: exactly one action must be used")
  const face = { text, ...(style ? { style } : {}) }
  if (url !== undefined) {
    if (!isFollowable(url)) throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`)
    return { ...face, url }
  }
  if (data !== undefined) {
    const size = Buffer.byteLength(data)
    if (size < 1 || size > dataLimitBytes) throw badRequest('BUTTON_DATA_INVALID')
    return { ...face, callback_data: data }
  }
  return { ...face, disabled: {} }
}
