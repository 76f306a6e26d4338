import type { InlineKeyboardButton, InlineKeyboardMarkup } from '@grammyjs/types'
import { z } from 'zod'
import { isFollowable } from './html-tags.ts'
import { badRequest } from './refusal.ts'

/** https://core.telegram.org/bots/api#inlinekeyboardbutton, read 2026-11; the counts are the usual figures, not documented. */
const buttonsLimit = 100
const rowLimit = 8
const dataLimitBytes = 64

const inlineKeyboard = z.strictObject({
  inline_keyboard: z.array(z.array(z.record(z.string(), z.unknown()))),
  force_reply: z.boolean().optional(),
})
/** The actions our bots use; the platform has more, which the stand-in refuses. */
const button = z.strictObject({
  text: z.string(),
  style: z.enum(['danger', 'success', 'primary']).optional(),
  url: z.string().optional(),
  callback_data: z.string().optional(),
  disabled: z.strictObject({}).optional(),
})

/** The inline keyboard to keep with a message; undefined for one without buttons. */
export function readReplyMarkup(given: unknown): InlineKeyboardMarkup | undefined {
  if (given === undefined) return undefined
  const keyboard = inlineKeyboard.safeParse(given)
  if (!keyboard.success) throw badRequest("can't parse reply keyboard markup JSON object")
  const { inline_keyboard: rows, force_reply: forceReply } = keyboard.data
  if (rows.flat().length > buttonsLimit || rows.some((row) => row.length > rowLimit))
    throw badRequest('reply markup is too long')
  const kept = rows.map((row) => row.map(readButton)).filter((row) => row.length > 0)
  return kept.length > 0 ? { inline_keyboard: kept, ...(forceReply ? { force_reply: true } : {}) } : undefined
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
