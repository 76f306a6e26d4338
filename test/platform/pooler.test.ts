import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openDatabase } from '../../src/app/open-database.ts'
import { readConfig } from '../../src/config.ts'
import { holdLease } from '../../src/platform/hold-lease.ts'
import { silentLogger } from '../../src/platform/logger.ts'
import {
  closeDatabase,
  createDatabase,
  type Database,
  inTransaction,
  sessionZone,
} from '../../src/platform/postgres.ts'
import { poolingOf } from '../../src/platform/postgres-pooling.ts'
import { runAdmin, withDatabaseName } from '../database-server.ts'
import { programHere, startPooler } from './own-servers.ts'

const program = programHere('pgbouncer')

describe.skipIf(!program)('behind a transaction pooler with two sessions for everybody', () => {
  let pooler: Awaited<ReturnType<typeof startPooler>>
  let directUrl: string
  let db: Database

  beforeAll(async () => {
    const { adminUrl } = inject('databaseServer')
    const name = `pooled_${randomUUID()}`
    await runAdmin(adminUrl, `CREATE DATABASE "${name}"`, `ALTER DATABASE "${name}" SET timezone = 'Asia/Ho_Chi_Minh'`)
    directUrl = withDatabaseName(adminUrl, name)
    pooler = await startPooler(program ?? '', directUrl, { size: 2 })
  })
  afterAll(async () => {
    if (db) await closeDatabase(db)
    await pooler?.stop()
    await runAdmin(
      inject('databaseServer').adminUrl,
      `DROP DATABASE "${new URL(directUrl).pathname.slice(1)}" WITH (FORCE)`,
    )
  })

  const configOf = (environment: Record<string, string>) => {
    const read = readConfig({
      DATABASE_URL: pooler.url,
      APP_KEY: 'k'.repeat(40),
      PUBLIC_URL: 'https://a.vn',
      ...environment,
    })
    if ('problems' in read) throw new Error(read.problems.join('\n'))
    return read.config
  }

  it('it is told from a server that is asked directly', async () => {
    expect(await poolingOf(pooler.url)).toBe('transaction')
    expect(await poolingOf(directUrl)).toBe('none')
  })

  it('the start says what is missing: a direct address, or Redis and no migration to apply', async () => {
    await expect(openDatabase(configOf({}), silentLogger)).rejects.toThrow(/^DIRECT_DATABASE_URL: .*REDIS_URL/)
    const onRedis = configOf({ REDIS_URL: 'redis://127.0.0.1:1' })
    await expect(openDatabase(onRedis, silentLogger)).rejects.toThrow(/^DIRECT_DATABASE_URL: .*migrations/)
    const nobodyThere = configOf({ DIRECT_DATABASE_URL: 'postgresql://u:kept-out@127.0.0.1:1/d' })
    await expect(openDatabase(nobodyThere, silentLogger)).rejects.toThrow('DIRECT_DATABASE_URL: no database answers')
  })

  it('migrations go by the direct address, and afterwards Redis alone is enough', async () => {
    const opened = await openDatabase(configOf({ DIRECT_DATABASE_URL: directUrl }), silentLogger)
    expect(opened).toMatchObject({ url: pooler.url, directUrl })
    await opened.close()
    await (await openDatabase(configOf({ REDIS_URL: 'redis://127.0.0.1:1' }), silentLogger)).close()
  })

  it('a moment comes back as it was saved, also when a session belonged to somebody in another zone before', async () => {
    db = createDatabase({ url: pooler.url, maxConnections: 12 })
    const noon = new Date('2026-11-22T12:00:00.000Z')
    // More at once than there are sessions, so that each of them passes through many hands.
    const names = Array.from({ length: 40 }, (_, at) => `pooled ${at}`)
    await runAdmin(pooler.url, "SET TIME ZONE 'Asia/Ho_Chi_Minh'", 'SELECT 1')
    await Promise.all(names.map((name) => db.lease.create({ data: { name, owner: 'a', expiresAt: noon } })))
    await runAdmin(pooler.url, "SET TIME ZONE 'Asia/Ho_Chi_Minh'", 'SELECT 1')
    const read = await Promise.all(names.map((name) => db.lease.findUniqueOrThrow({ where: { name } })))
    expect(new Set(read.map(({ expiresAt }) => expiresAt.toISOString()))).toEqual(new Set([noon.toISOString()]))
    expect(await db.lease.count({ where: { expiresAt: noon } })).toBe(names.length)
    expect(await sessionZone(db)).toBe('UTC')
  })

  it('transactions hold together and leases are held by one, on more connections than sessions', async () => {
    const failing = inTransaction(db, async (tx) => {
      await tx.lease.create({ data: { name: 'half', owner: 'a', expiresAt: new Date(0) } })
      throw new Error('the line dropped')
    })
    await expect(failing).rejects.toThrow('the line dropped')
    expect(await db.lease.count({ where: { name: 'half' } })).toBe(0)
    const asked = Array.from({ length: 12 }, () => holdLease(db, { name: 'leader', owner: randomUUID(), ttlMs: 8_000 }))
    const held = (await Promise.all(asked)).filter((each) => each !== undefined)
    expect(held).toHaveLength(1)
    await held[0]?.release()
  })
})
