import { randomUUID } from 'node:crypto'
import type { Row, SandboxStore } from './store.ts'

/** What there is a phone for. */
export const sandboxChannels = ['telegram', 'zalo'] as const
export type SandboxChannel = (typeof sandboxChannels)[number]

/** What is called, can fail, and stands in the call log: the phones' platforms and the mail server. */
export const calledChannels = [...sandboxChannels, 'email'] as const
export type CalledChannel = (typeof calledChannels)[number]

/** An invented person with one phone and one chat app on it. */
export type Person = {
  readonly id: string
  readonly name: string
  /** Where the person works, for whoever looks at the phones. */
  readonly outlet: string
  readonly channel: SandboxChannel
  /** Who they are on the platform: a Telegram user id, a Zalo user id as the account sees it. */
  readonly userId: string
  /** What a stand-in remembers about the person as such (for example `deactivated`). */
  readonly flags: Readonly<Record<string, unknown>>
}

export type NewPerson = Pick<Person, 'name' | 'outlet' | 'channel'> & Partial<Person>

export type People = {
  /** Adds a person, or renames the one with that id. */
  add(person: NewPerson): Person
  byId(id: string): Person | undefined
  byUserId(channel: SandboxChannel, userId: string): Person | undefined
  all(channel?: SandboxChannel): readonly Person[]
  /** Replaces the named flags. */
  setFlags(id: string, flags: Readonly<Record<string, unknown>>): void
}

const schema = `CREATE TABLE IF NOT EXISTS people (id TEXT PRIMARY KEY, name TEXT NOT NULL, outlet TEXT NOT NULL, channel TEXT NOT NULL,
  user_id TEXT NOT NULL, flags TEXT NOT NULL, UNIQUE (channel, user_id))`

export function createPeople(store: SandboxStore): People {
  store.define(schema)
  const byId = (id: string) => toPerson(store.one('SELECT * FROM people WHERE id = ?', id))
  return {
    byId,
    byUserId: (channel, userId) =>
      toPerson(store.one('SELECT * FROM people WHERE channel = ? AND user_id = ?', channel, userId)),
    all: (channel) =>
      store
        .all('SELECT * FROM people WHERE channel = coalesce(?, channel) ORDER BY rowid', channel ?? null)
        .flatMap((row) => toPerson(row) ?? []),
    add: (person) => store.transaction(() => add(store, person)),
    setFlags(id, flags) {
      const merged = { ...byId(id)?.flags, ...flags }
      store.run('UPDATE people SET flags = ? WHERE id = ?', JSON.stringify(merged), id)
    },
  }
}

function add(store: SandboxStore, person: NewPerson): Person {
  const id = person.id ?? randomUUID()
  const known = toPerson(store.one('SELECT * FROM people WHERE id = ?', id))
  const userId = person.userId ?? known?.userId ?? nextUserId(store, person.channel)
  const flags = person.flags ?? known?.flags ?? {}
  store.run(
    `INSERT INTO people (id, name, outlet, channel, user_id, flags) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id)
     DO UPDATE SET name = excluded.name, outlet = excluded.outlet, user_id = excluded.user_id, flags = excluded.flags`,
    ...[id, person.name, person.outlet, person.channel, userId, JSON.stringify(flags)],
  )
  return { id, name: person.name, outlet: person.outlet, channel: person.channel, userId, flags }
}

/** Longer than 32 bits on Telegram and longer than 53 on Zalo, as the real ones are. */
function nextUserId(store: SandboxStore, channel: SandboxChannel): string {
  const count = Number(store.one('SELECT coalesce(max(rowid), 0) AS n FROM people')?.n ?? 0) + 1
  return channel === 'telegram'
    ? String(7_100_000_000 + count)
    : `${8_412_000_000_000_000_000n + BigInt(count) * 7919n}`
}

function toPerson(row: Row | undefined): Person | undefined {
  if (!row) return undefined
  return {
    id: String(row.id),
    name: String(row.name),
    outlet: String(row.outlet),
    channel: row.channel === 'zalo' ? 'zalo' : 'telegram',
    userId: String(row.user_id),
    flags: JSON.parse(String(row.flags)),
  }
}
