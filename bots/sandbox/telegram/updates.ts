import { randomInt } from 'node:crypto'
import type { Update } from '@grammyjs/types'
import type { SandboxFrame } from '../frame.ts'
import type { Row } from '../store.ts'
import type { Bots } from './bots.ts'

export type UpdateKind = Exclude<keyof Update, 'update_id'>
export type NewUpdate = { readonly [K in UpdateKind]?: Update[K] }
export type QueuedUpdate = { readonly update: Update; readonly line: string }

/** Updates waiting for their bot: messages for 24 h, taps for 150 s, by the sandbox's clock. */
export type Updates = {
  /** `line` is what keeps its order under webhooks: a chat's messages, a person's taps. */
  push(botId: number, line: string, update: NewUpdate): void
  waiting(botId: number, limit: number): readonly QueuedUpdate[]
  count(botId: number): number
  confirmBelow(botId: number, updateId: number): void
  /** Keeps only the last `count`. */
  keepLast(botId: number, count: number): void
  remove(botId: number, updateId: number): void
  /** Calls the listeners, after the transaction around it: nobody may be handed what might still be rolled back. */
  wake(botId: number): void
  /** Called after each push; returns how to stop. */
  onPush(listener: (botId: number) => void): () => void
}

const messageLifeMs = 24 * 3_600_000
const tapLifeMs = 150_000
/** Only sent when asked for by name. */
const optIn = ['chat_member', 'message_reaction', 'message_reaction_count']

const schema = `CREATE TABLE IF NOT EXISTS telegram_updates (bot_id INTEGER, update_id INTEGER, line TEXT NOT NULL,
  expires_at INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (bot_id, update_id)) WITHOUT ROWID`

export function createUpdates({ store, clock }: Pick<SandboxFrame, 'store' | 'clock'>, bots: Bots): Updates {
  store.define(schema)
  const listeners = new Set<(botId: number) => void>()
  const now = () => clock.now().getTime()
  const expire = () => store.run('DELETE FROM telegram_updates WHERE expires_at <= ?', now())
  const nextId = (botId: number) => {
    const name = `telegram-update-id-${botId}`
    const last = store.readSetting(name)
    const id = typeof last === 'number' ? last + 1 : randomInt(100_000_000, 900_000_000)
    store.writeSetting(name, id)
    return id
  }
  const wake = (botId: number) =>
    queueMicrotask(() => {
      for (const listener of listeners) listener(botId)
    })
  return {
    push(botId, line, content) {
      const kind = Object.keys(content)[0] as UpdateKind
      const allowed = bots.byId(botId)?.allowedUpdates
      if (allowed && allowed.length > 0 ? !allowed.includes(kind) : optIn.includes(kind)) return
      const updateId = nextId(botId)
      const body = JSON.stringify({ update_id: updateId, ...content })
      const expiresAt = now() + (kind === 'callback_query' ? tapLifeMs : messageLifeMs)
      store.run('INSERT INTO telegram_updates VALUES (?, ?, ?, ?, ?)', botId, updateId, line, expiresAt, body)
      wake(botId)
    },
    wake,
    waiting(botId, limit) {
      expire()
      const sql = 'SELECT line, body FROM telegram_updates WHERE bot_id = ? ORDER BY update_id LIMIT ?'
      return store.all(sql, botId, limit).map(toQueued)
    },
    count(botId) {
      expire()
      return Number(store.one('SELECT count(*) AS n FROM telegram_updates WHERE bot_id = ?', botId)?.n)
    },
    confirmBelow(botId, updateId) {
      store.run('DELETE FROM telegram_updates WHERE bot_id = ? AND update_id < ?', botId, updateId)
    },
    keepLast(botId, count) {
      store.run(
        `DELETE FROM telegram_updates WHERE bot_id = ? AND update_id NOT IN
         (SELECT update_id FROM telegram_updates WHERE bot_id = ? ORDER BY update_id DESC LIMIT ?)`,
        ...[botId, botId, count],
      )
    },
    remove(botId, updateId) {
      store.run('DELETE FROM telegram_updates WHERE bot_id = ? AND update_id = ?', botId, updateId)
    },
    onPush(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const toQueued = (row: Row): QueuedUpdate => ({ update: JSON.parse(String(row.body)), line: String(row.line) })
