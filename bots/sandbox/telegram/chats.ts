import type { Message } from '@grammyjs/types'
import type { SandboxFrame } from '../frame.ts'
import type { Row } from '../store.ts'

export type Chat = {
  readonly botId: number
  readonly userId: number
  readonly started: boolean
  readonly blocked: boolean
}

export type StoredMessage = {
  readonly message: Message
  readonly fromBot: boolean
  /** By the sandbox's clock, in milliseconds. */
  readonly sentAt: number
  readonly editedAt: number | null
  readonly deletedAt: number | null
}

/** Private chats between people and bots, and everything said in them. */
export type Chats = {
  find(botId: number, userId: number): Chat | undefined
  /** The bots this person has ever talked to, newest first. */
  ofUser(userId: number): readonly Chat[]
  change(botId: number, userId: number, change: Partial<Pick<Chat, 'started' | 'blocked'>>): void
  nextMessageId(botId: number, userId: number): number
  put(botId: number, message: Message, fromBot: boolean): void
  message(botId: number, userId: number, messageId: number): StoredMessage | undefined
  /** `quietly`: the phone shows no mark, as for a mere change of buttons. */
  edit(botId: number, message: Message, quietly?: boolean): void
  remove(botId: number, userId: number, messageId: number): void
  all(botId: number, userId: number): readonly StoredMessage[]
}

const schema = `
  CREATE TABLE IF NOT EXISTS telegram_chats (bot_id INTEGER, user_id INTEGER, started INTEGER NOT NULL DEFAULT 0,
    blocked INTEGER NOT NULL DEFAULT 0, last_message INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (bot_id, user_id));
  CREATE TABLE IF NOT EXISTS telegram_messages (bot_id INTEGER, user_id INTEGER, message_id INTEGER, from_bot INTEGER NOT NULL,
    sent_at INTEGER NOT NULL, edited_at INTEGER, deleted_at INTEGER, message TEXT NOT NULL,
    PRIMARY KEY (bot_id, user_id, message_id)) WITHOUT ROWID`

export function createChats({ store, clock }: Pick<SandboxFrame, 'store' | 'clock'>): Chats {
  store.define(schema)
  const now = () => clock.now().getTime()
  const ensure = (botId: number, userId: number) =>
    store.run('INSERT OR IGNORE INTO telegram_chats (bot_id, user_id) VALUES (?, ?)', botId, userId)
  const where = 'WHERE bot_id = ? AND user_id = ? AND message_id = ?'
  return {
    find(botId, userId) {
      const row = store.one('SELECT * FROM telegram_chats WHERE bot_id = ? AND user_id = ?', botId, userId)
      return row && toChat(row)
    },
    ofUser: (userId) =>
      store.all('SELECT * FROM telegram_chats WHERE user_id = ? ORDER BY rowid DESC', userId).map(toChat),
    change(botId, userId, { started, blocked }) {
      ensure(botId, userId)
      store.run(
        'UPDATE telegram_chats SET started = coalesce(?, started), blocked = coalesce(?, blocked) WHERE bot_id = ? AND user_id = ?',
        ...[asBit(started), asBit(blocked), botId, userId],
      )
    },
    nextMessageId(botId, userId) {
      ensure(botId, userId)
      const sql =
        'UPDATE telegram_chats SET last_message = last_message + 1 WHERE bot_id = ? AND user_id = ? RETURNING last_message'
      return Number(store.one(sql, botId, userId)?.last_message)
    },
    put(botId, message, fromBot) {
      store.run(
        'INSERT INTO telegram_messages (bot_id, user_id, message_id, from_bot, sent_at, message) VALUES (?, ?, ?, ?, ?, ?)',
        ...[botId, message.chat.id, message.message_id, fromBot ? 1 : 0, now(), JSON.stringify(message)],
      )
    },
    message(botId, userId, messageId) {
      const row = store.one(`SELECT * FROM telegram_messages ${where}`, botId, userId, messageId)
      return row && toStored(row)
    },
    edit(botId, message, quietly = false) {
      const sql = `UPDATE telegram_messages SET message = ?, edited_at = coalesce(?, edited_at) ${where}`
      store.run(sql, JSON.stringify(message), quietly ? null : now(), botId, message.chat.id, message.message_id)
    },
    remove(botId, userId, messageId) {
      store.run(`UPDATE telegram_messages SET deleted_at = ? ${where}`, now(), botId, userId, messageId)
    },
    all(botId, userId) {
      const sql = 'SELECT * FROM telegram_messages WHERE bot_id = ? AND user_id = ? ORDER BY message_id'
      return store.all(sql, botId, userId).map(toStored)
    },
  }
}

const asBit = (value: boolean | undefined) => (value === undefined ? null : value ? 1 : 0)

const toChat = (row: Row): Chat => ({
  botId: Number(row.bot_id),
  userId: Number(row.user_id),
  started: row.started === 1,
  blocked: row.blocked === 1,
})

const toStored = (row: Row): StoredMessage => ({
  message: JSON.parse(String(row.message)),
  fromBot: row.from_bot === 1,
  sentAt: Number(row.sent_at),
  editedAt: row.edited_at === null ? null : Number(row.edited_at),
  deletedAt: row.deleted_at === null ? null : Number(row.deleted_at),
})
