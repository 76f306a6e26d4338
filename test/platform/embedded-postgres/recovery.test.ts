import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { findServerProcess } from '../../../src/platform/embedded-postgres/pid-file.ts'
import { isAlive } from '../../../src/platform/embedded-postgres/server-users.ts'
import { startEmbeddedPostgres } from '../../../src/platform/embedded-postgres/start-embedded-postgres.ts'
import { askOnce, killNow, processUsing, scratchFolder } from './scratch.ts'
import { hasty } from './settings.ts'

const serverOf = (dataDir: string) => findServerProcess(join(dataDir, 'server', 'data'))

test('after kill -9 of the desk, the next start joins the server that lived on', async () => {
  const dataDir = await scratchFolder()
  const desk = await processUsing(dataDir)
  await askOnce(desk.url, "CREATE TABLE letters AS SELECT '12/CV-UB' AS number")
  const before = await serverOf(dataDir)
  await killNow(desk.child)
  const server = await startEmbeddedPostgres({ dataDir, settings: hasty })
  expect(await serverOf(dataDir)).toEqual(before)
  expect(await askOnce(server.url, 'SELECT number FROM letters')).toBe('12/CV-UB')
  await server.stop()
  expect(await serverOf(dataDir)).toBeUndefined()
})

test('after kill -9 of the desk and of the server, the next start recovers what was saved', async () => {
  const dataDir = await scratchFolder()
  const desk = await processUsing(dataDir)
  await askOnce(desk.url, "CREATE TABLE letters AS SELECT '12/CV-UB' AS number")
  const before = await serverOf(dataDir)
  await killNow(desk.child)
  process.kill(before?.pid ?? 0, 'SIGKILL')
  await vi.waitUntil(() => !isAlive(before?.pid ?? 0))
  const server = await startEmbeddedPostgres({ dataDir, settings: hasty })
  expect(await askOnce(server.url, 'SELECT number FROM letters')).toBe('12/CV-UB')
  await server.stop()
})

test('a pid file whose number now belongs to another program does not stop the start', async () => {
  const dataDir = await scratchFolder()
  await (await startEmbeddedPostgres({ dataDir, settings: hasty })).stop()
  const folder = join(dataDir, 'server', 'data')
  await writeFile(join(folder, 'postmaster.pid'), `${process.ppid}\n${folder}\n1\n5432\n`)
  const server = await startEmbeddedPostgres({ dataDir, settings: hasty })
  expect(await askOnce(server.url, 'SELECT 1')).toBe(1)
  await server.stop()
})

test('the server goes on while another process of the desk uses it, and ends with the last one', async () => {
  const dataDir = await scratchFolder()
  const other = await processUsing(dataDir)
  const server = await startEmbeddedPostgres({ dataDir, settings: hasty })
  expect(server.url).toBe(other.url)
  await server.stop()
  expect(await askOnce(other.url, 'SELECT 1')).toBe(1)
  other.child.stdin?.end()
  await once(other.child, 'exit')
  expect(await serverOf(dataDir)).toBeUndefined()
})

test('three processes that start on a new folder at the same moment share one server', async () => {
  const dataDir = await scratchFolder()
  const users = await Promise.all([processUsing(dataDir), processUsing(dataDir), processUsing(dataDir)])
  expect(new Set(users.map(({ url }) => url)).size).toBe(1)
  expect(await askOnce(users[0].url, 'SELECT 1')).toBe(1)
})
