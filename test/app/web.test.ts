import { expect, test } from 'vitest'
import { openWeb } from '../../src/app/web.ts'
import { readConfig } from '../../src/config.ts'
import { movableClock } from '../../src/platform/clock.ts'
import type { Health } from '../../src/web/web-deps.ts'
import { testDatabase } from '../database.ts'
import { webDeps } from '../web/console.ts'

test('when the web ends, whoever had asked before still gets an answer', async () => {
  await using database = await testDatabase()
  const read = readConfig({ PORT: '0' })
  if ('problems' in read) throw new Error(read.problems.join())
  let answer: (health: Health) => void = () => {}
  const asked = Promise.withResolvers<void>()
  const health = () => {
    asked.resolve()
    return new Promise<Health>((resolve) => {
      answer = resolve
    })
  }
  const web = await openWeb(read.config, { ...webDeps(database.db, movableClock({ running: false })), health })
  const waiting = fetch(`${web.address}/healthz`)
  await asked.promise
  const closing = web.close()
  // Whoever comes now is turned away, and only then the first one's answer is ready.
  const late = await fetch(`${web.address}/healthz`).then(
    ({ status }) => status,
    () => 'refused',
  )
  expect(late).not.toBe(200)
  answer({ database: 'ok', queue: 'ok', accounts: [] })
  expect((await waiting).status).toBe(200)
  await closing
})
