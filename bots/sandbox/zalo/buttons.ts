import { z } from 'zod'
import type { ChatButton } from './chats.ts'
import { refusal } from './refusal.ts'
import type { ZaloSwitches } from './switches.ts'
import { webAddress } from './web-address.ts'

const title = z.string().min(1)
const phoneCode = z.string().regex(/^84\d{8,10}$/)
const image_icon = z.string().optional()
const button = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('oa.open.url'), title, image_icon, payload: z.strictObject({ url: webAddress }) }),
  z.strictObject({ type: z.literal('oa.query.show'), title, image_icon, payload: z.string().min(1) }),
  z.strictObject({ type: z.literal('oa.query.hide'), title, image_icon, payload: z.string().min(1) }),
  z.strictObject({
    ...{ type: z.literal('oa.open.phone'), title, image_icon },
    payload: z.strictObject({ phone_code: phoneCode }),
  }),
  z.strictObject({
    ...{ type: z.literal('oa.open.sms'), title, image_icon },
    payload: z.strictObject({ content: z.string(), phone_code: phoneCode }),
  }),
])
export const buttonList = z.array(button).min(1)

/** https://docs.zaloplatforms.com/docs/OA, October 2026; whether a sixth button is -210 or -201 nobody wrote down. */
const limits = { buttons: 5, title: 100, payload: 1000, smsText: 160 } as const

export function toChatButtons(
  given: z.infer<typeof buttonList>,
  { buttonCountCode }: Pick<ZaloSwitches, 'buttonCountCode'>,
): readonly ChatButton[] {
  if (given.length > limits.buttons) throw refusal(buttonCountCode, 'buttons are over the limit')
  for (const one of given) {
    if (one.title.length > limits.title) throw refusal(-210, 'title is over the limit')
    if (typeof one.payload === 'string' && one.payload.length > limits.payload)
      throw refusal(-210, 'payload is over the limit')
    if (one.type === 'oa.open.sms' && one.payload.content.length > limits.smsText)
      throw refusal(-210, 'content is over the limit')
  }
  return given.map(toChatButton)
}

function toChatButton(given: z.infer<typeof button>): ChatButton {
  const label = given.title
  switch (given.type) {
    case 'oa.open.url':
      return { kind: 'url', label, url: given.payload.url }
    case 'oa.open.phone':
      return { kind: 'phone', label, number: given.payload.phone_code }
    case 'oa.open.sms':
      return { kind: 'phone', label, number: given.payload.phone_code, text: given.payload.content }
    case 'oa.query.show':
    case 'oa.query.hide':
      return { kind: 'query', label, payload: given.payload, hidden: given.type === 'oa.query.hide' }
    default:
      return given satisfies never
  }
}
