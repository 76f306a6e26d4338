import { readFileSync } from 'node:fs'
import { fastify } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startedReporter, startTelegram, type TelegramFixture } from './telegram-stand-in.ts'

let telegram: TelegramFixture
let chat = ''
beforeAll(async () => {
  telegram = await startTelegram()
  chat = startedReporter(telegram).userId
})
afterAll(() => telegram.stop())

const sends = async (count: number) => {
  const results: string[] = []
  for (let at = 0; at < count; at += 1)
    results.push(
      await telegram.call('sendMessage', { chat_id: chat, text: `${at}` }).then(
        ({ status }) => String(status),
        (error: unknown) => (error instanceof SyntaxError ? '502' : 'no answer'),
      ),
    )
  return results
}
const clear = (what: string) => fetch(`${telegram.base}/control/${what}`, { method: 'DELETE', headers: json })
const json = { 'content-type': 'application/json' }

test('a line of the call log is never changed and never deleted', async () => {
  await sends(1)
  const { store, calls } = telegram
  const before = calls.list()
  expect(() => store.run('UPDATE calls SET status = 200')).toThrow('append-only')
  expect(() => store.run('DELETE FROM calls')).toThrow('append-only')
  expect(calls.list()).toEqual(before)
})

test('faults come at the rate that was asked for, the same calls for the same seed', async () => {
  const rates = { 'drop-before': 0.1, 'drop-after': 0.1, 'html-502': 0.1, 'html-502-after': 0.1 }
  const answers = [{ rate: 0.1, status: 429, body: { ok: false, error_code: 429, description: 'x' } }]
  const run = async (seed: number) => {
    const { status } = await telegram.control('/fault-rates', { channel: 'telegram', seed, rates, answers })
    expect(status).toBe(200)
    return sends(60)
  }
  const first = await run(7)
  const harmed = first.filter((result) => result !== '200')
  expect(new Set(harmed)).toEqual(new Set(['no answer', '502', '429']))
  expect(harmed.length).toBeGreaterThan(60 * 0.3)
  expect(harmed.length).toBeLessThan(60 * 0.7)
  expect(await run(7)).toEqual(first)
  expect(await run(8)).not.toEqual(first)
  await clear('fault-rates')
  expect(new Set(await sends(10))).toEqual(new Set(['200']))
})

test('the rates of one method leave the others alone, and a scheduled fault goes before chance', async () => {
  await telegram.control('/fault-rates', { channel: 'telegram', method: 'sendMessage', rates: { 'html-502': 1 } })
  expect((await telegram.call('getMe')).status).toBe(200)
  const failure = { kind: 'answer', status: 500, body: { ok: false, error_code: 500, description: 'x' } }
  await telegram.control('/faults', { channel: 'telegram', method: 'sendMessage', failure })
  expect(await sends(2)).toEqual(['500', '502'])
  await clear('fault-rates')
})

test.each([
  ['more than every call', { channel: 'telegram', rates: { 'drop-before': 0.6, 'drop-after': 0.6 } }],
  ['a share below nothing', { channel: 'telegram', rates: { 'drop-before': -0.1 } }],
  ['an unknown kind', { channel: 'telegram', rates: { explode: 0.1 } }],
  ['an unknown channel', { channel: 'smoke signals', rates: {} }],
])('rates that make no sense are refused: %s', async (_what, wish) => {
  expect((await telegram.control('/fault-rates', wish)).status).toBe(400)
})

test('everything that can be asked of control is described in a README', async () => {
  const server = fastify()
  const asked: { method: string; path: string }[] = []
  server.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') asked.push({ method: one, path: url })
  })
  await server.register(telegram.routes)
  const described = ['', 'telegram/']
    .map((folder) => readFileSync(new URL(`../../../bots/sandbox/${folder}README.md`, import.meta.url), 'utf8'))
    .join('\n')
  const ours = asked.filter(({ path }) => /^\/control\/(?!zalo|email)/.test(path))
  expect(ours.length).toBeGreaterThan(25)
  for (const { method, path } of ours) {
    const short = path.replace(/^\/control\/telegram/, '')
    const gesture = `…/${path.split('/').at(-1)}`
    expect(described.includes(`${method} ${short}`) || described.includes(gesture), `${method} ${path}`).toBe(true)
  }
})
