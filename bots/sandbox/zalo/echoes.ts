import type { ChatMessage } from './chats.ts'
import type { OfficialAccount } from './official-accounts.ts'
import type { Effect } from './refusal.ts'
import { readSwitches } from './switches.ts'
import type { ZaloWorld } from './world.ts'

/** Tells the webhook what the account itself sent. */
export function echo(
  { frame, webhooks }: ZaloWorld,
  account: OfficialAccount,
  userId: string,
  event_name: string,
  { id, text }: ChatMessage,
): void {
  if (!readSwitches(frame.store).echoes) return
  const sides = { sender: { id: account.oaId }, recipient: { id: userId } }
  webhooks.emit(account, { event_name, ...sides, message: { msg_id: id, text } })
}

/** Tells that it arrived and was seen, where that is asked for. */
export function settleSeen(
  { frame, webhooks }: ZaloWorld,
  account: OfficialAccount,
  userId: string,
  message: ChatMessage,
) {
  const { receivedEvents, seenEvents } = readSwitches(frame.store)
  const sides = { sender: { id: userId }, recipient: { id: account.oaId }, user_id_by_app: `9${userId}` }
  if (receivedEvents)
    webhooks.emit(account, { event_name: 'user_received_message', ...sides, message: { msg_id: message.id } })
  if (seenEvents)
    webhooks.emit(account, { event_name: 'user_seen_message', ...sides, message: { msg_ids: [message.id] } })
}

/** What a send answers. */
export function sentData(
  { frame }: ZaloWorld,
  userId: string,
  { id }: ChatMessage,
  more: Readonly<Record<string, unknown>>,
): Effect {
  const data = { message_id: id, user_id: userId, sent_time: String(frame.clock.now().getTime()), ...more }
  return { data, effect: true, messageIds: [id] }
}
