import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One migration of the folder; `checksum` is what Prisma keeps in its own table. */
export type Migration = { readonly name: string; readonly sql: string; readonly checksum: string }

/** A file of the schema, as the engine wants it. */
export type SchemaFile = { readonly path: string; readonly content: string }

const schemaFolder = import.meta.dirname
export const migrationsFolder = join(schemaFolder, 'migrations')

/** The migrations in the order of their names; none when the folder is missing. */
export async function readMigrations(folder = migrationsFolder): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/** Every `.prisma` file: the datasource and the models. */
export async function readSchema(folder = schemaFolder): Promise<SchemaFile[]> {
  const names = await readdir(folder, { recursive: true })
  const files = names.filter((name) => name.endsWith('.prisma')).sort()
  return Promise.all(
    files.map(async (name) => ({ path: join(folder, name), content: await readFile(join(folder, name), 'utf8') })),
  )
}
