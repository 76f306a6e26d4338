import { z } from 'zod'
import { packed } from './call-parameters.ts'
import type { ChatMessage, HistoryPage, Said } from './chats.ts'
import type { OfficialAccount } from './official-accounts.ts'
import { type Effect, refusal } from './refusal.ts'
import { readSwitches } from './switches.ts'
import type { ZaloWorld } from './world.ts'

/** At most ten a page. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const page = { offset: z.number().int().min(0).default(0), count: z.number().int().min(1).max(10).default(5) }

/** GET /v2.0/oa/listrecentchat: the newest message of each chat. */
export function listRecentChat(world: ZaloWorld, account: OfficialAccount, query: unknown): Effect {
  const switches = readSwitches(world.frame.store)
  const asked = packed(z.strictObject(page), query, switches)
  return told(world, account, {}, { ...asked, hidden: switches.hiddenInConversation })
}

/** GET /v2.0/oa/conversation: the messages with one person. */
export function conversation(world: ZaloWorld, account: OfficialAccount, query: unknown): Effect {
  const switches = readSwitches(world.frame.store)
  const { user_id: userId, ...asked } = packed(z.strictObject({ ...page, user_id: z.string() }), query, switches)
  if (!world.frame.people.byUserId('zalo', userId)) throw refusal(-201, 'user_id is invalid')
  return told(world, account, { userId }, { ...asked, hidden: switches.hiddenInConversation })
}

function told(
  { chats, frame }: ZaloWorld,
  account: OfficialAccount,
  of: { readonly userId?: string },
  asked: HistoryPage,
): Effect {
  const lines = chats.history({ ...of, oaId: account.oaId }, asked)
  const nameOf = (userId: string) => frame.people.byUserId('zalo', userId)?.name ?? ''
  return { data: lines.map((line) => lineOf(account, line, nameOf(line.userId))), effect: false }
}

/** `src` 0 is the account, 1 the person; `message_id` is the webhook's `msg_id`. */
function lineOf({ oaId, name }: OfficialAccount, { userId, message }: Said, personName: string) {
  const [oa, person] = [
    { id: oaId, name },
    { id: userId, name: personName },
  ]
  const [from, to] = message.from === 'oa' ? [oa, person] : [person, oa]
  return {
    ...{ src: message.from === 'oa' ? 0 : 1, time: Date.parse(message.at), message_id: message.id },
    ...{ type: typeOf(message), message: message.text, ...placeOf(message) },
    ...{ from_id: from.id, from_display_name: from.name, from_avatar: '' },
    ...{ to_id: to.id, to_display_name: to.name, to_avatar: '' },
  }
}

const typeOf = ({ kind, link }: ChatMessage): string => {
  if (link !== undefined) return 'link'
  return kind === 'image' ? 'photo' : kind === 'notice' || kind === 'request' ? 'template' : kind
}

function placeOf({ file, link }: ChatMessage) {
  if (link !== undefined) return { links: [{ title: '', url: link, thumb: '', description: '' }] }
  if (!file) return {}
  const url = `https://stand-in.zdn.vn/${file.handle}`
  return { url, thumb: url, description: file.name }
}
