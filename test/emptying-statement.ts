import pg from 'pg'

/**
 * Deletes all rows of all tables of this database without asking foreign keys or triggers, a tenth of the time of TRUNCATE. Raises
 * when the tables are no longer those of the template (a queue made its own) or somebody else is in the middle of something.
 */
export async function emptyingStatement(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const tables = await client.query<{ name: string }>(`SELECT format('%I.%I', schemaname, tablename) AS name
      FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`)
    const counted = await client.query<{ count: string }>(`SELECT (${countRelations}) AS count`)
    return `DO $$ BEGIN
      IF (${countRelations}) <> ${counted.rows[0]?.count} THEN RAISE EXCEPTION 'other tables'; END IF;
      IF EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
        AND pid <> pg_backend_pid() AND state <> 'idle') THEN RAISE EXCEPTION 'in use'; END IF;
      SET LOCAL session_replication_role = replica;
      ${tables.rows.map(({ name }) => `DELETE FROM ${name};`).join('\n')}
    END $$`
  } finally {
    await client.end()
  }
}

const countRelations = `SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`
