import { expect, inject, onTestFinished, test } from 'vitest'
import { type Migration, readMigrations, readSchema, type SchemaFile } from '../../prisma/migration-files.ts'
import { openSchemaEngine } from '../../prisma/schema-engine.ts'

test('the migrations give exactly the schema', async () => {
  const missing = await difference(await readMigrations(), await readSchema())
  expect(missing, 'run "npm run migrate:new -- <name>" and look at what it writes').toBeUndefined()
})

test('a column that only the models have is found missing', async () => {
  const schema = await readSchema()
  const changed = schema.map(({ path, content }) => ({
    path,
    content: content.replace('model Lease {', 'model Lease {\n  colour String?\n'),
  }))
  expect(await difference(await readMigrations(), changed)).toContain('ADD COLUMN     "colour" TEXT')
})

test('what Prisma cannot say may stand in a migration: checks, partial indexes, functions', async () => {
  const sql = `
    ALTER TABLE "Lease" ADD CONSTRAINT "Lease_owner_named" CHECK ("owner" <> '');
    CREATE UNIQUE INDEX "Lease_one_living" ON "Lease" ("owner") WHERE "fencing" > 0;
    CREATE FUNCTION shout() RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 'a;b'; END $$;`
  const migrations = [...(await readMigrations()), { name: '29990101000000_by_hand', sql, checksum: '' }]
  expect(await difference(migrations, await readSchema())).toBeUndefined()
})

async function difference(migrations: readonly Migration[], schema: readonly SchemaFile[]) {
  const engine = await openSchemaEngine(inject('databaseServer').adminUrl, schema)
  onTestFinished(() => engine.close())
  return engine.difference(migrations)
}
