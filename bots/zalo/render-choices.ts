import type { Button } from '../../src/channels/outgoing-message.ts'
import type { Say } from '../../src/texts.ts'
import type { ZaloSettings } from './config.ts'
import { shorten } from './split-text.ts'
import type { ListElement, ZaloAction, ZaloButton, ZaloPart } from './zalo-part.ts'

export type PlainButton = Exclude<Button, { readonly ask: 'phone' }>

/** Limits of buttons and lists: https://docs.zaloplatforms.com/docs/OA, October 2026 */
const titleUnits = 100
const listElements = 5
const subtitleUnits = 500

export const buttonOf = (button: PlainButton): ZaloButton => ({
  title: shorten(button.label.normalize('NFC'), titleUnits),
  ...actionOf(button),
})

const actionOf = (button: PlainButton): ZaloAction =>
  'url' in button
    ? { type: 'oa.open.url', payload: { url: button.url } }
    : { type: 'oa.query.hide', payload: button.reference }

/** A short text with a few choices as one list: its first line on top, a row for each choice. Undefined for all that does not fit. */
export function listPart(
  texts: readonly string[],
  buttons: readonly PlainButton[],
  { listMessages }: ZaloSettings,
): readonly ZaloPart[] | undefined {
  const [text] = texts
  if (!listMessages || texts.length !== 1 || text === undefined) return undefined
  if (buttons.length < 2 || buttons.length > listElements - 1) return undefined
  const [title = '', ...rest] = text.split('\n')
  const subtitle = rest.join('\n').trim()
  // The first element needs both.
  if (title.length > titleUnits || subtitle === '' || subtitle.length > subtitleUnits) return undefined
  const rows = buttons.map((button): ListElement => {
    const { title: label, ...action } = buttonOf(button)
    return { title: label, default_action: action }
  })
  const payload = { template_type: 'list', elements: [{ title, subtitle }, ...rows] } as const
  const lines = buttons.flatMap((button) => ('url' in button ? `${button.label}: ${button.url}` : []))
  return [{ kind: 'cs', message: { attachment: { type: 'template', payload } }, plain: [text, ...lines].join('\n') }]
}

/** The card that asks for name and number; without a picture for it, the words of the message ask for it already. */
export function contactPart(label: string, { contactImageUrl }: ZaloSettings, say: Say): readonly ZaloPart[] {
  if (contactImageUrl === undefined) return []
  const [title, subtitle] = [shorten(label.normalize('NFC'), titleUnits), say('vi', 'zalo-contact-why')]
  const elements = [{ title, subtitle, image_url: contactImageUrl }] as const
  const payload = { template_type: 'request_user_info', elements } as const
  const message = { attachment: { type: 'template', payload } } as const
  return [{ kind: 'cs', message, plain: say('vi', 'zalo-contact-typed') }]
}
