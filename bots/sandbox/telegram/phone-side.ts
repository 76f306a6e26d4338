import type { ReplyKeyboardMarkup } from '@grammyjs/types'
import type { SandboxStore } from '../store.ts'

/** What only a person's phone knows of a chat. */
export type PhoneSide = {
  /** The keyboard a bot laid below the chat, until it is removed or, when for one use, used. */
  readonly keyboard: ReplyKeyboardMarkup | null
  /** The person deleted the chat when this was its last message. */
  readonly clearedUpTo: number
}

export type PhoneSides = {
  of(botId: number, userId: number): PhoneSide
  change(botId: number, userId: number, change: Partial<PhoneSide>): void
}

const schema = `CREATE TABLE IF NOT EXISTS telegram_phone_sides (bot_id INTEGER, user_id INTEGER, side TEXT NOT NULL,
  PRIMARY KEY (bot_id, user_id)) WITHOUT ROWID`

export function createPhoneSides(store: SandboxStore): PhoneSides {
  store.define(schema)
  const of = (botId: number, userId: number): PhoneSide => {
    const row = store.one('SELECT side FROM telegram_phone_sides WHERE bot_id = ? AND user_id = ?', botId, userId)
    return { keyboard: null, clearedUpTo: 0, ...(row ? JSON.parse(String(row.side)) : {}) }
  }
  return {
    of,
    change(botId, userId, change) {
      const side = JSON.stringify({ ...of(botId, userId), ...change })
      const sql =
        'INSERT INTO telegram_phone_sides VALUES (?, ?, ?) ON CONFLICT (bot_id, user_id) DO UPDATE SET side = excluded.side'
      store.run(sql, botId, userId, side)
    },
  }
}
