import { z } from 'zod'
import type { Person } from '../people.ts'
import type { ChatMessage, ChatState } from './chats.ts'
import type { OfficialAccount } from './official-accounts.ts'
import type { ZaloWorld } from './world.ts'

/** What one person can do on their phone, in their chat with one Official Account. */
export type Hands = {
  readonly person: Person
  readonly account: OfficialAccount
  readonly world: ZaloWorld
}

/** What the phone would show of it. */
export type Shown = Readonly<Record<string, unknown>> | undefined

export const nothing = z.strictObject({})

/** One gesture: what it needs, and what it does, as a whole or not at all. */
export function gesture<S extends z.ZodType>(schema: S, act: (hands: Hands, given: z.infer<S>) => unknown) {
  return (hands: Hands, given: unknown): unknown => {
    const parsed = schema.parse(given ?? {})
    return hands.world.frame.store.transaction(() => act(hands, parsed) ?? {})
  }
}

export const keyOf = ({ account, person }: Hands) => ({ oaId: account.oaId, userId: person.userId })
export const idsOf = ({ userId }: Person) => ({ user_id: userId, user_id_by_app: `9${userId}` })
export const mediaUrl = (handle: string): string => `https://stand-in.zdn.vn/${handle}`

/** Puts what the person sent into the chat. */
export const bubble = (hands: Hands, text: string, more: Partial<ChatMessage> = {}): ChatMessage =>
  hands.world.chats.add(keyOf(hands), { from: 'person', kind: 'text', text, buttons: [], ...more })

/** Opens the window. */
export function interact(hands: Hands, more: Partial<ChatState> = {}): void {
  const lastInteractionAt = hands.world.frame.clock.now()
  hands.world.chats.change(keyOf(hands), { lastInteractionAt, welcomes: 0, replies: 0, ...more })
}

/** Tells the webhook, with both sides named. */
export function emit(
  { account, person, world }: Hands,
  event_name: string,
  more: Readonly<Record<string, unknown>>,
): void {
  const sides = { sender: { id: person.userId }, recipient: { id: account.oaId } }
  world.webhooks.emit(account, { user_id_by_app: `9${person.userId}`, event_name, ...sides, ...more })
}

/** Whatever a person sends opens the window. */
export function say(hands: Hands, event_name: string, message: Readonly<Record<string, unknown>>): void {
  interact(hands)
  emit(hands, event_name, { message })
}

/** A message with something attached. */
export function sayAttached(
  hands: Hands,
  type: string,
  { id, text }: Pick<ChatMessage, 'id' | 'text'>,
  payload: Readonly<Record<string, unknown>>,
): Shown {
  const words = text === '' ? {} : { text }
  say(hands, `user_send_${type}`, { msg_id: id, ...words, attachments: [{ type, payload }] })
  return { messageId: id }
}
