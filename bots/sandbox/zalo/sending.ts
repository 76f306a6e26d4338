import type { ChatMessage } from './chats.ts'
import { parseCs, parseTemplateSend } from './message-shape.ts'
import type { OfficialAccount, Template } from './official-accounts.ts'
import { type Effect, refusal } from './refusal.ts'
import { readSwitches } from './switches.ts'
import { checkTemplateWindow, csTerms } from './windows.ts'
import type { ZaloWorld } from './world.ts'

/** POST /v3.0/oa/message/cs */
export function sendCs(world: ZaloWorld, account: OfficialAccount, body: unknown): Effect {
  const { chats, frame, assets, accounts } = world
  const switches = readSwitches(frame.store)
  const { userId, shape } = parseCs(body)
  if (shape.buttons.length > 0 && !switches.buttons) throw refusal(-233, 'message type is not supported')
  const asset = shape.asset && assets.use(account.oaId, shape.asset.kinds, shape.asset.handle)
  const key = chatOf(world, account, userId)
  const chat = chats.state(key)
  const terms = csTerms(chat, frame.clock.now(), switches)
  if (terms.kind === 'charged') accounts.bill(account.oaId, terms.costVnd)
  if (terms.kind === 'welcome') chats.change(key, { welcomes: chat.welcomes + 1 })
  if (terms.kind === 'reply') chats.change(key, { replies: chat.replies + 1 })
  const file = asset && shape.asset && { name: asset.name, sizeBytes: asset.bytes.length, handle: shape.asset.handle }
  const message = chats.add(key, {
    from: 'oa',
    kind: asset ? (asset.kind === 'file' ? 'file' : 'image') : 'text',
    text: shape.text,
    buttons: shape.buttons,
    ...(file ? { file } : {}),
  })
  const event = message.kind === 'text' ? 'oa_send_text' : `oa_send_${message.kind}`
  if (switches.echoes) world.webhooks.emit(account, echoOf(account, userId, event, message))
  const quota =
    terms.kind === 'charged'
      ? {}
      : terms.kind === 'welcome'
        ? { quota: { quota_type: 'welcome_msg', remain: terms.remain, total: 3 } }
        : { quota: { quota_type: 'reply' } }
  return sent(world, userId, message, quota)
}

/** POST /v3.0/oa/message/template: the approved text with the given values, at the template's price. */
export function sendTemplate(world: ZaloWorld, account: OfficialAccount, body: unknown): Effect {
  const { chats, frame, accounts, say } = world
  const { userId, templateId, data } = parseTemplateSend(body)
  const template = account.templates.find(({ id }) => id === templateId)
  if (template?.status !== 'ENABLE') throw refusal(-201, 'template is invalid or not approved')
  if (!template.byUserId) throw refusal(-249, 'template can not be sent by user id')
  const missing = template.params.find((name) => !data[name])
  const unknown = Object.keys(data).find((name) => !template.params.includes(name))
  if (missing ?? unknown) throw refusal(-201, `template_data is invalid: ${missing ?? unknown}`)
  if (Object.entries(data).some(([name, value]) => value.length > (name === 'link' ? 1000 : 100)))
    throw refusal(-210, 'template_data is over the limit')
  const key = chatOf(world, account, userId)
  checkTemplateWindow(chats.state(key), frame.clock.now(), readSwitches(frame.store))
  accounts.bill(account.oaId, template.costVnd)
  const message = chats.add(key, {
    from: 'oa',
    kind: 'notice',
    text: cardText(say, template, data),
    buttons: [
      ...(data.code
        ? [{ kind: 'query', label: say('vi', 'zalo-notice-open'), payload: data.code, hidden: true } as const]
        : []),
      ...(data.link ? [{ kind: 'url', label: say('vi', 'zalo-notice-page'), url: data.link } as const] : []),
    ],
  })
  if (readSwitches(frame.store).echoes)
    world.webhooks.emit(account, echoOf(account, userId, 'oa_send_template', message))
  return sent(world, userId, message, { quota: { quota_type: 'purchase_quota', remain: 100_000 } })
}

/** The approved text with its values filled in, a line each; what the office left blank takes none. */
function cardText(say: ZaloWorld['say'], { name, params }: Template, data: Readonly<Record<string, string>>): string {
  const lines = params.flatMap((param) => {
    const value = data[param] ?? ''
    if (param === 'code' || param === 'link' || value === '–') return []
    const label = cardLabels.get(param)
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

/** The chat with somebody who has this app; any other id is malformed to this account. */
function chatOf({ frame }: ZaloWorld, { oaId }: OfficialAccount, userId: string) {
  if (!frame.people.byUserId('zalo', userId)) throw refusal(-201, 'user_id is invalid')
  return { oaId, userId }
}

function sent(
  { frame }: ZaloWorld,
  userId: string,
  { id }: ChatMessage,
  more: Readonly<Record<string, unknown>>,
): Effect {
  const data = { message_id: id, user_id: userId, sent_time: String(frame.clock.now().getTime()), ...more }
  return { data, effect: true, messageIds: [id] }
}

const echoOf = ({ oaId }: OfficialAccount, userId: string, event_name: string, { id, text }: ChatMessage) => ({
  event_name,
  sender: { id: oaId },
  recipient: { id: userId },
  message: { msg_id: id, text },
})
