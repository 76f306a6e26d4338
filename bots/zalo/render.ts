import type { Part } from '../../src/channels/channel.ts'
import type { Block, Button, CarriedFile, Outgoing, OutgoingMessage } from '../../src/channels/outgoing-message.ts'
import type { Say } from '../../src/texts.ts'
import { carrierOf } from './assets.ts'
import type { ZaloSettings } from './config.ts'
import { buttonOf, contactPart, listPart, type PlainButton } from './render-choices.ts'
import { noticeMessage, noticePart } from './render-notice.ts'
import { splitText } from './split-text.ts'
import type { CsMessage, ZaloPart } from './zalo-part.ts'

export type RenderOptions = { readonly settings: ZaloSettings; readonly say: Say }

/** Limits of one `cs` message: https://docs.zaloplatforms.com/docs/OA, October 2026 */
const limits = { textUnits: 2000, buttons: 5, titleUnits: 100, payloadUnits: 1000 } as const

/** The platform calls, in order, that carry this to one person: texts with their buttons, then a call per file. */
export function renderZalo(outgoing: Outgoing, options: RenderOptions): readonly Part[] {
  return partsOf(outgoing, options).map((body) => ({ channel: 'zalo', body }))
}

function partsOf(outgoing: Outgoing, options: RenderOptions): readonly ZaloPart[] {
  if (outgoing.kind === 'message') return messageParts(outgoing, options)
  return [noticePart(outgoing, options.settings)].flatMap(
    (part) => part ?? messageParts(noticeMessage(outgoing, options.say), options),
  )
}

function messageParts({ blocks, buttons: given, files }: OutgoingMessage, { settings, say }: RenderOptions) {
  const buttons = given.filter(isPlain)
  const linked = files.filter((file) => carrierOf(file, settings) === 'link').map(({ name, url }) => `${name}: ${url}`)
  const { shown, written } = placeButtons(buttons, settings)
  const list = listPart(textWith(blocks, linked), buttons, settings)
  const texts = splitText(textWith(blocks, [...written, ...linked]), limits.textUnits)
  const cards = given.filter((button) => 'ask' in button).flatMap(({ label }) => contactPart(label, settings, say))
  return [...(list ?? textParts(texts, shown, say)), ...cards, ...files.flatMap((file) => assetPart(file, settings))]
}

/** How to answer by typing stands last. */
function textWith(blocks: readonly Block[], lines: readonly string[]): string {
  const [hints, others] = [blocks.filter(isHint), blocks.filter((block) => !isHint(block))]
  const pieces = [...others.map(textOf), lines.join('\n'), ...hints.map(textOf)]
  return pieces
    .filter((piece) => piece !== '')
    .join('\n\n')
    .toWellFormed()
    .normalize('NFC')
}

/** A link can stand in the text as well: it does where buttons are off, or where its button alone would cost one more message. */
function placeButtons(buttons: readonly PlainButton[], settings: ZaloSettings) {
  const taps = buttons.filter((button) => !('url' in button))
  const messages = (count: number) => Math.ceil(count / limits.buttons)
  const write = !settings.queryButtons || (taps.length > 0 && messages(taps.length) < messages(buttons.length))
  if (!write) return { shown: buttons, written: [] }
  return {
    shown: settings.queryButtons ? taps : [],
    written: buttons.flatMap((button) => ('url' in button ? lineOf(button) : [])),
  }
}

/** The last messages carry the buttons, five each; a message more only when there are more buttons than the texts can hold. */
function textParts(texts: readonly string[], buttons: readonly PlainButton[], say: Say): readonly ZaloPart[] {
  const groups = Array.from({ length: Math.ceil(buttons.length / limits.buttons) }, (_, at) =>
    buttons.slice(at * limits.buttons, (at + 1) * limits.buttons),
  )
  const count = Math.max(texts.length, groups.length)
  return Array.from({ length: count }, (_, at) => {
    const group = groups[at - (count - groups.length)] ?? []
    return textPart(texts[at] ?? say('vi', 'zalo-more-buttons'), group)
  })
}

function textPart(text: string, buttons: readonly PlainButton[]): ZaloPart {
  if (buttons.length === 0) return { kind: 'cs', message: { text } }
  const lines = buttons.flatMap((button) => ('url' in button ? lineOf(button) : []))
  const withLinks = [text, ...lines].join('\n').toWellFormed().normalize('NFC')
  const message: CsMessage = {
    text,
    attachment: { type: 'template', payload: { buttons: buttons.map(buttonOf) } },
  }
  return { kind: 'cs', message, plain: withLinks.length <= limits.textUnits ? withLinks : text }
}

function assetPart(file: CarriedFile, settings: ZaloSettings): readonly ZaloPart[] {
  const carrier = carrierOf(file, settings)
  return carrier === 'link' ? [] : [{ kind: 'asset', carrier, file }]
}

/** A closed button answers nothing, and no message here can be changed to say so; asking for a number is a card of its own. */
const isPlain = (button: Button): button is PlainButton =>
  !('ask' in button) && !('closed' in button && button.closed === true)

const isHint = (block: Block) => block.kind === 'hint'
const lineOf = ({ label, url }: { readonly label: string; readonly url: string }) => `${label}: ${url}`

function textOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
    case 'quote':
    case 'hint':
      return block.text.trim()
    case 'numbered':
      return block.items.map(({ number, text }) => `${number}. ${text}`).join('\n')
    case 'points':
      return block.items.map((item) => `– ${item}`).join('\n')
    case 'time':
      return `${block.label}: ${block.text}`
    case 'link':
      return lineOf(block)
    default:
      return block satisfies never
  }
}
