import { z } from 'zod'
import type { ChatButton } from './chats.ts'
import { refusal } from './refusal.ts'

/** `message` of a free message, checked; every unknown parameter is refused, where the real service may shrug. */
export type CsShape = {
  readonly text: string
  readonly buttons: readonly ChatButton[]
  readonly asset?: { readonly kinds: readonly ('file' | 'image' | 'gif')[]; readonly handle: string }
}

const webAddress = z.url({ protocol: /^https?$/ })
const title = z.string().min(1)
const button = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('oa.open.url'), title, payload: z.strictObject({ url: webAddress }) }),
  z.strictObject({ type: z.literal('oa.query.show'), title, payload: z.string().min(1) }),
  z.strictObject({ type: z.literal('oa.query.hide'), title, payload: z.string().min(1) }),
])
const media = z.strictObject({ media_type: z.enum(['image', 'gif']), attachment_id: z.string().min(1) })
const buttonPayload = z.strictObject({ buttons: z.array(button).min(1) })
const mediaPayload = z.strictObject({ template_type: z.literal('media'), elements: z.tuple([media]) })
const attachment = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('file'), payload: z.strictObject({ token: z.string().min(1) }) }),
  z.strictObject({ type: z.literal('template'), payload: z.union([buttonPayload, mediaPayload]) }),
])
const csBody = z.strictObject({
  recipient: z.strictObject({ user_id: z.string().regex(/^\d+$/) }),
  message: z.strictObject({ text: z.string().optional(), attachment: attachment.optional() }),
})

const limits = { text: 2000, buttons: 5, title: 100, payload: 1000 } as const

export function parseCs(body: unknown): { readonly userId: string; readonly shape: CsShape } {
  const parsed = csBody.safeParse(body)
  if (!parsed.success) throw refusal(-201, `params is invalid: ${parsed.error.issues[0]?.path.join('.')}`)
  const { recipient, message } = parsed.data
  const shape = shapeOf(message)
  if (shape.text.normalize('NFC').length > limits.text) throw refusal(-210, 'text is over the limit')
  if (shape.text === '' && (!shape.asset || shape.buttons.length > 0)) throw refusal(-201, 'text is missing')
  if (shape.buttons.length > limits.buttons) throw refusal(-210, 'buttons are over the limit')
  for (const one of shape.buttons) checkButton(one)
  return { userId: recipient.user_id, shape }
}

function shapeOf({ text = '', attachment: given }: z.infer<typeof csBody>['message']): CsShape {
  if (!given) return { text, buttons: [] }
  if (given.type === 'file') return { text, buttons: [], asset: { kinds: ['file'], handle: given.payload.token } }
  if ('buttons' in given.payload) return { text, buttons: given.payload.buttons.map(toChatButton) }
  const [element] = given.payload.elements
  return { text, buttons: [], asset: { kinds: [element.media_type], handle: element.attachment_id } }
}

function toChatButton(given: z.infer<typeof button>): ChatButton {
  if (given.type === 'oa.open.url') return { kind: 'url', label: given.title, url: given.payload.url }
  return { kind: 'query', label: given.title, payload: given.payload, hidden: given.type === 'oa.query.hide' }
}

function checkButton(given: ChatButton): void {
  if (given.label.length > limits.title) throw refusal(-210, 'title is over the limit')
  if (given.kind === 'query' && given.payload.length > limits.payload) throw refusal(-210, 'payload is over the limit')
}

const templateBody = z.strictObject({
  user_id: z.string().regex(/^\d+$/),
  template_id: z.string().min(1),
  template_data: z.record(z.string(), z.string()),
})

export function parseTemplateSend(body: unknown) {
  const parsed = templateBody.safeParse(body)
  if (!parsed.success) throw refusal(-201, `params is invalid: ${parsed.error.issues[0]?.path.join('.')}`)
  const { user_id: userId, template_id: templateId, template_data: data } = parsed.data
  return { userId, templateId, data }
}
