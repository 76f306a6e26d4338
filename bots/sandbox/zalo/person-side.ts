import { z } from 'zod'
import { bubble, emit, gesture, type Hands, idsOf, interact, keyOf, nothing, type Shown, say } from './person-chat.ts'
import { contactGestures } from './person-contact.ts'
import { mediaGestures } from './person-media.ts'
import { readSwitches } from './switches.ts'

/** Every gesture with what it needs; each answers with what the phone would show of it. */
export const gestures = {
  follow: gesture(nothing, (hands) => {
    interact(hands, { follows: true, blocked: false })
    emitFollower(hands, 'follow', { source: 'oa_profile' })
  }),
  unfollow: gesture(nothing, (hands) => {
    hands.world.chats.change(keyOf(hands), { follows: false })
    emitFollower(hands, 'unfollow')
  }),
  /** Told once per person; pressing it opens the window each time. */
  chatnow: gesture(nothing, (hands) => {
    const { account, person, world } = hands
    const first = !world.chats.state(keyOf(hands)).pressedChatNow
    interact(hands, { pressedChatNow: true })
    const event = { event_name: 'user_click_chatnow', oa_id: account.oaId, ...idsOf(person) }
    if (first) world.webhooks.emit(account, event)
  }),
  text: gesture(z.strictObject({ text: z.string().min(1).max(2000) }), (hands, { text }) => {
    const { id } = bubble(hands, text)
    say(hands, 'user_send_text', { msg_id: id, text })
    return { messageId: id }
  }),
  tap: gesture(z.strictObject({ messageId: z.string(), button: z.number().int().min(0) }), tap),
  'open-notice': gesture(z.strictObject({ messageId: z.string().optional() }), openNotice),
  block: gesture(nothing, (hands) => {
    const { follows } = hands.world.chats.state(keyOf(hands))
    hands.world.chats.change(keyOf(hands), { blocked: true, follows: false })
    if (follows) emitFollower(hands, 'unfollow')
  }),
  unblock: gesture(nothing, (hands) => hands.world.chats.change(keyOf(hands), { blocked: false })),
  withdraw: gesture(nothing, ({ account, person, world }) =>
    world.webhooks.emit(account, { event_name: 'user_withdraw', oa_id: account.oaId, ...idsOf(person) }),
  ),
  seen: gesture(nothing, (hands) => {
    const ids = hands.world.chats.messages(keyOf(hands)).flatMap(({ from, id }) => (from === 'oa' ? id : []))
    emit(hands, 'user_seen_message', { message: { msg_ids: ids } })
  }),
  received: gesture(z.strictObject({ messageId: z.string() }), (hands, { messageId }) =>
    emit(hands, 'user_received_message', { message: { msg_id: messageId } }),
  ),
  'last-interaction': gesture(
    z.union([z.strictObject({ hoursAgo: z.number().min(0) }), z.strictObject({ never: z.literal(true) })]),
    (hands, given) => {
      const now = hands.world.frame.clock.now().getTime()
      const at = 'never' in given ? null : new Date(now - given.hoursAgo * 3_600_000)
      hands.world.chats.change(keyOf(hands), { lastInteractionAt: at, ...fresh })
    },
  ),
  ...mediaGestures,
  ...contactGestures,
} as const

/** As somebody who never was here. */
const fresh = { welcomes: 0, replies: 0, pressedChatNow: false } as const

export type GestureName = keyof typeof gestures

/** A query button posts its payload as the person's own words: nothing tells it from typing. */
function tap(hands: Hands, { messageId, button }: { readonly messageId: string; readonly button: number }): Shown {
  const message = hands.world.chats.message(keyOf(hands), messageId)
  const tapped = message?.buttons[button]
  if (!tapped) throw Object.assign(new Error('no such button'), { statusCode: 404 })
  if (tapped.kind === 'url') return { url: tapped.url }
  if (tapped.kind === 'phone') return { number: tapped.number }
  if (message.kind === 'notice' && readSwitches(hands.world.frame.store).templateTaps === 'silent') {
    interact(hands)
    return undefined
  }
  const { id } = bubble(hands, tapped.payload, tapped.hidden ? { hidden: true } : {})
  say(hands, 'user_send_text', { msg_id: id, text: tapped.payload })
  return { messageId: id }
}

/** The button of the notice, or of the newest one. */
function openNotice(hands: Hands, { messageId }: { readonly messageId?: string | undefined }): Shown {
  const notices = hands.world.chats.messages(keyOf(hands)).filter(({ kind }) => kind === 'notice')
  const notice = messageId === undefined ? notices.at(-1) : notices.find(({ id }) => id === messageId)
  const button = notice?.buttons.findIndex(({ kind }) => kind === 'query') ?? -1
  if (!notice || button < 0) throw Object.assign(new Error('no such notice'), { statusCode: 404 })
  return tap(hands, { messageId: notice.id, button })
}

function emitFollower({ account, person, world }: Hands, event_name: string, more: Shown = {}): void {
  const ids = { oa_id: account.oaId, follower: { id: person.userId }, user_id_by_app: `9${person.userId}` }
  world.webhooks.emit(account, { event_name, ...more, ...ids })
}
