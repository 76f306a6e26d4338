import type { SendOutcome } from '../../src/channels/send-outcome.ts'
import { inlineKeyboardOf, noKeyboard, phoneKeyboard } from './keyboard.ts'
import { outcomeOf } from './outcome.ts'
import { callTo, noteDown, type Sender } from './sender.ts'
import type { TelegramPart } from './telegram-part.ts'

type TextPart = Extract<TelegramPart, { readonly kind: 'text' }>

/**
 * One text with its keyboard. The keyboard that asked for a phone number is taken away with the next answer that has no buttons of
 * its own, and only then: a message that takes a keyboard away cannot be edited later.
 */
export async function sendText(sender: Sender, part: TextPart): Promise<SendOutcome> {
  const { client, ports, address, inAnswer } = sender
  const asked = `${keyboardNote}${address}`
  const isBare = inAnswer && part.rows.length === 0 && part.askPhone === undefined
  const stands = isBare && (await ports.memory.read())[asked] === true
  const reply = await client.call('sendMessage', {
    ...callTo(sender),
    ...htmlText(part.html),
    ...markupOf(part, stands),
  })
  const arrived = reply.kind === 'ok'
  if (part.askPhone !== undefined && (arrived || reply.kind === 'unknown')) await noteDown(ports, note(sender, asked))
  if (stands && arrived) await noteDown(ports, ports.memory.write({ [asked]: null }))
  return outcomeOf(reply)
}

const keyboardNote = 'phone-keyboard '
/** Whoever pressed Start and never wrote again leaves a note behind. Beyond so many the keyboard only hides itself once it was used. */
const mostNotes = 500

async function note({ ports }: Sender, asked: string): Promise<void> {
  const notes = Object.keys(await ports.memory.read()).filter((key) => key.startsWith(keyboardNote))
  if (notes.length < mostNotes) await ports.memory.write({ [asked]: true })
}

/** Text as every message carries it: links open no preview, since a bulletin is no advertisement for its first link. */
export const htmlText = (html: string) => ({
  text: html,
  parse_mode: 'HTML' as const,
  link_preview_options: { is_disabled: true },
})

function markupOf(part: TextPart, phoneKeyboardStands: boolean) {
  if (part.askPhone !== undefined) return phoneKeyboard(part.askPhone)
  return phoneKeyboardStands ? noKeyboard : inlineKeyboardOf(part)
}
