import { z } from 'zod'
import { accepted } from './call-parameters.ts'
import type { ChatButton, ChatKey, ChatMessage } from './chats.ts'
import { echo, sentData, settleSeen } from './echoes.ts'
import type { OfficialAccount } from './official-accounts.ts'
import { type Effect, refusal } from './refusal.ts'
import { readSwitches } from './switches.ts'
import { faultOfData, goesByUserId, type Template } from './templates.ts'
import { isVietnamNight, vietnamDay } from './vietnam-time.ts'
import { checkTemplateWindow } from './windows.ts'
import type { ZaloWorld } from './world.ts'

const templateBody = z.strictObject({
  user_id: z.string().regex(/^\d+$/),
  template_id: z.string().min(1),
  template_data: z.record(z.string(), z.string()),
})

/** POST /v3.0/oa/message/template: the approved text with the given values, at the template's price. */
export function sendTemplate(world: ZaloWorld, account: OfficialAccount, body: unknown): Effect {
  const { chats, frame, bills } = world
  const switches = readSwitches(frame.store)
  const { user_id: userId, template_id: id, template_data: data } = accepted(templateBody, body, switches)
  const template = account.templates.find((one) => one.id === id)
  if (template?.status !== 'ENABLE') throw refusal(-201, 'template is invalid or not approved')
  if (!goesByUserId(template)) throw refusal(-249, 'template can not be sent by user id')
  const fault = faultOfData(template, data)
  if (fault) throw refusal(fault.kind === 'too-long' ? -210 : -201, `template_data is ${fault.kind}: ${fault.name}`)
  if (!frame.people.byUserId('zalo', userId)) throw refusal(-201, 'user_id is invalid')
  const key = { oaId: account.oaId, userId }
  checkTemplateWindow(chats.state(key), frame.clock.now(), switches)
  if (template.tag === 'PROMOTION') checkPromotion(world, key)
  bills.check(account, template.costVnd, -321)
  const message = putCard(world, key, template, data)
  bills.charge(account, { kind: 'template', recipient: userId, messageId: message.id, vnd: template.costVnd })
  echo(world, account, userId, 'oa_send_template', message)
  settleSeen(world, account, userId, message)
  const quota = { quota_type: 'purchase_quota', remain: 100_000 }
  return { ...sentData(world, userId, message, { quota }), billedVnd: template.costVnd }
}

/** To followers only, once a day, and not at night. */
function checkPromotion({ chats, frame }: ZaloWorld, key: ChatKey): void {
  const now = frame.clock.now()
  if (!chats.state(key).follows) throw refusal(-213, 'the user does not follow the OA')
  if (isVietnamNight(now)) throw refusal(-234, 'promotion can not be sent between 22:00 and 06:00')
  const today = chats
    .messages(key)
    .some(({ promotion, at }) => promotion === true && vietnamDay(new Date(at)) === vietnamDay(now))
  if (today) throw refusal(-218, 'the user already got a promotion today')
}

/** Puts the filled-in template on the phone. */
export function putCard(
  { chats, say }: ZaloWorld,
  key: ChatKey,
  template: Template,
  data: Readonly<Record<string, string>>,
  more: Pick<ChatMessage, 'byPhone'> = {},
): ChatMessage {
  const open: ChatButton[] = data.code
    ? [{ kind: 'query', label: say('vi', 'zalo-notice-open'), payload: data.code, hidden: true }]
    : []
  const page: ChatButton[] = data.link ? [{ kind: 'url', label: say('vi', 'zalo-notice-page'), url: data.link }] : []
  const marked = { ...more, ...(template.tag === 'PROMOTION' ? ({ promotion: true } as const) : {}) }
  return chats.add(key, {
    ...{ from: 'oa', kind: 'notice', text: cardText(say, template, data), buttons: [...open, ...page] },
    ...marked,
  })
}

/** The approved text with its values filled in, a line each; what the office left blank takes none. */
function cardText(say: ZaloWorld['say'], { name, params }: Template, data: Readonly<Record<string, string>>): string {
  const lines = params.flatMap((param) => {
    const value = data[param.name] ?? ''
    if (param.name === 'code' || param.name === 'link' || value === '–' || value === '') return []
    const label = cardLabels.get(param.name)
    return label === undefined ? value : `${say('vi', label)}: ${value}`
  })
  return [name, ...lines].join('\n')
}

const cardLabels = new Map([
  ['recipient', 'zalo-card-recipient'],
  ['issuer', 'zalo-card-issuer'],
  ['document_number', 'zalo-card-document-number'],
  ['subject', 'zalo-card-subject'],
  ['when', 'zalo-card-when'],
])
