import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEmbeddedPostgres } from '../../../src/platform/embedded-postgres/start-embedded-postgres.ts'
import { askOnce, scratchFolder } from './scratch.ts'
import { hasty } from './settings.ts'

const asRoot = process.getuid?.() === 0
if (!asRoot) process.stderr.write('NOT TESTED: how root starts the database (this run is not root)\n')

test('a new database answers, in a folder that only its owner may enter', async () => {
  const dataDir = join(await scratchFolder(), 'postgres')
  const server = await startEmbeddedPostgres({ dataDir, settings: hasty })
  expect(await askOnce(server.url, 'SELECT current_database()')).toBe('giaoban')
  expect((await stat(join(dataDir, 'server', 'password'))).mode & 0o777).toBe(0o600)
  await server.stop()
})

test('without its password nobody gets in', async () => {
  const server = await startEmbeddedPostgres({ dataDir: await scratchFolder(), settings: hasty })
  const guess = new URL(server.url)
  guess.password = 'postgres'
  await expect(askOnce(guess.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  await server.stop()
})

test('what was saved is there after a restart, at the same address', async () => {
  const dataDir = await scratchFolder()
  const first = await startEmbeddedPostgres({ dataDir, settings: hasty })
  await askOnce(first.url, "CREATE TABLE letters AS SELECT '12/CV-UB' AS number")
  await first.stop()
  const second = await startEmbeddedPostgres({ dataDir, settings: hasty })
  expect(second.url).toBe(first.url)
  expect(await askOnce(second.url, 'SELECT number FROM letters')).toBe('12/CV-UB')
  await second.stop()
})

test('Vietnamese names sort as in a Vietnamese list', async () => {
  const server = await startEmbeddedPostgres({ dataDir: await scratchFolder(), settings: hasty })
  const names = ['Ý', 'Đức', 'Ương', 'Dũng', 'Ăn', 'Oanh', 'Ấn', 'Ánh', 'Ớt', 'Ông', 'An', 'Em', 'Êm', 'Uyên']
  const list = names.map((name) => `'${name}'`).join()
  const sorted = await askOnce(server.url, `SELECT array_agg(name ORDER BY name) FROM unnest(ARRAY[${list}]) AS name`)
  await server.stop()
  expect(sorted).toEqual([
    ...['An', 'Ánh', 'Ăn', 'Ấn', 'Dũng', 'Đức', 'Em', 'Êm'],
    ...['Oanh', 'Ông', 'Ớt', 'Uyên', 'Ương', 'Ý'],
  ])
})

test('a server that cannot start says why in its own words', async () => {
  const dataDir = await scratchFolder()
  const start = startEmbeddedPostgres({ dataDir, settings: { ...hasty, shared_preload_libraries: 'no_such_part' } })
  await expect(start).rejects.toMatchObject({ code: 'start-failed', detail: expect.stringContaining('no_such_part') })
})

test.runIf(asRoot)('where user namespaces are forbidden, root starts it as another account', async () => {
  const folder = await scratchFolder({ mode: 0o755 })
  const options = { dataDir: join(folder, 'postgres'), settings: hasty, otherAccount: { always: true, place: folder } }
  const server = await startEmbeddedPostgres(options)
  expect(await askOnce(server.url, 'SELECT 1')).toBe(1)
  expect((await stat(join(folder, 'postgres', 'server', 'data'))).uid).toBe(65534)
  await server.stop()
})

test.runIf(asRoot)('data that the other account cannot reach moves, and is found again', async () => {
  const dataDir = await scratchFolder()
  const place = await scratchFolder({ mode: 0o755 })
  const otherAccount = { always: true, place }
  const before = await startEmbeddedPostgres({ dataDir, settings: hasty })
  await askOnce(before.url, "CREATE TABLE letters AS SELECT '12/CV-UB' AS number")
  await before.stop()
  for (const each of [{ otherAccount }, {}]) {
    const server = await startEmbeddedPostgres({ dataDir, settings: hasty, ...each })
    expect(await askOnce(server.url, 'SELECT number FROM letters')).toBe('12/CV-UB')
    await server.stop()
  }
})
