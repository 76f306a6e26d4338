import { randomBytes } from 'node:crypto'
import type { SandboxFrame } from '../frame.ts'
import { badRequest } from './refusal.ts'

/** Taps on inline buttons and what the bot answered to each. */
export type Callbacks = {
  open(botId: number, userId: number): string
  /** Once per query and not after it went stale. */
  answer(
    botId: number,
    id: string,
    notice: { readonly text: string; readonly showAlert: boolean },
  ): { readonly userId: number }
  /** The notice last shown over the chat, for the phone. */
  lastNotice(
    botId: number,
    userId: number,
  ): { readonly text: string; readonly at: number; readonly alert: boolean } | undefined
  /** Taps whose waiting sign still turns. */
  openCount(botId: number, userId: number): number
}

/** As long as a tap waits for its bot; how long it stays answerable after that is written nowhere. */
const answerableMs = 150_000
const schema = `CREATE TABLE IF NOT EXISTS telegram_callbacks (id TEXT PRIMARY KEY, bot_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
  tapped_at INTEGER NOT NULL, answered_at INTEGER, notice TEXT, alert INTEGER);
  CREATE INDEX IF NOT EXISTS telegram_callbacks_of_user ON telegram_callbacks (bot_id, user_id)`

export function createCallbacks({ store, clock }: Pick<SandboxFrame, 'store' | 'clock'>): Callbacks {
  store.define(schema)
  const now = () => clock.now().getTime()
  return {
    open(botId, userId) {
      const id = randomBytes(8).readBigUInt64BE(0).toString()
      const sql = 'INSERT INTO telegram_callbacks (id, bot_id, user_id, tapped_at) VALUES (?, ?, ?, ?)'
      store.run(sql, id, botId, userId, now())
      return id
    },
    answer(botId, id, { text, showAlert }) {
      const row = store.one('SELECT * FROM telegram_callbacks WHERE id = ? AND bot_id = ?', id, botId)
      if (!row || row.answered_at !== null || now() - Number(row.tapped_at) > answerableMs)
        throw badRequest('query is too old and response timeout expired or query ID is invalid')
      const sql = 'UPDATE telegram_callbacks SET answered_at = ?, notice = ?, alert = ? WHERE id = ?'
      store.run(sql, now(), text, showAlert ? 1 : 0, id)
      return { userId: Number(row.user_id) }
    },
    lastNotice(botId, userId) {
      const sql = `SELECT notice, answered_at, alert FROM telegram_callbacks WHERE bot_id = ? AND user_id = ? AND notice <> ''
        ORDER BY answered_at DESC, rowid DESC LIMIT 1`
      const row = store.one(sql, botId, userId)
      return row && { text: String(row.notice), at: Number(row.answered_at), alert: row.alert === 1 }
    },
    openCount(botId, userId) {
      const sql = `SELECT count(*) AS n FROM telegram_callbacks WHERE bot_id = ? AND user_id = ? AND answered_at IS NULL AND tapped_at > ?`
      return Number(store.one(sql, botId, userId, now() - answerableMs)?.n)
    },
  }
}
