import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import type { ColumnType, SqlQuery, SqlResultSet } from '@prisma/driver-adapter-utils'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>

/** The adapter for migrations: a shadow database of its own, and a catalogue of PostgreSQL 18 that can be read. */
export class MigrationPg extends PrismaPg {
  readonly #url: string
  readonly #pool: pg.Pool

  constructor(url: string) {
    const pool = new pg.Pool({ connectionString: url, max: 4 })
    super(pool)
    this.#url = url
    this.#pool = pool
  }

  override async connect(): Promise<Adapter> {
    return readCatalogue(await super.connect())
  }

  // adapter-pg's own shadow connection lands on the real database, since the url wins over its `database`.
  override async connectToShadowDb(): Promise<Adapter> {
    const name = `shadow_${randomUUID()}`
    await runAdmin(this.#url, `CREATE DATABASE "${name}" TEMPLATE template0`)
    const shadowUrl = new URL(this.#url)
    shadowUrl.pathname = `/${name}`
    const adapter = readCatalogue(await new PrismaPg(shadowUrl.href).connect())
    const disconnect = adapter.dispose.bind(adapter)
    adapter.dispose = async () => {
      await disconnect()
      await runAdmin(this.#url, `DROP DATABASE "${name}" WITH (FORCE)`)
    }
    return adapter
  }

  /** Ends the connections; the engine itself leaves them open. */
  async close(): Promise<void> {
    await this.#pool.end()
  }
}

// The adapter refuses catalogue types it does not know ("char"[] and others of PostgreSQL 18); the engine reads them as text.
const catalogueTypes: Readonly<Record<number, ColumnType>> = {
  16: ColumnTypeEnum.Boolean,
  18: ColumnTypeEnum.Character,
  20: ColumnTypeEnum.Int64,
  21: ColumnTypeEnum.Int32,
  23: ColumnTypeEnum.Int32,
  26: ColumnTypeEnum.Int64,
  1002: ColumnTypeEnum.CharacterArray,
  1003: ColumnTypeEnum.TextArray,
  1005: ColumnTypeEnum.Int32Array,
  1007: ColumnTypeEnum.Int32Array,
  1009: ColumnTypeEnum.TextArray,
  1028: ColumnTypeEnum.Int64Array,
  // The times in Prisma's own table of migrations, read as soon as a database has one.
  1184: ColumnTypeEnum.DateTime,
}

// Not public: the version of the adapter is pinned.
type Inside = { performIO(query: SqlQuery): Promise<pg.QueryArrayResult>; onError(error: unknown): never }

function readCatalogue(adapter: Adapter): Adapter {
  const inside = adapter as unknown as Inside
  adapter.queryRaw = async (query: SqlQuery): Promise<SqlResultSet> => {
    const { fields, rows } = await inside.performIO(query)
    return {
      columnNames: fields.map((field) => field.name),
      columnTypes: fields.map((field) => catalogueTypes[field.dataTypeID] ?? ColumnTypeEnum.Text),
      rows,
    }
  }
  // The adapter cuts a script at every semicolon, even inside a function body; whole, it is also one transaction.
  adapter.executeScript = async (script: string) => {
    await adapter
      .underlyingDriver()
      .query(script)
      .catch((error) => inside.onError(error))
  }
  return adapter
}

async function runAdmin(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
