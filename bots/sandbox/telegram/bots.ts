import { createHash } from 'node:crypto'
import type { UserFromGetMe } from '@grammyjs/types'
import type { Row, SandboxStore } from '../store.ts'

/** A bot as BotFather would have made it. */
export type Bot = {
  readonly id: number
  readonly token: string
  readonly username: string
  readonly name: string
  readonly allowedUpdates: readonly string[] | null
  readonly webhook: Webhook | null
  /** Commands and descriptions, keyed by what was set and for which language. */
  readonly profile: Readonly<Record<string, unknown>>
}

export type Webhook = {
  readonly url: string
  readonly secretToken?: string
  readonly maxConnections: number
  readonly lastErrorAt?: number
  readonly lastError?: string
  /** Since when it answers 410, in milliseconds by the sandbox's clock. */
  readonly goneSince?: number
}

export type Bots = {
  register(bot: Pick<Bot, 'token' | 'username' | 'name'>): Bot
  byToken(token: string): Bot | undefined
  byId(id: number): Bot | undefined
  all(): readonly Bot[]
  change(id: number, change: Partial<Pick<Bot, 'allowedUpdates' | 'webhook' | 'profile'>>): void
}

const schema = `CREATE TABLE IF NOT EXISTS telegram_bots (id INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, username TEXT NOT NULL,
  name TEXT NOT NULL, state TEXT NOT NULL)`

/** Read on every call, so kept in memory too; the file is written through. */
export function createBots(store: SandboxStore): Bots {
  store.define(schema)
  const known = new Map<number, Bot>()
  for (const row of store.all('SELECT * FROM telegram_bots')) {
    const bot = toBot(row)
    known.set(bot.id, bot)
  }
  const keep = (bot: Bot) => {
    const { id, token, username, name, ...state } = bot
    store.run(
      `INSERT INTO telegram_bots VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET token = excluded.token,
       username = excluded.username, name = excluded.name, state = excluded.state`,
      ...[id, token, username, name, JSON.stringify(state)],
    )
    known.set(id, bot)
    return bot
  }
  return {
    register({ token, username, name }) {
      const id = Number(token.split(':')[0])
      const fresh = { allowedUpdates: null, webhook: null, profile: {} }
      return keep({ ...(known.get(id) ?? fresh), id, token, username, name })
    },
    byToken: (token) => [...known.values()].find((bot) => bot.token === token),
    byId: (id) => known.get(id),
    all: () => [...known.values()],
    change(id, change) {
      const bot = known.get(id)
      if (bot) keep({ ...bot, ...change })
    },
  }
}

export const botUser = ({ id, name, username }: Bot) => ({ id, is_bot: true as const, first_name: name, username })

export const getMe = (bot: Bot): UserFromGetMe => ({
  ...botUser(bot),
  can_join_groups: false,
  can_read_all_group_messages: false,
  supports_guest_queries: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
})

/** The same chat seen by the same bot always has the same one. */
export const chatInstance = (botId: number, userId: number): string =>
  createHash('sha256').update(`${botId} ${userId}`).digest().readBigInt64BE(0).toString()

function toBot(row: Row): Bot {
  return {
    id: Number(row.id),
    token: String(row.token),
    username: String(row.username),
    name: String(row.name),
    ...JSON.parse(String(row.state)),
  }
}
