import type { Button } from '../../src/channels/outgoing-message.ts'
import { isFollowable } from './spans.ts'
import type { TelegramButton, TelegramPart } from './telegram-part.ts'

export type PressableButton = Exclude<Button, { readonly ask: 'phone' }>
export type Row = readonly TelegramButton[]

/** https://core.telegram.org/bots/api#inlinekeyboardbutton (read November 2026): 1-64 bytes. */
const dataLimitBytes = 64
/** No documented count; about 100 is what clients are known to take, and a much bigger one is refused as "too long". November 2026 */
const keyboardLimits = { buttons: 90, bytes: 8_000 } as const
/** Longer ones are cut on phones anyway; our own measure. */
const labelLimit = 64
/** Labels this short stand side by side. */
const shortLabel = 14
const perRow = 3

/** The buttons as inline keyboards, in order; as few as the platform takes. */
export function keyboardsOf(buttons: readonly PressableButton[]): readonly (readonly Row[])[] {
  const keyboards: TelegramButton[][] = []
  let bytes = 0
  for (const button of buttons.map(toButton)) {
    const size = Buffer.byteLength(JSON.stringify(button))
    const open = keyboards.at(-1)
    bytes += size
    if (open && open.length < keyboardLimits.buttons && bytes <= keyboardLimits.bytes) open.push(button)
    else {
      keyboards.push([button])
      bytes = size
    }
  }
  return keyboards.map(rowsOf)
}

/** Whether the platform takes a button to that address; what it does not take stands as text. */
export const isPressable = (button: PressableButton): boolean => !('url' in button) || isFollowable(button.url)

type TextPart = Extract<TelegramPart, { readonly kind: 'text' }>

/** The inline keyboard of a text, absent when there is none: in an edit that takes the old one away. */
export function inlineKeyboardOf({ rows }: Pick<TextPart, 'rows'>) {
  if (rows.length === 0) return {}
  return { reply_markup: { inline_keyboard: rows.map((row) => row.map((button) => ({ ...button }))) } }
}

/**
 * Asks for the number in a keyboard of its own, which hides once it was used. Only the person's own number comes back this way.
 * https://core.telegram.org/bots/api#keyboardbutton (read November 2026)
 */
export const phoneKeyboard = (label: string) => ({
  reply_markup: {
    keyboard: [[{ text: label, request_contact: true as const }]],
    resize_keyboard: true,
    one_time_keyboard: true,
  },
})

/** https://core.telegram.org/bots/api#replykeyboardremove */
export const noKeyboard = { reply_markup: { remove_keyboard: true as const } }

/** On one line, never empty, since the platform refuses a button without words. */
export function labelOf(label: string): string {
  const signs = [
    ...label
      .toWellFormed()
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim(),
  ]
  if (signs.length === 0) return '…'
  return signs.length > labelLimit ? `${signs.slice(0, labelLimit - 1).join('')}…` : signs.join('')
}

function rowsOf(buttons: readonly TelegramButton[]): readonly Row[] {
  const rows: TelegramButton[][] = []
  let open = false
  for (const button of buttons) {
    const short = [...button.text].length <= shortLabel
    const row = rows.at(-1)
    if (short && open && row && row.length < perRow) row.push(button)
    else rows.push([button])
    open = short
  }
  return rows
}

function toButton(button: PressableButton): TelegramButton {
  const text = labelOf(button.label)
  if ('url' in button) return { text, url: button.url }
  const { reference, style, closed } = button
  // Bot API 10.2: it stands there and does nothing; a colour would call for a press.
  if (closed) return { text, disabled: {} }
  if (Buffer.byteLength(reference) > dataLimitBytes)
    throw new Error('A button reference is longer than Telegram carries')
  return { text, callback_data: reference, ...(style ? { style } : {}) }
}
