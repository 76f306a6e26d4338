import { randomUUID } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { applyMigrations } from '../prisma/migrate.ts'
import { runAdmin, startTestServer, withDatabaseName } from './database-server.ts'
import { emptyingStatement } from './emptying-statement.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly databaseServer: {
      readonly adminUrl: string
      readonly template: string
      /** A statement that empties a clone of the template, or fails when it is none any more. */
      readonly emptying: string
    }
  }
}

let stop = async () => {}

/** One server per test run with a migrated template database; `testDatabase()` clones it. */
export async function setup(project: TestProject) {
  const server = await startTestServer()
  const template = `template_${randomUUID()}`
  stop = async () => {
    await runAdmin(server.url, `DROP DATABASE IF EXISTS "${template}" WITH (FORCE)`).catch(() => {})
    await server.stop()
  }
  try {
    await runAdmin(server.url, `CREATE DATABASE "${template}"`)
    await applyMigrations(withDatabaseName(server.url, template))
    const emptying = await emptyingStatement(withDatabaseName(server.url, template))
    project.provide('databaseServer', { adminUrl: server.url, template, emptying })
  } catch (error) {
    // When setup throws, vitest never runs the teardown.
    await stop()
    throw error
  }
}

export async function teardown() {
  await stop()
}
