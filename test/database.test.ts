import { expect, test } from 'vitest'
import { newId } from '../src/platform/ids.ts'
import { testDatabase } from './database.ts'

const organisation = () => ({ id: newId(new Date(1)), name: 'Sở Mẫu', shortName: 'SM', createdAt: new Date(1) })

test('a test that comes after another finds the same database, without a single row', async () => {
  const urls: string[] = []
  for (const _round of [1, 2]) {
    await using database = await testDatabase()
    expect(await database.db.organisation.count()).toBe(0)
    await database.db.organisation.create({ data: organisation() })
    urls.push(database.url)
  }
  expect(new Set(urls).size).toBe(1)
})

test('a database in which something made tables of its own serves nobody else', async () => {
  const urls: string[] = []
  for (const _round of [1, 2]) {
    await using database = await testDatabase()
    await database.db.$executeRawUnsafe('CREATE SCHEMA another CREATE TABLE another.thing (id int)')
    urls.push(database.url)
  }
  expect(new Set(urls).size).toBe(2)
})
