import { randomInt } from 'node:crypto'
import type { Update } from '@grammyjs/types'
import { z } from 'zod'
import { seededRandom } from '../fault-rates.ts'
import type { SandboxFrame } from '../frame.ts'
import type { Row } from '../store.ts'
import type { Bots } from './bots.ts'
import type { Switches } from './switches.ts'
import { isWanted, kindOf, type NewUpdate } from './update-kinds.ts'

export type QueuedUpdate = { readonly position: number; readonly update: Update }
/** The first of a line, not read yet. */
export type Head = { readonly position: number; readonly line: string }

/** Updates waiting for their bot: messages for 24 h, taps for 150 s, by the sandbox's clock. */
export type Updates = {
  /** `line` is what keeps its order under webhooks: a chat's messages, a person's taps. */
  push(botId: number, line: string, update: NewUpdate): void
  /** In the order in which they are handed out. */
  waiting(botId: number, limit: number): readonly QueuedUpdate[]
  /** The first of each line. */
  heads(botId: number): readonly Head[]
  /** Undefined when it does not wait any more. */
  at(position: number): Update | undefined
  count(botId: number): number
  /** What `getUpdates` does with its offset; one far beyond the newest update confirms nothing. */
  confirmBelow(botId: number, updateId: number): void
  /** Keeps only the last `count`. */
  keepLast(botId: number, count: number): void
  remove(position: number): void
  /** Hands these out once more, or for the first time, in this order and after whatever else waits. */
  deliverAgain(botId: number, updateIds: readonly number[]): void
  /** Were handed out: from now on an offset confirms them like all others. */
  handedOut(queued: readonly QueuedUpdate[]): void
  /** Everything there ever was for this bot. */
  history(botId: number): readonly Update[]
  /** Calls the listeners, after the transaction around it: nobody may be handed what might still be rolled back. */
  wake(botId: number): void
  /** Called after each push; returns how to stop. */
  onPush(listener: (botId: number) => void): () => void
}

/** https://core.telegram.org/bots/api#getting-updates, read 2026-11; the life of a tap was read in the server, 2026-05. */
const messageLifeMs = 24 * 3_600_000
const tapLifeMs = 150_000
/** https://core.telegram.org/bots/api#update: after a week of silence the next identifier is a random one. */
const silenceMs = 7 * 24 * 3_600_000
/** An offset further ahead than this is none of this bot's: read in the server's queue, 2026-05. */
const offsetSlack = 10

const schema = `DROP TABLE IF EXISTS telegram_updates;
  CREATE TABLE IF NOT EXISTS telegram_queue (position INTEGER PRIMARY KEY AUTOINCREMENT, bot_id INTEGER NOT NULL, update_id INTEGER NOT NULL,
    line TEXT NOT NULL, expires_at INTEGER NOT NULL, body TEXT NOT NULL, again INTEGER NOT NULL DEFAULT 0);
  CREATE INDEX IF NOT EXISTS telegram_queue_of_bot ON telegram_queue (bot_id, line, position);
  CREATE TABLE IF NOT EXISTS telegram_update_history (number INTEGER PRIMARY KEY AUTOINCREMENT, bot_id INTEGER NOT NULL,
    update_id INTEGER NOT NULL, life_ms INTEGER NOT NULL, body TEXT NOT NULL)`

const lastId = z.object({ id: z.number(), at: z.number() })

export function createUpdates(
  { store, clock }: Pick<SandboxFrame, 'store' | 'clock'>,
  bots: Bots,
  switches: Switches,
): Updates {
  store.define(schema)
  const chance = seededRandom(1)
  const listeners = new Set<(botId: number) => void>()
  const now = () => clock.now().getTime()
  const expire = () => store.run('DELETE FROM telegram_queue WHERE expires_at <= ?', now())
  const nextId = (botId: number) => {
    const name = `telegram-update-id-${botId}`
    const last = lastId.safeParse(store.readSetting(name)).data
    const goesOn = last && now() - last.at < silenceMs
    const id = goesOn ? last.id + 1 : randomInt(100_000_000, 900_000_000)
    store.writeSetting(name, { id, at: now() })
    return id
  }
  const newest = (botId: number) => lastId.safeParse(store.readSetting(`telegram-update-id-${botId}`)).data?.id ?? 0
  const wake = (botId: number) =>
    queueMicrotask(() => {
      for (const listener of listeners) listener(botId)
    })
  const enqueue = (
    botId: number,
    { updateId, line, lifeMs, body }: { updateId: number; line: string; lifeMs: number; body: string },
    again = 0,
  ) =>
    store.run(
      'INSERT INTO telegram_queue (bot_id, update_id, line, expires_at, body, again) VALUES (?, ?, ?, ?, ?, ?)',
      ...[botId, updateId, line, now() + lifeMs, body, again],
    )
  return {
    push(botId, line, content) {
      const kind = kindOf(content)
      if (!isWanted(kind, bots.byId(botId)?.allowedUpdates ?? null)) return
      const updateId = nextId(botId)
      const body = JSON.stringify({ update_id: updateId, ...content } satisfies Update)
      const lifeMs = kind === 'callback_query' ? tapLifeMs : messageLifeMs
      enqueue(botId, { updateId, line, lifeMs, body })
      if (chance() < switches.read().repeatUpdates) enqueue(botId, { updateId, line, lifeMs, body }, 1)
      const sql = 'INSERT INTO telegram_update_history (bot_id, update_id, life_ms, body) VALUES (?, ?, ?, ?)'
      store.run(sql, botId, updateId, lifeMs, body)
      wake(botId)
    },
    wake,
    waiting(botId, limit) {
      expire()
      const sql = 'SELECT position, body FROM telegram_queue WHERE bot_id = ? ORDER BY position LIMIT ?'
      return store.all(sql, botId, limit).map(toQueued)
    },
    heads(botId) {
      expire()
      const sql = 'SELECT min(position) AS position, line FROM telegram_queue WHERE bot_id = ? GROUP BY line ORDER BY 1'
      return store.all(sql, botId).map((row) => ({ position: Number(row.position), line: String(row.line) }))
    },
    at(position) {
      const row = store.one('SELECT body FROM telegram_queue WHERE position = ?', position)
      return row && JSON.parse(String(row.body))
    },
    count(botId) {
      expire()
      return Number(store.one('SELECT count(*) AS n FROM telegram_queue WHERE bot_id = ?', botId)?.n)
    },
    confirmBelow(botId, updateId) {
      if (updateId > newest(botId) + 1 + offsetSlack) return
      store.run('DELETE FROM telegram_queue WHERE bot_id = ? AND update_id < ? AND again = 0', botId, updateId)
    },
    keepLast(botId, count) {
      store.run(
        `DELETE FROM telegram_queue WHERE bot_id = ? AND position NOT IN
         (SELECT position FROM telegram_queue WHERE bot_id = ? ORDER BY position DESC LIMIT ?)`,
        ...[botId, botId, count],
      )
    },
    remove(position) {
      store.run('DELETE FROM telegram_queue WHERE position = ?', position)
    },
    deliverAgain(botId, updateIds) {
      const sql = 'SELECT life_ms, body FROM telegram_update_history WHERE bot_id = ? AND update_id = ?'
      const found = updateIds.map((updateId) => ({ updateId, row: store.one(sql, botId, updateId) }))
      const unknown = found.find(({ row }) => !row)
      if (unknown) throw Object.assign(new Error(`There was no update ${unknown.updateId}`), { statusCode: 404 })
      // One line of its own, since a webhook keeps order within a line only.
      const line = `ordered ${updateIds.join(' ')}`
      store.transaction(() => {
        for (const updateId of updateIds)
          store.run('DELETE FROM telegram_queue WHERE bot_id = ? AND update_id = ?', botId, updateId)
        for (const { updateId, row } of found)
          enqueue(botId, { updateId, line, lifeMs: Number(row?.life_ms), body: String(row?.body) }, 1)
      })
      wake(botId)
    },
    handedOut(queued) {
      for (const { position } of queued)
        store.run('UPDATE telegram_queue SET again = 0 WHERE position = ? AND again = 1', position)
    },
    history(botId) {
      const sql = 'SELECT body FROM telegram_update_history WHERE bot_id = ? ORDER BY number'
      return store.all(sql, botId).map((row) => JSON.parse(String(row.body)) as Update)
    },
    onPush(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const toQueued = (row: Row): QueuedUpdate => ({
  position: Number(row.position),
  update: JSON.parse(String(row.body)),
})
