import { z } from 'zod'
import { accepted } from './call-parameters.ts'
import type { ChatKey } from './chats.ts'
import { echo, sentData, settleSeen } from './echoes.ts'
import { parseCs } from './message-shape.ts'
import type { OfficialAccount } from './official-accounts.ts'
import { type Effect, refusal } from './refusal.ts'
import { readSwitches } from './switches.ts'
import { type CsTerms, csTerms } from './windows.ts'
import type { ZaloWorld } from './world.ts'

/** POST /v3.0/oa/message/cs */
export function sendCs(world: ZaloWorld, account: OfficialAccount, body: unknown): Effect {
  const { chats, frame, assets, bills } = world
  const switches = readSwitches(frame.store)
  const { recipient, shape } = parseCs(body, switches)
  const asset = shape.asset && assets.use(account.oaId, [shape.asset.kind], shape.asset.handle)
  const key = chatOf(world, account, recipient)
  if (shape.quoted !== undefined && !chats.message(key, shape.quoted))
    throw refusal(-201, 'quote_message_id is invalid')
  const chat = chats.state(key)
  const terms = csTerms(chat, frame.clock.now(), switches)
  const packageQuota = terms.kind === 'charged' ? bills.usePackageQuota(account) : undefined
  const charged = terms.kind === 'charged' && !packageQuota ? terms.costVnd : 0
  bills.check(account, charged, -321)
  if (terms.kind === 'welcome') chats.change(key, { welcomes: chat.welcomes + 1 })
  if (terms.kind === 'reply') chats.change(key, { replies: chat.replies + 1 })
  const file = asset && shape.asset && { name: asset.name, sizeBytes: asset.bytes.length, handle: shape.asset.handle }
  const message = chats.add(key, {
    ...{ from: 'oa', kind: shape.kind, text: shape.text, buttons: shape.buttons },
    ...(shape.elements ? { elements: shape.elements } : {}),
    ...(file ? { file } : {}),
  })
  if (charged > 0)
    bills.charge(account, { kind: 'late-reply', recipient: key.userId, messageId: message.id, vnd: charged })
  echo(world, account, key.userId, echoNames[asset?.kind ?? shape.kind] ?? 'oa_send_template', message)
  settleSeen(world, account, key.userId, message)
  const quota = packageQuota
    ? { quota: { quota_type: 'sub_quota', remain: packageQuota.remain, total: packageQuota.total } }
    : quotaOf(terms, chat.replies, switches.replyCapIn48h)
  return { ...sentData(world, key.userId, message, quota), billedVnd: charged }
}

const echoNames: Readonly<Record<string, string>> = {
  ...{ text: 'oa_send_text', image: 'oa_send_image', gif: 'oa_send_gif', file: 'oa_send_file' },
  ...{ list: 'oa_send_list', sticker: 'oa_send_sticker' },
}

/** No quota at all is how a charge is told. */
function quotaOf(terms: CsTerms, replies: number, cap: number | null) {
  if (terms.kind === 'charged') return {}
  if (terms.kind === 'welcome') return { quota: { quota_type: 'welcome_msg', remain: terms.remain, total: 3 } }
  return { quota: { quota_type: 'reply', ...(cap === null ? {} : { remain: cap - replies - 1, total: cap }) } }
}

/** The chat with somebody who has this app; any other id is malformed to this account. */
function chatOf(
  { frame, chats }: ZaloWorld,
  { oaId }: OfficialAccount,
  recipient: { readonly user_id: string } | { readonly message_id: string },
): ChatKey {
  const userId = 'user_id' in recipient ? recipient.user_id : chats.ownerOf(oaId, recipient.message_id)
  if (userId === undefined || !frame.people.byUserId('zalo', userId)) throw refusal(-201, 'user_id is invalid')
  return { oaId, userId }
}

const icons = [':>', '--b', ':-((', '/-strong', '/-heart', ':-h', ':o', '/-remove'] as const
const reaction = z.strictObject({
  recipient: z.strictObject({ user_id: z.string() }),
  sender_action: z.strictObject({ react_icon: z.enum(icons), react_message_id: z.string() }),
})

/** POST /v2.0/oa/message: writing to one person this way was shut down; reacting to a message was not. */
export function reactOrRefuse(world: ZaloWorld, account: OfficialAccount, body: unknown): Effect {
  if (typeof body !== 'object' || body === null || !('sender_action' in body))
    throw refusal(-240, 'this api was shut down')
  const { recipient, sender_action: given } = accepted(reaction, body, readSwitches(world.frame.store))
  const key = chatOf(world, account, recipient)
  const message = world.chats.message(key, given.react_message_id)
  if (!message) throw refusal(-201, 'react_message_id is invalid')
  world.chats.react(key, message.id, given.react_icon === '/-remove' ? undefined : given.react_icon)
  return { data: { message_id: message.id, user_id: key.userId }, effect: true, messageIds: [message.id] }
}
