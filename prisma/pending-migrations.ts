import pg from 'pg'
import type { Migration } from './migration-files.ts'

/** The migrations that the database has not finished with this very text; reads Prisma's own table, in milliseconds. */
export async function pendingMigrations(url: string, migrations: readonly Migration[]): Promise<Migration[]> {
  const finished = await finishedMigrations(url)
  return migrations.filter(({ name, checksum }) => finished.get(name) !== checksum)
}

async function finishedMigrations(url: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    return new Map(rows.map(({ name, checksum }) => [name, checksum]))
  } catch (error) {
    const undefinedTable = '42P01'
    if ((error as { code?: string }).code === undefinedTable) return new Map()
    throw error
  } finally {
    await client.end()
  }
}
