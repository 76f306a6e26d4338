import type { Update } from '@grammyjs/types'

export type UpdateKind = Exclude<keyof Update, 'update_id'>

/** One kind and what belongs to it, as the platform's own types have it. */
export type NewUpdate = { [K in UpdateKind]: Readonly<Record<K, NonNullable<Update[K]>>> }[UpdateKind]

/** Complete by type; true for those that are only sent when asked for by name. https://core.telegram.org/bots/api#setwebhook */
const kinds: Readonly<Record<UpdateKind, boolean>> = {
  message: false,
  edited_message: false,
  channel_post: false,
  edited_channel_post: false,
  business_connection: false,
  business_message: false,
  edited_business_message: false,
  deleted_business_messages: false,
  guest_message: false,
  stopped_message_generation: false,
  message_reaction: true,
  message_reaction_count: true,
  inline_query: false,
  chosen_inline_result: false,
  callback_query: false,
  shipping_query: false,
  pre_checkout_query: false,
  purchased_paid_media: false,
  poll: false,
  poll_answer: false,
  my_chat_member: false,
  chat_member: true,
  chat_join_request: false,
  chat_boost: false,
  removed_chat_boost: false,
  managed_bot: false,
  subscription: false,
}

const isKind = (name: string): name is UpdateKind => Object.hasOwn(kinds, name)

/** What a bot asked for, without names that do not exist: the platform ignores those. An empty list stands for the usual ones. */
export const knownKinds = (names: readonly string[]): readonly UpdateKind[] => names.filter(isKind)

export const isWanted = (kind: UpdateKind, allowed: readonly string[] | null): boolean =>
  allowed && allowed.length > 0 ? allowed.includes(kind) : !kinds[kind]

export const kindOf = (update: NewUpdate): UpdateKind => Object.keys(update).find(isKind) as UpdateKind
