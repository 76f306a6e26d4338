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
  /** The same, but what comes in one turn is written with one commit; answers when it is written. */
  together<T>(work: () => T): Promise<T>
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
  const batch = createBatch(database)
  const store: SandboxStore = {
    define: (schema) => database.exec(schema),
    all: (sql, ...values) => prepare(sql).all(...values),
    one: (sql, ...values) => prepare(sql).get(...values),
    run(sql, ...values) {
      const { changes, lastInsertRowid } = prepare(sql).run(...values)
      return { changes: Number(changes), lastId: Number(lastInsertRowid) }
    },
    transaction(work) {
      // What came before is not to be rolled back with it.
      if (!batch.isWorking()) batch.commit()
      return inTransaction(database, work)
    },
    together: batch.add,
    readSetting(name) {
      const row = store.one('SELECT value FROM settings WHERE name = ?', name)
      return row ? JSON.parse(String(row.value)) : undefined
    },
    writeSetting(name, value) {
      const sql = 'INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
      store.run(sql, name, JSON.stringify(value))
    },
    close() {
      batch.commit()
      database.close()
    },
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

/**
 * Group commit: a commit costs more than the few rows of one call. A call that throws takes back its own rows only.
 */
function createBatch(database: DatabaseSync) {
  // Prepared once: for so short a command the parsing is what costs.
  const [begun, commit, save, release] = ['BEGIN IMMEDIATE', 'COMMIT', 'SAVEPOINT call', 'RELEASE call'].map((sql) => {
    const statement = database.prepare(sql)
    return () => void statement.run()
  }) as [() => void, () => void, () => void, () => void]
  let open: { readonly written: Promise<void>; readonly end: () => void } | undefined
  let working = false
  const begin = () => {
    begun()
    const { promise: written, resolve, reject } = Promise.withResolvers<void>()
    const end = () => {
      open = undefined
      try {
        commit()
        resolve()
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK')
        reject(error)
      }
    }
    setImmediate(() => open?.written === written && end())
    return { written, end }
  }
  return {
    isWorking: () => working,
    commit: () => open?.end(),
    async add<T>(work: () => T): Promise<T> {
      open ??= begin()
      const { written } = open
      const result = savepoint(work)
      await written
      return result
    },
  }

  function savepoint<T>(work: () => T): T {
    save()
    working = true
    try {
      return work()
    } catch (error) {
      database.exec('ROLLBACK TO call')
      throw error
    } finally {
      working = false
      release()
    }
  }
}
