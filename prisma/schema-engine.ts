import { readFile } from 'node:fs/promises'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import { MigrationPg } from './migration-adapter.ts'
import { type Migration, migrationsFolder, type SchemaFile } from './migration-files.ts'

const filters = { externalTables: [], externalEnums: [] }

/**
 * Prisma's own schema engine on one database, without the binary that Prisma would download.
 * It leaves a 10 s timer behind: use it in a process that exits by itself.
 */
export async function openSchemaEngine(url: string, schema: readonly SchemaFile[]) {
  await loadEngine()
  const adapter = new MigrationPg(url)
  const engine = await bindings.SchemaEngine.new(
    { datamodels: schema.map(({ path, content }): [string, string] => [path, content]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  )
  return {
    /** Applies what is missing, and says what that was. */
    async apply(migrations: readonly Migration[]): Promise<string[]> {
      const input = { migrationsList: migrationList(migrations), filters }
      return (await engine.applyMigrations(input)).appliedMigrationNames
    },
    /** The SQL that leads from the migrations to the schema; undefined when they are equal. */
    async difference(migrations: readonly Migration[]): Promise<string | undefined> {
      const from = { tag: 'migrations' as const, ...migrationList(migrations) }
      const to = { tag: 'schemaDatamodel' as const, files: schema.map((file) => ({ ...file })) }
      const { exitCode, stdout } = await engine.diff({ from, to, script: true, exitCode: true, filters })
      return exitCode === 0 ? undefined : (stdout ?? '')
    },
    close: () => adapter.close(),
  }
}

export const lockFile = 'provider = "postgresql"\n'

function migrationList(migrations: readonly Migration[]) {
  return {
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content: lockFile },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  }
}

let loading: Promise<void> | undefined

function loadEngine(): Promise<void> {
  loading ??= instantiate()
  return loading
}

// WebAssembly has types only in the browser's library, which we do not load.
type WebAssemblyPart = {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>
}

async function instantiate() {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: console.error } })
  const place = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = await readFile(new URL('schema_engine_bg.wasm', place))
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyPart }
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start === 'function') start()
}
