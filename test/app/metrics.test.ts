import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLevels } from '../../src/app/levels.ts'
import { meteredChannel, meteredHandlers, meteredWait } from '../../src/app/metered.ts'
import { openMetricsServer } from '../../src/app/metrics-server.ts'
import { startBroadcast } from '../../src/domain/broadcasts/start-broadcast.ts'
import { topUp } from '../../src/domain/broadcasts/top-up.ts'
import { createMetrics, type Levels } from '../../src/platform/metrics.ts'
import { mayReadMetrics } from '../../src/platform/metrics-access.ts'
import type { JobHandlers } from '../../src/queue/queue.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { type PressDesk, pressDesk } from '../press-desk.ts'
import { testConsole } from '../web/console.ts'

const noLevels = async () => ({ leads: false, measured: undefined })
const part = { channel: 'telegram', body: 'bulletin' }
/** The lines of what Prometheus reads that begin so. */
async function lines(
  metrics: ReturnType<typeof createMetrics>,
  start: string,
  levels: () => Promise<Levels> = noLevels,
) {
  return (await metrics.text(levels)).body.split('\n').filter((line) => line.startsWith(start))
}

let database: TestDatabase
let desk: PressDesk
beforeAll(async () => {
  database = await testDatabase()
  desk = await pressDesk(database)
})
afterAll(() => database[Symbol.asyncDispose]())

describe('what a process tells Prometheus', () => {
  it('counts every send by channel and outcome, and how long it took, and sends what it was given', async () => {
    const metrics = createMetrics()
    const metered = meteredChannel(desk.telegram, metrics)
    desk.telegram.script('An', { kind: 'throttled', retryAfterMs: 5 })
    await metered.send('An', part)
    await metered.send('An', part)
    expect(await lines(metrics, 'giaoban_sends_total')).toEqual([
      'giaoban_sends_total{channel="telegram",outcome="throttled"} 1',
      'giaoban_sends_total{channel="telegram",outcome="sent"} 1',
    ])
    expect(await lines(metrics, 'giaoban_send_duration_seconds_count')).toEqual([
      'giaoban_send_duration_seconds_count{channel="telegram"} 2',
    ])
    expect(metered.pace).toEqual(desk.telegram.pace)
  })

  it('counts how long a job waited in its lane, by what it is for', async () => {
    const metrics = createMetrics()
    const waited = meteredWait(() => desk.deps.channels, metrics)
    waited({ accountId: desk.telegram.accountId, priority: 10, ms: 2_000 })
    waited({ accountId: undefined, priority: 1, ms: 4 })
    expect(await lines(metrics, 'giaoban_job_wait_seconds_sum')).toEqual([
      'giaoban_job_wait_seconds_sum{channel="telegram",priority="bulk"} 2',
      'giaoban_job_wait_seconds_sum{channel="desk",priority="reply"} 0.004',
    ])
  })

  it('counts how long a person waited for the first answer', async () => {
    const metrics = createMetrics()
    const { id: contactId } = await desk.db.contact.findFirstOrThrow({
      where: { id: (await desk.addReporter({ name: 'Bình', chats: [{ on: desk.telegram }] })).contacts[0] ?? '' },
    })
    const [inboxId, replyId, later] = [desk.newUuid(), desk.newUuid(), desk.newUuid()]
    const { accountId } = desk.telegram
    const receivedAt = desk.clock.now()
    await desk.db.inboxItem.create({ data: { id: inboxId, accountId, externalId: 'm1', payload: {}, receivedAt } })
    const settledAt = new Date(receivedAt.getTime() + 250)
    const sent = {
      contactId,
      accountId,
      inboxId,
      message: {},
      state: 'sent' as const,
      messageIds: ['1'],
      createdAt: receivedAt,
      settledAt,
    }
    await desk.db.reply.createMany({
      data: [
        { ...sent, id: replyId },
        { ...sent, id: later, position: 1 },
      ],
    })
    const none = async () => ({ kind: 'done' }) as const
    const handlers = meteredHandlers({ 'send-reply': none } as unknown as JobHandlers, desk.deps, metrics)
    await handlers['send-reply']({ replyId, attempt: 0 })
    await handlers['send-reply']({ replyId: later, attempt: 0 })
    await expect
      .poll(() => lines(metrics, 'giaoban_reply_seconds_count'))
      .toEqual(['giaoban_reply_seconds_count{channel="telegram"} 1'])
    expect(await lines(metrics, 'giaoban_reply_seconds_sum')).toEqual([
      'giaoban_reply_seconds_sum{channel="telegram"} 0.25',
    ])
  })

  it('tells what waits and since when, how deep the queues are, where the ledger stands and who leads', async () => {
    const metrics = createMetrics()
    await desk.addReporter({ name: 'Cúc', chats: [{ on: desk.telegram }] })
    await desk.addReporter({ name: 'Dung', chats: [{ on: desk.zalo, silentDays: 1 }] })
    const publicationId = await desk.release()
    const { organisationId } = desk
    const by = desk.staff('editor')
    const broadcastId = await startBroadcast(desk.deps, { publicationId, organisationId, by })
    await desk.db.broadcast.update({ where: { id: broadcastId }, data: { state: 'sending', heldUntil: null } })
    await topUp(desk.deps)
    desk.clock.advance(90_000)
    const text = () =>
      lines(
        metrics,
        'giaoban_',
        createLevels(desk.deps, () => true),
      )
    const told = await text()
    expect(told).toEqual(
      expect.arrayContaining([
        'giaoban_levels_read 1',
        'giaoban_leader 1',
        'giaoban_lag_seconds{kind="bulletin"} 90',
        `giaoban_queue_jobs{channel="telegram",account="${desk.telegram.accountId}"} 2`,
        `giaoban_queue_jobs{channel="zalo",account="${desk.zalo.accountId}"} 1`,
        'giaoban_queue_jobs{channel="desk",account=""} 0',
        'giaoban_deliveries{state="queued"} 3',
      ]),
    )
    await desk.work()
    const after = await text()
    expect(after.filter((line) => line.startsWith('giaoban_lag_seconds{kind="bulletin"'))).toEqual([])
    expect(after).toContain('giaoban_deliveries{state="sent"} 3')
    for (const person of ['Bình', 'Cúc', 'Dung', 'Mời đọc']) expect(after.join('\n')).not.toContain(person)
  })

  it('leaves out what cannot be read, and says so, and never waits for a database that is away', async () => {
    const metrics = createMetrics()
    const away = { ...desk.deps, queue: { ...desk.queue, depth: () => Promise.reject(new Error('away')) } }
    const told = await lines(
      metrics,
      'giaoban_',
      createLevels(away, () => true),
    )
    expect(told).toContain('giaoban_levels_read 0')
    expect(told).toContain('giaoban_leader 1')
    expect(told.filter((line) => /^giaoban_(lag|deliveries|queue)/.test(line))).toEqual([])
  })

  it('tells of the process itself', async () => {
    expect((await lines(createMetrics(), 'process_resident_memory_bytes ')).length).toBe(1)
    expect((await lines(createMetrics(), 'nodejs_eventloop_lag_seconds ')).length).toBe(1)
  })

  it('has each of its metrics in the list for whoever runs it', async () => {
    const list = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8')
    const helps = await lines(createMetrics(), '# HELP giaoban_')
    expect(helps.length).toBeGreaterThan(8)
    expect(helps.map((line) => line.split(' ')[2]).filter((name) => !list.includes(`\`${name}\``))).toEqual([])
  })
})

describe('who may read it', () => {
  const call = (remoteAddress: string, headers: Record<string, string> = {}) => ({ headers, socket: { remoteAddress } })
  it.each([
    ['a program on this machine, without a token', call('127.0.0.1'), undefined, true],
    ['the same over IPv6', call('::1'), undefined, true],
    ['the same over both', call('::ffff:127.0.0.1'), undefined, true],
    ['another machine', call('10.0.0.7'), undefined, false],
    [
      'somebody behind the proxy on this machine',
      call('127.0.0.1', { 'x-forwarded-for': '10.0.0.7' }),
      undefined,
      false,
    ],
    [
      'another machine with the token',
      call('10.0.0.7', { authorization: 'Bearer token-of-sixteen' }),
      'token-of-sixteen',
      true,
    ],
    ['a program on this machine without the token that is set', call('127.0.0.1'), 'token-of-sixteen', false],
    ['a wrong token', call('127.0.0.1', { authorization: 'Bearer token-of-sixteem' }), 'token-of-sixteen', false],
  ])('%s', (_label, given, token, may) => {
    expect(mayReadMetrics(given, token)).toBe(may)
  })

  it('where a proxy speaks TLS for us, only whoever shows the token, since not every proxy says for whom it asks', () => {
    const shown = call('127.0.0.1', { authorization: 'Bearer token-of-sixteen' })
    expect(mayReadMetrics(call('127.0.0.1'), undefined, { behindProxy: true })).toBe(false)
    expect(mayReadMetrics(shown, 'token-of-sixteen', { behindProxy: true })).toBe(true)
  })

  it('a worker answers with its metrics and its health, and nothing else', async () => {
    const metrics = createMetrics()
    let queue: 'ok' | 'failing' = 'ok'
    const place = { host: '127.0.0.1', port: 0, token: undefined }
    const health = async () => ({ database: 'ok' as const, queue })
    const server = await openMetricsServer({ ...place, text: () => metrics.text(noLevels), health })
    const status = async (path: string, init?: RequestInit) => (await fetch(`${server.address}${path}`, init)).status
    expect(await (await fetch(`${server.address}/metrics`)).text()).toContain('giaoban_levels_read 0')
    expect(await status('/metrics', { headers: { 'x-forwarded-for': '10.0.0.7' } })).toBe(403)
    expect([await status('/healthz'), await status('/'), await status('/metrics', { method: 'POST' })]).toEqual([
      200, 404, 404,
    ])
    queue = 'failing'
    expect(await status('/healthz')).toBe(503)
    await server.close()
  })

  it('the web answers on its own port, counts webhook calls by channel, and gives a made-up channel no line of its own', async () => {
    const metrics = createMetrics()
    const token = 'a-token-for-the-metrics'
    const text = () => metrics.text(noLevels)
    const channels = { ...desk.deps.channels, listening: () => [desk.telegram] }
    await using desk2 = await testConsole({ channels, metrics: { ...metrics, token, text } })
    const ask = (headers = {}) => desk2.server.inject({ method: 'GET', url: '/metrics', headers })
    expect((await ask()).statusCode).toBe(403)
    for (const channel of ['telegram', 'made-up'])
      await desk2.server.inject({ method: 'POST', url: `/webhooks/${channel}`, payload: '{}' })
    const answer = await ask({ authorization: `Bearer ${token}` })
    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(answer.body).toContain('giaoban_webhook_duration_seconds_count{channel="telegram",status="403"} 1')
    expect(answer.body).toContain('giaoban_webhook_duration_seconds_count{channel="other",status="403"} 1')
    expect(answer.body).not.toContain('made-up')
  })
})
