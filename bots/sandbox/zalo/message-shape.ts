import { z } from 'zod'
import type { AssetKind } from './assets.ts'
import { buttonList, toChatButtons } from './buttons.ts'
import { accepted } from './call-parameters.ts'
import type { ChatButton, ChatElement, ChatMessageKind } from './chats.ts'
import { refusal } from './refusal.ts'
import type { ZaloSwitches } from './switches.ts'
import { webAddress } from './web-address.ts'

/** `message` of a free message, checked. */
export type CsShape = {
  readonly kind: ChatMessageKind
  readonly text: string
  readonly buttons: readonly ChatButton[]
  readonly elements?: readonly ChatElement[]
  readonly asset?: { readonly kind: AssetKind; readonly handle: string }
  readonly quoted?: string
}

const csBody = z.strictObject({
  recipient: z.union([
    z.strictObject({ user_id: z.string().regex(/^\d+$/) }),
    z.strictObject({ message_id: z.string().min(1) }),
  ]),
  message: z.strictObject({
    text: z.string().optional(),
    attachment: z
      .strictObject({ type: z.enum(['template', 'file']), payload: z.record(z.string(), z.unknown()) })
      .optional(),
    quote_message_id: z.string().min(1).optional(),
  }),
})
type Given = z.infer<typeof csBody>['message']

/** https://docs.zaloplatforms.com/docs/OA, October 2026; lengths of the composed text in UTF-16 units. */
const limits = { text: 2000, title: 100, subtitle: 500, elements: 5 } as const

export function parseCs(body: unknown, switches: ZaloSwitches) {
  const { recipient, message } = accepted(csBody, body, switches)
  const quoted = message.quote_message_id === undefined ? {} : { quoted: message.quote_message_id }
  const shape: CsShape = { ...shapeOf(message, switches), ...quoted }
  if (shape.text.normalize('NFC').length > limits.text) throw refusal(-210, 'text is over the limit')
  return { recipient, shape }
}

function shapeOf({ text = '', attachment }: Given, switches: ZaloSwitches): CsShape {
  if (!attachment) {
    if (text.trim() === '') throw refusal(-201, 'text is missing')
    return { kind: 'text', text, buttons: [] }
  }
  const { type, payload } = attachment
  if (type === 'file') return fileShape(text, payload, switches)
  switch (payload.template_type) {
    case undefined:
      return buttonShape(text, payload, switches)
    case 'media':
      return mediaShape(text, payload, switches)
    case 'list':
      return listShape(text, payload, switches)
    case 'request_user_info':
      return requestShape(text, payload, switches)
    default:
      throw refusal(-201, 'Missing template_type params')
  }
}

function fileShape(text: string, payload: unknown, switches: ZaloSwitches): CsShape {
  const key = switches.filePayloadKey
  const given = accepted(z.strictObject({ [key]: z.string().min(1) }), payload, switches)
  if (text !== '' && switches.unknownFields === 'refused') throw refusal(-201, 'a file has no text')
  return { kind: 'file', text, buttons: [], asset: { kind: 'file', handle: String(given[key]) } }
}

function buttonShape(text: string, payload: unknown, switches: ZaloSwitches): CsShape {
  const { buttons } = accepted(z.strictObject({ buttons: buttonList }), payload, switches)
  if (text.trim() === '') throw refusal(-201, 'text is missing')
  if (!switches.buttons) throw refusal(-233, 'message type is not supported')
  return { kind: 'text', text, buttons: toChatButtons(buttons, switches) }
}

const from = { attachment_id: z.string().min(1).optional(), url: webAddress.optional() }
const media = z.discriminatedUnion('media_type', [
  z.strictObject({ media_type: z.literal('image'), ...from }),
  z.strictObject({
    ...{ media_type: z.literal('gif'), ...from },
    ...{ width: z.number().int().min(1), height: z.number().int().min(1) },
  }),
  z.strictObject({ media_type: z.literal('sticker'), attachment_id: z.string().min(1) }),
])
const mediaPayload = z.strictObject({ template_type: z.literal('media'), elements: z.tuple([media]) })

function mediaShape(text: string, payload: unknown, switches: ZaloSwitches): CsShape {
  const [element] = accepted(mediaPayload, payload, switches).elements
  if (element.media_type === 'sticker') return { kind: 'sticker', text, buttons: [] }
  const { attachment_id: handle, url } = element
  if ((handle === undefined) === (url === undefined)) throw refusal(-201, 'attachment_id or url')
  if (handle !== undefined) return { kind: 'image', text, buttons: [], asset: { kind: element.media_type, handle } }
  return { kind: 'image', text, buttons: [], elements: [{ title: '', subtitle: '', imageUrl: String(url) }] }
}

const card = {
  title: z.string().min(1),
  subtitle: z.string().optional(),
  image_url: webAddress.optional(),
}
const listPayload = z.strictObject({
  template_type: z.literal('list'),
  elements: z
    .array(
      z.strictObject({
        ...card,
        default_action: z.strictObject({ type: z.literal('oa.open.url'), url: webAddress }).optional(),
      }),
    )
    .min(1),
  buttons: buttonList.optional(),
})

/** Documented for the older API only. */
function listShape(text: string, payload: unknown, switches: ZaloSwitches): CsShape {
  const given = accepted(listPayload, payload, switches)
  if (!switches.lists) throw refusal(-233, 'message type is not supported')
  if (given.elements.length > limits.elements) throw refusal(-210, 'elements are over the limit')
  if (!given.elements[0]?.subtitle) throw refusal(-201, 'the first element needs a subtitle')
  const elements = given.elements.map((one) => ({
    ...toElement(one),
    ...(one.default_action ? { url: one.default_action.url } : {}),
  }))
  return { kind: 'list', text, elements, buttons: given.buttons ? toChatButtons(given.buttons, switches) : [] }
}

const requestPayload = z.strictObject({
  template_type: z.literal('request_user_info'),
  elements: z.tuple([z.strictObject({ ...card, subtitle: z.string().min(1), image_url: webAddress })]),
})

function requestShape(text: string, payload: unknown, switches: ZaloSwitches): CsShape {
  const { elements } = accepted(requestPayload, payload, switches)
  return { kind: 'request', text, elements: elements.map(toElement), buttons: [] }
}

function toElement({ title, subtitle = '', image_url: imageUrl }: z.infer<z.ZodObject<typeof card>>): ChatElement {
  if (title.length > limits.title) throw refusal(-210, 'title is over the limit')
  if (subtitle.length > limits.subtitle) throw refusal(-210, 'subtitle is over the limit')
  return { title, subtitle, ...(imageUrl === undefined ? {} : { imageUrl }) }
}
