import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const folders: string[] = []
const running: { kill(signal: NodeJS.Signals): void }[] = []

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

test('the sandbox remembers people, clock and faults after kill -9', async () => {
  const state = stateFile()
  const first = await startSandbox(state)
  const { person } = await first.post('/control/people', {
    name: 'Lò Thị Mẩy',
    outlet: 'Báo Sơn Trà',
    channel: 'telegram',
  })
  await first.post('/control/clock', { advanceMs: 3_600_000 })
  await first.post('/control/faults', [
    { channel: 'telegram', method: 'sendMessage', failure: { kind: 'drop-before' } },
    { channel: 'zalo', method: '*', count: 3, failure: { kind: 'answer', status: 200, body: { error: -32 } } },
  ])
  await first.end('SIGKILL')

  const second = await startSandbox(state)
  expect(await second.get('/control/people')).toEqual({ people: [person] })
  expect((await second.get('/control/clock')).offsetMs).toBeCloseTo(3_600_000, -3)
  expect((await second.get('/control/faults')).faults).toHaveLength(2)
  expect(await second.end('SIGTERM')).toBe(0)
})

test('control takes nothing but JSON, so that no page of another origin can steer it, and says what is wrong with a wrong wish', async () => {
  const sandbox = await startSandbox(stateFile())
  const wish = async (type: string | undefined, body: string | null) => {
    const headers: Record<string, string> = type ? { 'content-type': type } : {}
    return (await fetch(`${sandbox.base}/control/clock`, { method: 'POST', headers, body })).status
  }
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', undefined])
    expect(await wish(type, type ? '{"advanceMs":1}' : null), String(type)).toBe(415)
  for (const body of ['{"advanceMs":-1}', '{', '{"set":"soon"}', ''])
    expect(await wish('application/json', body), body).toBe(400)
})

function stateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'giaoban-sandbox-'))
  folders.push(folder)
  return join(folder, 'sandbox.sqlite')
}

type Answer = Readonly<Record<string, unknown>>

async function startSandbox(state: string) {
  const child = spawn(process.execPath, ['bots/sandbox/main.ts', '--port', '0', '--state', state], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.push(child)
  const line = await new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))))
  const base = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? ''
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    base,
    get: async (path: string): Promise<Answer> => (await fetch(base + path)).json() as Promise<Answer>,
    post: async (path: string, body: unknown): Promise<Answer> => {
      const headers = { 'content-type': 'application/json' }
      return (
        await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) })
      ).json() as Promise<Answer>
    },
    end(signal: NodeJS.Signals) {
      child.kill(signal)
      return ended
    },
  }
}
