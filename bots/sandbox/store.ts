import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

export type Row = Readonly<Record<string, string | number | bigint | Uint8Array | null>>

/** The state of the sandbox: one SQLite file, written before anything is answered, so that a kill loses nothing. */
export type SandboxStore = {
  /** Creates tables that are not there yet; each stand-in brings its own. */
  define(schema: string): void
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[]
  one(sql: string, ...values: readonly SQLInputValue[]): Row | undefined
  /** The number of the row written last is `lastId`. */
  run(sql: string, ...values: readonly SQLInputValue[]): { readonly changes: number; readonly lastId: number }
  /** Runs `work` at once and as a whole; may stand inside another. What it throws rolls back. */
  transaction<T>(work: () => T): T
  readSetting(name: string): unknown
  writeSetting(name: string, value: unknown): void
  close(): void
}

export function openStore(file: string): SandboxStore {
  const database = new DatabaseSync(file)
  // NORMAL with a write-ahead log survives the death of the process; only the death of the machine may cost the last calls.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;')
  // Checkpoints are what waits for the disk: rarer than the usual 4 MB, or a burst of sends stands still at each.
  database.exec('PRAGMA wal_autocheckpoint = 8000;')
  const prepared = new Map<string, StatementSync>()
  const prepare = (sql: string) => {
    const known = prepared.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    prepared.set(sql, statement)
    return statement
  }
  const store: SandboxStore = {
    define: (schema) => database.exec(schema),
    all: (sql, ...values) => prepare(sql).all(...values),
    one: (sql, ...values) => prepare(sql).get(...values),
    run(sql, ...values) {
      const { changes, lastInsertRowid } = prepare(sql).run(...values)
      return { changes: Number(changes), lastId: Number(lastInsertRowid) }
    },
    transaction: (work) => inTransaction(database, work),
    readSetting(name) {
      const row = store.one('SELECT value FROM settings WHERE name = ?', name)
      return row ? JSON.parse(String(row.value)) : undefined
    },
    writeSetting(name, value) {
      const sql = 'INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
      store.run(sql, name, JSON.stringify(value))
    },
    close: () => database.close(),
  }
  store.define('CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)')
  return store
}

function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  if (database.isTransaction) return work()
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}
