import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Person } from '../people.ts'
import type { ChatState } from './chats.ts'
import type { OfficialAccount } from './official-accounts.ts'
import type { ZaloWorld } from './world.ts'

/** What one person can do on their phone, in their chat with one Official Account. */
export type Hands = {
  readonly person: Person
  readonly account: OfficialAccount
  readonly world: ZaloWorld
}

const nothing = z.strictObject({})
const file = z.strictObject({
  name: z.string().min(1),
  contentBase64: z.base64().default(''),
})

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
  chatnow: gesture(nothing, (hands) => {
    interact(hands)
    const { account, person, world } = hands
    world.webhooks.emit(account, { event_name: 'user_click_chatnow', oa_id: account.oaId, ...idsOf(person) })
  }),
  text: gesture(z.strictObject({ text: z.string().min(1).max(2000) }), (hands, { text }) => {
    const { id } = bubble(hands, text)
    say(hands, 'user_send_text', { msg_id: id, text })
    return { messageId: id }
  }),
  tap: gesture(z.strictObject({ messageId: z.string(), button: z.number().int().min(0) }), tap),
  'open-notice': gesture(z.strictObject({ messageId: z.string().optional() }), openNotice),
  file: gesture(file, sendFile),
  sticker: gesture(nothing, (hands) => {
    const { id } = hands.world.chats.add(keyOf(hands), { from: 'person', kind: 'sticker', text: '', buttons: [] })
    const payload = { id: '1', url: mediaUrl(id) }
    say(hands, 'user_send_sticker', { msg_id: id, attachments: [{ type: 'sticker', payload }] })
    return { messageId: id }
  }),
  link: gesture(z.strictObject({ url: z.url(), text: z.string().default('') }), (hands, { url, text }) => {
    const { id } = bubble(hands, text === '' ? url : text, { link: url })
    const payload = { thumbnail: '', description: '', url }
    say(hands, 'user_send_link', { msg_id: id, text, attachments: [{ type: 'link', payload }] })
    return { messageId: id }
  }),
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
    const { account, person, world } = hands
    const ids = world.chats.messages(keyOf(hands)).flatMap(({ from, id }) => (from === 'oa' ? id : []))
    const sides = { sender: { id: person.userId }, recipient: { id: account.oaId } }
    world.webhooks.emit(account, { event_name: 'user_seen_message', ...sides, message: { msg_ids: ids } })
  }),
  'last-interaction': gesture(
    z.union([z.strictObject({ hoursAgo: z.number().min(0) }), z.strictObject({ never: z.literal(true) })]),
    (hands, given) => {
      const now = hands.world.frame.clock.now().getTime()
      const at = 'never' in given ? null : new Date(now - given.hoursAgo * 3_600_000)
      hands.world.chats.change(keyOf(hands), { lastInteractionAt: at, welcomes: 0, replies: 0 })
    },
  ),
} as const

export type GestureName = keyof typeof gestures

type Shown = Readonly<Record<string, unknown>> | undefined

function gesture<S extends z.ZodType>(schema: S, act: (hands: Hands, given: z.infer<S>) => unknown) {
  return (hands: Hands, given: unknown): unknown => {
    const parsed = schema.parse(given ?? {})
    return hands.world.frame.store.transaction(() => act(hands, parsed) ?? {})
  }
}

/** A picture goes as a picture, without its name; anything else as a file. */
function sendFile(hands: Hands, { name, contentBase64 }: z.infer<typeof file>): Shown {
  const { account, world } = hands
  const bytes = Buffer.from(contentBase64, 'base64')
  const kind = /\.(jpe?g|png)$/i.test(name) ? 'image' : 'file'
  const handle = world.assets.keep(account.oaId, { kind, name, bytes })
  const shown = { name, sizeBytes: bytes.length, handle }
  const { id } = world.chats.add(keyOf(hands), { from: 'person', kind, text: '', buttons: [], file: shown })
  const url = mediaUrl(handle)
  const checksum = createHash('md5').update(bytes).digest('hex')
  const described = { url, name, size: String(bytes.length), type: name.split('.').at(-1), checksum }
  const payload = kind === 'image' ? { thumbnail: url, url } : described
  say(hands, `user_send_${kind}`, { msg_id: id, attachments: [{ type: kind, payload }] })
  return { messageId: id }
}

/** A query button posts its payload as the person's own words: nothing tells it from typing. */
function tap(hands: Hands, { messageId, button }: { readonly messageId: string; readonly button: number }): Shown {
  const tapped = hands.world.chats.message(keyOf(hands), messageId)?.buttons[button]
  if (!tapped) throw Object.assign(new Error('no such button'), { statusCode: 404 })
  if (tapped.kind === 'url') return { url: tapped.url }
  if (tapped.kind === 'phone') return { number: tapped.number }
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

export const keyOf = ({ account, person }: Hands) => ({ oaId: account.oaId, userId: person.userId })
const idsOf = ({ userId }: Person) => ({ user_id: userId, user_id_by_app: `9${userId}` })
const mediaUrl = (handle: string) => `https://stand-in.zdn.vn/${handle}`

const bubble = (hands: Hands, text: string, more: { readonly hidden?: true; readonly link?: string } = {}) =>
  hands.world.chats.add(keyOf(hands), { from: 'person', kind: 'text', text, buttons: [], ...more })

function interact(hands: Hands, more: Partial<ChatState> = {}): void {
  const lastInteractionAt = hands.world.frame.clock.now()
  hands.world.chats.change(keyOf(hands), { lastInteractionAt, welcomes: 0, replies: 0, ...more })
}

/** Whatever a person sends opens the window. */
function say(hands: Hands, event_name: string, message: Readonly<Record<string, unknown>>): void {
  const { account, person, world } = hands
  interact(hands)
  const sides = { sender: { id: person.userId }, recipient: { id: account.oaId } }
  world.webhooks.emit(account, { user_id_by_app: `9${person.userId}`, event_name, ...sides, message })
}

function emitFollower({ account, person, world }: Hands, event_name: string, more: Shown = {}): void {
  const ids = { oa_id: account.oaId, follower: { id: person.userId }, user_id_by_app: `9${person.userId}` }
  world.webhooks.emit(account, { event_name, ...more, ...ids })
}
