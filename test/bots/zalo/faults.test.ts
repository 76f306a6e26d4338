import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createZaloChannel } from '../../../bots/zalo/channel.ts'
import { createLogger } from '../../../src/platform/logger.ts'
import { newKeep, portsOver } from './ports.ts'
import { app, seedSecrets, settings, stoodClock, zaloChannel, zaloStand } from './stand.ts'

const hello = {
  kind: 'message',
  blocks: [{ kind: 'paragraph', text: 'Nội dung riêng' }],
  buttons: [],
  files: [],
} as const
type Desk = Pick<Awaited<ReturnType<typeof zaloChannel>>, 'channel'>
const greet = async ({ channel }: Desk, to: string) => {
  const [part] = channel.render(hello)
  if (!part) throw new Error('nothing to send')
  return channel.send(to, part)
}
const answer = (status: number, body: string | Record<string, unknown>) => ({ kind: 'answer', status, body }) as const

test.each([
  {
    name: 'a connection lost after the message was taken',
    failure: { kind: 'drop-after' },
    kind: 'unknown',
    inChat: 1,
  },
  { name: 'a connection lost before', failure: { kind: 'drop-before' }, kind: 'unknown', inChat: 0 },
  { name: 'the page of a proxy', failure: { kind: 'html-502' }, kind: 'unknown', inChat: 0 },
  {
    name: 'the page of a proxy after the message was taken',
    failure: { kind: 'html-502-after' },
    kind: 'unknown',
    inChat: 1,
  },
  { name: 'a page with status 200', failure: answer(200, '<html>'), kind: 'unknown', inChat: 0 },
  { name: 'a 500 with a code', failure: answer(500, { error: -200 }), kind: 'unknown', inChat: 0 },
  { name: 'success without a message id', failure: answer(200, { error: 0, data: {} }), kind: 'unknown', inChat: 0 },
  { name: 'too many calls by HTTP', failure: answer(429, 'slow'), kind: 'throttled', inChat: 0 },
  { name: 'too many calls by code', failure: answer(200, { error: -32 }), kind: 'throttled', inChat: 0 },
  { name: 'a general failure', failure: answer(200, { error: -200 }), kind: 'not-written', inChat: 0 },
  { name: 'a missing path', failure: answer(404, 'nothing here'), kind: 'misconfigured', inChat: 0 },
  { name: 'a code as text', failure: answer(200, { error: '-230' }), kind: 'window-closed', inChat: 0 },
  { name: 'a code nobody knows', failure: answer(200, { error: -7777 }), kind: 'rejected', inChat: 0 },
] as const)('$name is told as $kind', async ({ failure, kind, inChat }) => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  await desk.channel.care?.()
  stand.fault({ method: 'message/cs', failure })
  expect(await greet(desk, userId)).toMatchObject({ kind })
  expect(await stand.chat('an')).toHaveLength(inChat)
})

test('HTTP 401 renews the token once and then goes through', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  stand.fault({ method: 'message/cs', failure: answer(401, 'no') })
  expect(await greet(desk, userId)).toMatchObject({ kind: 'sent' })
})

test('where nobody answers at all, nothing was written', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await new Promise((resolve) => server.close(resolve))
  const desk = await zaloChannel({ clock: stoodClock(), roots: { api: root, business: root, oauth: root } })
  expect(await greet(desk, '84')).toMatchObject({ kind: 'not-written', code: 'ECONNREFUSED' })
})

test('a package without the API shows in the health before anybody sends, and stops the account when one does', async () => {
  await using stand = await zaloStand({ tier: 'standard' })
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  expect(await desk.channel.check()).toEqual({ kind: 'failing', code: '-224', detail: 'Tiêu chuẩn' })
  expect(await greet(desk, userId)).toMatchObject({ kind: 'misconfigured', code: '-224' })
})

test('a template that is not approved shows in the health', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand, { more: { templates: { ...settings.templates, bulletin: '999' } } })
  expect(await desk.channel.check()).toMatchObject({ kind: 'failing', code: '-109' })
  const good = await zaloChannel(stand)
  expect(await good.channel.check()).toMatchObject({ kind: 'failing' })
})

test('after a refusal for speed the whole account rests until the next minute, without asking again', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const [an, binh] = [stand.person('an', 1), stand.person('binh', 1)]
  stand.fault({ method: 'message/cs', count: 1, failure: answer(200, { error: -32 }) })
  expect(await greet(desk, an.userId)).toMatchObject({ kind: 'throttled', trace: { code: '-32' } })
  const second = await greet(desk, binh.userId)
  expect(second).toMatchObject({ kind: 'throttled', trace: { code: 'call-budget' } })
  expect(second.kind === 'throttled' && second.retryAfterMs).toBeLessThanOrEqual(62_000)
  expect(stand.calls('message/cs')).toHaveLength(1)
})

test('the smaller package is known from the headers of its first answer', async () => {
  await using stand = await zaloStand({ tier: 'growth' })
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  expect(desk.channel.pace).toEqual({ messages: 3, perMs: 90 })
  await greet(desk, userId)
  expect(desk.channel.pace).toEqual({ messages: 1, perMs: 600 })
})

test.each([
  { requestsPerMinute: 2000, pace: { messages: 3, perMs: 90 } },
  { requestsPerMinute: 100, pace: { messages: 1, perMs: 600 } },
])('$requestsPerMinute calls a minute are spread over short windows', async ({ requestsPerMinute, pace }) => {
  const root = 'http://127.0.0.1:9'
  const roots = { api: root, business: root, oauth: root }
  const { channel } = await zaloChannel({ clock: stoodClock(), roots }, { more: { requestsPerMinute } })
  expect(channel.pace).toEqual(pace)
})

test('no secret and no word of a message reaches a trace or the log, whatever goes wrong', async () => {
  await using stand = await zaloStand()
  const lines: string[] = []
  const log = createLogger({ level: 'debug', destination: { write: (line) => void lines.push(line) } })
  const keep = newKeep(seedSecrets)
  const ports = portsOver(keep, { clock: stand.clock, log })
  const desk = { channel: await createZaloChannel(ports, { roots: stand.roots, settings }) }
  const { userId } = stand.person('an', 1)
  const outcomes = [await greet(desk, userId)]
  for (const error of [-201, -224, -7777, -216]) {
    const message = `bad ${userId} ${JSON.stringify(keep.secrets)}`
    stand.fault({ method: 'message/cs', count: 1, failure: answer(200, { error, message }) })
    outcomes.push(await greet(desk, userId))
  }
  stand.fault({ method: 'oauth/access_token', failure: { kind: 'drop-after' } })
  stand.clock.advance(26 * 3_600_000)
  outcomes.push(await greet(desk, userId))
  const told = JSON.stringify(outcomes) + lines.join('\n')
  expect(lines.length).toBeGreaterThan(2)
  const tokens = JSON.stringify(keep.secrets).match(/[\w-]{40,}/g) ?? []
  expect(tokens.length).toBeGreaterThan(1)
  for (const secret of [...tokens, app.appSecret, app.oaSecret, userId, 'Nội dung riêng'])
    expect(told).not.toContain(secret)
})
