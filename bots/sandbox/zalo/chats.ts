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
}

/** What stands in a chat, both ways. */
export type ChatMessage = {
  readonly id: string
  readonly from: 'oa' | 'person'
  /** By the sandbox's clock, ISO 8601. */
  readonly at: string
  readonly kind: 'text' | 'notice' | 'file' | 'image' | 'sticker'
  readonly text: string
  readonly buttons: readonly ChatButton[]
  /** A file's bytes are kept under `handle`. */
  readonly file?: { readonly name: string; readonly sizeBytes: number; readonly handle: string }
}

export type ChatButton =
  /** Posts `payload` as the person's own text; a hidden one leaves no bubble. */
  | { readonly kind: 'query'; readonly label: string; readonly payload: string; readonly hidden: boolean }
  | { readonly kind: 'url'; readonly label: string; readonly url: string }

type ChatKey = { readonly oaId: string; readonly userId: string }

export type Chats = {
  state(key: ChatKey): ChatState
  change(key: ChatKey, changes: Partial<ChatState>): void
  /** Writes a message into the chat and tells whoever draws the phone. */
  add(key: ChatKey, message: Omit<ChatMessage, 'id' | 'at'>): ChatMessage
  messages(key: ChatKey): readonly ChatMessage[]
  message(key: ChatKey, id: string): ChatMessage | undefined
}

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
      store.all(`SELECT message FROM zalo_messages WHERE ${ofChat} ORDER BY number`, oaId, userId).map(toMessage),
    message({ oaId, userId }, id) {
      const row = store.one(`SELECT message FROM zalo_messages WHERE ${ofChat} AND id = ?`, oaId, userId, id)
      return row && toMessage(row)
    },
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
