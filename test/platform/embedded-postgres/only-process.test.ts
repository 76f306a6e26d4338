import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { holdOnlyProcess } from '../../../src/platform/embedded-postgres/only-process.ts'
import { testDatabase } from '../../database.ts'

test('one service at a time: the next one may in when the first ends, also by kill -9', async () => {
  await using database = await testDatabase()
  const first = await holdOnlyProcess(database.url)
  expect(first).toBeDefined()
  expect(await holdOnlyProcess(database.url)).toBeUndefined()
  await first?.release()

  const module = new URL('../../../src/platform/embedded-postgres/only-process.ts', import.meta.url)
  const script = `import(${JSON.stringify(module.href)}).then(async ({ holdOnlyProcess }) => {
    const held = await holdOnlyProcess(${JSON.stringify(database.url)})
    process.stdout.write(held ? 'held' : 'refused')
    setInterval(() => {}, 1000)
  })`
  const killed = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = await once(killed.stdout, 'data')
  expect(String(said)).toBe('held')
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  const next = await holdOnlyProcess(database.url)
  expect(next).toBeDefined()
  await next?.release()
})
