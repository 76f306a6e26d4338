import type { Clock } from '../../src/platform/clock.ts'
import { type CalledChannel, calledChannels } from './people.ts'
import type { Row, SandboxStore } from './store.ts'

/** One call a bot made to a stand-in, as evidence: what was asked, what was answered, and whether it had an effect. */
export type Call = {
  readonly id: number
  /** By the sandbox's clock. */
  readonly at: string
  readonly channel: CalledChannel
  readonly method: string
  /** The bot or Official Account that called. */
  readonly account: string
  readonly recipient: string | null
  /** The parameters; a file shows as its name and size. */
  readonly request: unknown
  readonly status: number
  readonly answer: unknown
  /** Whether the message really was put into the chat (or the change really made), whatever was answered. */
  readonly effect: boolean
  readonly messageIds: readonly string[]
  /** What the platform charges for it. */
  readonly billedVnd: number
}

export type CallFilter = {
  readonly since?: number
  readonly channel?: CalledChannel
  readonly method?: string
  readonly recipient?: string
  readonly limit?: number
}

/** The log that assertions read. Append-only: the file itself refuses to change or delete a line. */
export type Calls = {
  add(call: Omit<Call, 'id' | 'at' | 'billedVnd'> & Partial<Pick<Call, 'billedVnd'>>): void
  /** Oldest first, those with an id above `since`. */
  list(filter?: CallFilter): readonly Call[]
}

const schema = `CREATE TABLE IF NOT EXISTS calls (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, channel TEXT NOT NULL,
  method TEXT NOT NULL, account TEXT NOT NULL, recipient TEXT, request TEXT NOT NULL, status INTEGER NOT NULL, answer TEXT NOT NULL,
  effect INTEGER NOT NULL, message_ids TEXT NOT NULL, billed_vnd INTEGER NOT NULL DEFAULT 0);
  CREATE TRIGGER IF NOT EXISTS calls_never_change BEFORE UPDATE ON calls BEGIN SELECT raise(ABORT, 'the call log is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS calls_never_go BEFORE DELETE ON calls BEGIN SELECT raise(ABORT, 'the call log is append-only'); END`

export function createCalls(store: SandboxStore, clock: Clock): Calls {
  store.define(schema)
  // A state file of before has the table without it.
  if (!store.all('PRAGMA table_info(calls)').some(({ name }) => name === 'billed_vnd'))
    store.define('ALTER TABLE calls ADD COLUMN billed_vnd INTEGER NOT NULL DEFAULT 0')
  return {
    add(call) {
      const { channel, method, account, recipient, status, effect, billedVnd = 0 } = call
      store.run(
        `INSERT INTO calls (at, channel, method, account, recipient, request, status, answer, effect, message_ids, billed_vnd)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[clock.now().toISOString(), channel, method, account, recipient, asJson(call.request)],
        ...[status, asJson(call.answer), effect ? 1 : 0, asJson(call.messageIds), billedVnd],
      )
    },
    list({ since = 0, channel, method, recipient, limit = 10_000 } = {}) {
      const sql = `SELECT * FROM calls WHERE id > ? AND channel = coalesce(?, channel) AND method = coalesce(?, method)
        AND (? IS NULL OR recipient = ?) ORDER BY id LIMIT ?`
      const to = recipient ?? null
      return store.all(sql, since, channel ?? null, method ?? null, to, to, limit).map(toCall)
    },
  }
}

const asJson = (value: unknown) => JSON.stringify(value ?? null)

function toCall(row: Row): Call {
  return {
    id: Number(row.id),
    at: String(row.at),
    channel: calledChannels.find((channel) => channel === row.channel) ?? 'telegram',
    method: String(row.method),
    account: String(row.account),
    recipient: row.recipient === null ? null : String(row.recipient),
    request: JSON.parse(String(row.request)),
    status: Number(row.status),
    answer: JSON.parse(String(row.answer)),
    effect: row.effect === 1,
    messageIds: JSON.parse(String(row.message_ids)),
    billedVnd: Number(row.billed_vnd),
  }
}
