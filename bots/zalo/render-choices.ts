import type { Button } from '../../src/channels/outgoing-message.ts'
import type { Say } from '../../src/texts.ts'
import type { ZaloSettings } from './config.ts'
import { shorten } from './split-text.ts'
import type { ListElement, ZaloAction, ZaloButton, ZaloPart } from './zalo-part.ts'

export type PlainButton = Exclude<Button, { readonly ask: 'phone' }>

/** Limits of buttons and lists: https://docs.zaloplatforms.com/docs/OA, October 2026 */
const textUnits = 2000
const titleUnits = 100
const listElements = 5
const listButtons = 5
const subtitleUnits = 500

export const buttonOf = (button: PlainButton): ZaloButton => ({
  title: titleOf(button.label),
  ...actionOf(button),
})

const titleOf = (label: string): string => shorten(label.toWellFormed().normalize('NFC'), titleUnits)

const actionOf = (button: PlainButton): ZaloAction =>
  'url' in button
    ? { type: 'oa.open.url', payload: { url: button.url } }
    : { type: 'oa.query.hide', payload: button.reference }

/**
 * A short text with links as one list: its first line on top, a row for each link, the choices as buttons below. Undefined for all
 * that does not fit. Documented for the older API only. https://docs.zaloplatforms.com/docs/OA, October 2026
 */
export function listPart(
  text: string,
  given: readonly PlainButton[],
  { listMessages, queryButtons }: ZaloSettings,
): readonly ZaloPart[] | undefined {
  const links = given.filter((button) => 'url' in button)
  const taps = queryButtons ? given.filter((button) => !('url' in button)) : []
  if (!listMessages || links.length === 0 || links.length > listElements - 1 || taps.length > listButtons)
    return undefined
  const [title = '', ...rest] = text.split('\n')
  const subtitle = rest.join('\n').trim()
  // The first element needs both.
  if (title === '' || title.length > titleUnits || subtitle === '' || subtitle.length > subtitleUnits) return undefined
  const rows = links.map(({ label, url }): ListElement => {
    const action = { type: 'oa.open.url', url } as const
    return { title: titleOf(label), default_action: action }
  })
  const buttons = taps.length > 0 ? { buttons: taps.map(buttonOf) } : {}
  const payload = { template_type: 'list', elements: [{ title, subtitle }, ...rows], ...buttons } as const
  const plain = [text, ...links.map(({ label, url }) => `${label}: ${url}`)].join('\n').toWellFormed().normalize('NFC')
  if (plain.length > textUnits) return undefined
  return [{ kind: 'cs', message: { attachment: { type: 'template', payload } }, plain }]
}

/** The card that asks for name and number; without a picture for it, the words of the message ask for it already. */
export function contactPart(label: string, { contactImageUrl }: ZaloSettings, say: Say): readonly ZaloPart[] {
  if (contactImageUrl === undefined) return []
  const [title, subtitle] = [titleOf(label), say('vi', 'zalo-contact-why')]
  const elements = [{ title, subtitle, image_url: contactImageUrl }] as const
  const payload = { template_type: 'request_user_info', elements } as const
  const message = { attachment: { type: 'template', payload } } as const
  return [{ kind: 'cs', message, plain: say('vi', 'zalo-contact-typed') }]
}
