import pg from 'pg'

// Prisma's own lock: nobody migrates while we hold it, so an unfinished row is nobody's work in progress.
const prismaLock = 72_707_369
const undefinedTable = '42P01'

/**
 * Marks migrations that a kill or an error cut short as rolled back, as `prisma migrate resolve --rolled-back` would;
 * each runs in one transaction, so nothing of them is left, and the engine would refuse to try again.
 */
export async function settleInterruptedMigrations(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`SELECT pg_advisory_lock(${prismaLock})`)
    await client.query(
      'UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL',
    )
  } catch (error) {
    if ((error as { code?: string }).code !== undefinedTable) throw error
  } finally {
    await client.end()
  }
}
