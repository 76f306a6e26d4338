import { randomBytes } from 'node:crypto'
import type { SandboxFrame } from '../frame.ts'
import type { Row } from '../store.ts'

/** How one person and one Official Account stand to each other. */
export type ChatState = {
  readonly lastInteractionAt: Date | null
  readonly follows: boolean
  readonly blocked: boolean
  /** Messages sent to somebody who never wrote. */
  readonly welcomes: number
  /** Free replies since the last interaction. */
  readonly replies: number
  /** Pressing it is told once. */
  readonly pressedChatNow?: boolean
}

/** What stands in a chat, both ways. */
export type ChatMessage = {
  readonly id: string
  readonly from: 'oa' | 'person'
  /** By the sandbox's clock, ISO 8601. */
  readonly at: string
  readonly kind: ChatMessageKind
  readonly text: string
  readonly buttons: readonly ChatButton[]
  /** A file's bytes are kept under `handle`. */
  readonly file?: { readonly name: string; readonly sizeBytes: number; readonly handle: string }
  /** The rows of a list, or the one card that asks for contact details. */
  readonly elements?: readonly ChatElement[]
  /** The address that was shared as a link. */
  readonly link?: string
  /** What a hidden button posted: the phone shows nothing of it. */
  readonly hidden?: true
  /** A template that was sent to the phone number, not to the user id. */
  readonly byPhone?: true
  /** Of which a person gets one a day. */
  readonly promotion?: true
  /** A request for contact details that was answered. */
  readonly settled?: true
  /** The account's last reaction to it. */
  readonly reaction?: string
}

export type ChatMessageKind =
  | ('text' | 'notice' | 'file' | 'image' | 'sticker' | 'list' | 'request')
  | ('location' | 'card' | 'audio' | 'video')

export type ChatElement = {
  readonly title: string
  readonly subtitle: string
  readonly imageUrl?: string
  readonly url?: string
}

export type ChatButton =
  /** Posts `payload` as the person's own text; a hidden one leaves no bubble. */
  | { readonly kind: 'query'; readonly label: string; readonly payload: string; readonly hidden: boolean }
  | { readonly kind: 'url'; readonly label: string; readonly url: string }
  /** Opens the dialler, or the writer of short messages when there is a text. */
  | { readonly kind: 'phone'; readonly label: string; readonly number: string; readonly text?: string }

export type ChatKey = { readonly oaId: string; readonly userId: string }

export type Chats = {
  state(key: ChatKey): ChatState
  change(key: ChatKey, changes: Partial<ChatState>): void
  /** Writes a message into the chat and tells whoever draws the phone. */
  add(key: ChatKey, message: Omit<ChatMessage, 'id' | 'at'>): ChatMessage
  /** What the phone shows. */
  messages(key: ChatKey): readonly ChatMessage[]
  message(key: ChatKey, id: string): ChatMessage | undefined
  settle(key: ChatKey, id: string): void
  react(key: ChatKey, id: string, icon: string | undefined): void
  /** Whose message it is in this account's chats. */
  ownerOf(oaId: string, messageId: string): string | undefined
  /** Of one chat, or the newest of each chat; newest first. */
  history(of: Partial<ChatKey> & { readonly oaId: string }, page: HistoryPage): readonly Said[]
  /** Everybody who ever stood in contact with the account, first ones first. */
  contacts(oaId: string): readonly (ChatState & { readonly userId: string })[]
}

export type HistoryPage = { readonly offset: number; readonly count: number; readonly hidden: boolean }
export type Said = { readonly userId: string; readonly message: ChatMessage }

const schema = `CREATE TABLE IF NOT EXISTS zalo_chats (oa_id TEXT NOT NULL, user_id TEXT NOT NULL, state TEXT NOT NULL,
  PRIMARY KEY (oa_id, user_id));
  CREATE TABLE IF NOT EXISTS zalo_messages (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, oa_id TEXT NOT NULL,
  user_id TEXT NOT NULL, message TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS zalo_messages_of_chat ON zalo_messages (oa_id, user_id)`

const stranger: ChatState = { lastInteractionAt: null, follows: false, blocked: false, welcomes: 0, replies: 0 }

export function createChats({ store, clock, people, events }: SandboxFrame): Chats {
  store.define(schema)
  const ofChat = 'oa_id = ? AND user_id = ?'
  const state = ({ oaId, userId }: ChatKey) =>
    toState(store.one(`SELECT state FROM zalo_chats WHERE ${ofChat}`, oaId, userId))
  const tell = (userId: string) => {
    const person = people.byUserId('zalo', userId)
    if (person) events.emit('changed', person.id)
  }
  return {
    state,
    change(key, changes) {
      const sql = `INSERT INTO zalo_chats VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state`
      store.run(sql, key.oaId, key.userId, JSON.stringify({ ...state(key), ...changes }))
      tell(key.userId)
    },
    add({ oaId, userId }, given) {
      const message = { ...given, id: randomBytes(10).toString('hex'), at: clock.now().toISOString() }
      const sql = 'INSERT INTO zalo_messages (id, oa_id, user_id, message) VALUES (?, ?, ?, ?)'
      store.run(sql, message.id, oaId, userId, JSON.stringify(message))
      tell(userId)
      return message
    },
    messages: ({ oaId, userId }) =>
      store
        .all(`SELECT message FROM zalo_messages WHERE ${ofChat} ORDER BY number`, oaId, userId)
        .map(toMessage)
        .filter(({ hidden }) => !hidden),
    message({ oaId, userId }, id) {
      const row = store.one(`SELECT message FROM zalo_messages WHERE ${ofChat} AND id = ?`, oaId, userId, id)
      return row && toMessage(row)
    },
    settle({ oaId, userId }, id) {
      const set = `message = json_set(message, '$.settled', json('true'))`
      store.run(`UPDATE zalo_messages SET ${set} WHERE ${ofChat} AND id = ?`, oaId, userId, id)
      tell(userId)
    },
    react({ oaId, userId }, id, icon) {
      const set = icon === undefined ? `json_remove(message, '$.reaction')` : `json_set(message, '$.reaction', ?)`
      const values = icon === undefined ? [] : [icon]
      store.run(`UPDATE zalo_messages SET message = ${set} WHERE ${ofChat} AND id = ?`, ...values, oaId, userId, id)
      tell(userId)
    },
    ownerOf(oaId, messageId) {
      const row = store.one('SELECT user_id FROM zalo_messages WHERE oa_id = ? AND id = ?', oaId, messageId)
      return row && String(row.user_id)
    },
    history({ oaId, userId }, { offset, count, hidden }) {
      const shown = hidden ? '' : `AND json_extract(message, '$.hidden') IS NULL`
      const newest = `SELECT max(number) FROM zalo_messages WHERE oa_id = ? ${shown} GROUP BY user_id`
      const [which, values] =
        userId === undefined ? [`number IN (${newest})`, [oaId]] : [`${ofChat} ${shown}`, [oaId, userId]]
      const sql = `SELECT user_id, message FROM zalo_messages WHERE ${which} ORDER BY number DESC LIMIT ? OFFSET ?`
      return store
        .all(sql, ...values, count, offset)
        .map((row) => ({ userId: String(row.user_id), message: toMessage(row) }))
    },
    contacts: (oaId) =>
      store
        .all('SELECT user_id, state FROM zalo_chats WHERE oa_id = ? ORDER BY rowid', oaId)
        .map((row) => ({ ...toState(row), userId: String(row.user_id) })),
  }
}

const toMessage = (row: Row): ChatMessage => JSON.parse(String(row.message))

function toState(row: Row | undefined): ChatState {
  if (!row) return stranger
  const kept = JSON.parse(String(row.state)) as Omit<ChatState, 'lastInteractionAt'> & {
    lastInteractionAt: string | null
  }
  return { ...kept, lastInteractionAt: kept.lastInteractionAt === null ? null : new Date(kept.lastInteractionAt) }
}
