import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createQueue } from '../../jobs/bullmq.ts'
import { queueConnections } from '../../jobs/bullmq-connections.ts'
import { createPostgresQueueBackend } from '../../jobs/bullmq-postgres.ts'
import { createRedisQueueBackend } from '../../jobs/bullmq-redis.ts'
import { accountLane } from '../../jobs/bullmq-workers.ts'
import { newId } from '../../src/platform/ids.ts'
import { silentLogger } from '../../src/platform/logger.ts'
import type { JobHandlers, JobVerdict } from '../../src/queue/queue.ts'
import { type TestDatabase, testDatabase } from '../database.ts'

const redisUrl = process.env.REDIS_URL
const done: JobVerdict = { kind: 'done' }
const fast = { messages: 1_000, perMs: 100 }
const id = () => newId(new Date())
const jobFor = (deliveryId: string, priority = 10) => ({
  id: `d-${deliveryId}-0`,
  payload: { deliveryId, attempt: 0 },
  priority,
})

function handlers(given: Partial<JobHandlers>): JobHandlers {
  const none = async () => done
  return {
    'send-delivery': none,
    'send-reply': none,
    'handle-update': none,
    'fire-reminders': none,
    'run-schedule': none,
    'revise-messages': none,
    ...given,
  }
}

/** Notes that a handler ran. */
function note<T>(list: T[], what: T): JobVerdict {
  list.push(what)
  return done
}

async function until(what: () => boolean | Promise<boolean>, withinMs = 8_000) {
  const end = performance.now() + withinMs
  while (!(await what())) {
    if (performance.now() > end) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const backends: [string, string | undefined][] = [['PostgreSQL', undefined]]
if (redisUrl) backends.push(['Redis', redisUrl])
if (!redisUrl) {
  test('SKIPPED ON REDIS: set REDIS_URL to run the queue contract there too', ({ skip }) => {
    process.stderr.write('\n*** The queue was NOT checked on Redis: REDIS_URL is not set. ***\n')
    skip()
  })
}

describe.each(backends)('the queue on %s', (_name, url) => {
  const open = () => createQueue({ databaseUrl: database.url, redisUrl: url, log: silentLogger })

  test('every job is done once, replies before bulk', async () => {
    const { queue, workers } = await open()
    const accountId = id()
    const seen: string[] = []
    const ids = Array.from({ length: 30 }, id)
    await queue.toAccount(
      accountId,
      'send-delivery',
      ids.map((each) => jobFor(each)),
    )
    await queue.toAccount(accountId, 'send-reply', [
      { id: 'reply-1', payload: { replyId: id(), attempt: 0 }, priority: 1 },
    ])
    expect(await queue.depth({ accountId })).toBe(31)
    const running = workers(
      handlers({
        'send-delivery': async ({ deliveryId }) => note(seen, deliveryId),
        'send-reply': async () => note(seen, 'reply'),
      }),
    )
    await running.openLane(accountId, fast)
    await until(async () => (await queue.depth({ accountId })) === 0)
    expect(seen[0]).toBe('reply')
    expect(seen.slice(1).toSorted()).toEqual(ids.toSorted())
    await running.close(2_000)
    await queue.close()
  })

  test('a job that waits already is not added twice, and can be added again once it is done', async () => {
    const { queue, workers } = await open()
    const accountId = id()
    const deliveryId = id()
    const runs: number[] = []
    await queue.toAccount(accountId, 'send-delivery', [jobFor(deliveryId), jobFor(deliveryId)])
    await queue.toAccount(accountId, 'send-delivery', [jobFor(deliveryId)])
    expect(await queue.depth({ accountId })).toBe(1)
    const running = workers(handlers({ 'send-delivery': async () => note(runs, 1) }))
    await running.openLane(accountId, fast)
    await until(async () => (await queue.depth({ accountId })) === 0)
    await queue.toAccount(accountId, 'send-delivery', [jobFor(deliveryId)])
    await until(() => runs.length === 2)
    await running.close(2_000)
    await queue.close()
  })

  test('a refusal for speed rests the whole account, no other, and the job runs again', async () => {
    const { queue, workers } = await open()
    const [throttled, other] = [id(), id()]
    const calls: { readonly account: string; readonly at: number }[] = []
    let refused = false
    const running = workers(
      handlers({
        'send-delivery': async () => {
          calls.push({ account: 'throttled', at: performance.now() })
          if (refused) return done
          refused = true
          return { kind: 'pause-lane', forMs: 600 }
        },
        'send-reply': async () => note(calls, { account: 'other', at: performance.now() }),
      }),
    )
    await running.openLane(throttled, { messages: 1, perMs: 20 })
    await running.openLane(other, fast)
    await queue.toAccount(throttled, 'send-delivery', [jobFor(id())])
    await until(() => refused)
    await queue.toAccount(throttled, 'send-delivery', [jobFor(id())])
    await queue.toAccount(other, 'send-reply', [{ id: 'reply-2', payload: { replyId: id(), attempt: 0 }, priority: 1 }])
    await until(() => calls.length === 4)
    const [first, ...rest] = calls.filter(({ account }) => account === 'throttled')
    expect(rest.map(({ at }) => at - (first?.at ?? 0) >= 550)).toEqual([true, true])
    expect(calls[1]?.account).toBe('other')
    await running.close(2_000)
    await queue.close()
  })

  test('what one process was told to rest, no other shortens, and several calls make it longer', async () => {
    const accountId = id()
    const lane = accountLane(accountId)
    const backend = () =>
      url ? createRedisQueueBackend(url, silentLogger) : createPostgresQueueBackend(database.url, silentLogger)
    const [one, other] = [await backend(), await backend()]
    const { queue, workers } = await open()
    const at: number[] = []
    const running = workers(handlers({ 'send-delivery': async () => note(at, performance.now()) }))
    await running.openLane(accountId, { messages: 1, perMs: 20 })
    const since = performance.now()
    await Promise.all([one.rest(lane, 500), other.rest(lane, 100)])
    await other.rest(lane, 30)
    await other.charge(lane, 5, { max: 1, duration: 20 })
    await queue.toAccount(accountId, 'send-delivery', [jobFor(id())])
    await until(() => at.length === 1)
    expect((at[0] ?? 0) - since).toBeGreaterThan(590)
    await running.close(2_000)
    await Promise.all([queue.close(), one.close(), other.close()])
  })

  test('a clock that was hours ahead and is put back holds nothing up, and a rest that was asked for since goes on', async () => {
    const { queue, workers, clockFell } = await open()
    const [ahead, resting, inboxId] = [id(), id(), id()]
    const seen: string[] = []
    const hoursMs = 2 * 3_600_000
    // What was written by the clock of then lies as far ahead.
    if (!url) {
      const backend = await createPostgresQueueBackend(database.url, silentLogger)
      await backend.rest(accountLane(ahead), hoursMs + 200)
      await backend.rest(accountLane(resting), 60_000)
      await backend.close()
    }
    const late = { id: `u-${inboxId}-0`, payload: { inboxId, attempt: 0 }, priority: 1, delayMs: hoursMs + 200 }
    await queue.toDesk('handle-update', [late])
    await clockFell(hoursMs)
    const running = workers(
      handlers({
        'send-delivery': async ({ deliveryId }) => note(seen, deliveryId),
        'handle-update': async (job) => note(seen, job.inboxId),
      }),
    )
    for (const each of [ahead, resting]) {
      await queue.toAccount(each, 'send-delivery', [jobFor(each)])
      await running.openLane(each, fast)
    }
    await until(() => seen.includes(ahead) && seen.includes(inboxId))
    expect(seen.includes(resting)).toBe(Boolean(url))
    await running.close(2_000)
    await queue.close()
  })

  test('an account is never written to faster than its pace', async () => {
    const { queue, workers } = await open()
    const accountId = id()
    const at: number[] = []
    const running = workers(handlers({ 'send-delivery': async () => note(at, performance.now()) }))
    await running.openLane(accountId, { messages: 1_000, perMs: 1_000 })
    await running.openLane(accountId, { messages: 3, perMs: 100 })
    await queue.toAccount(
      accountId,
      'send-delivery',
      Array.from({ length: 18 }, () => jobFor(id())),
    )
    await until(() => at.length === 18)
    expect((at[17] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(400)
    await running.close(2_000)
    await queue.close()
  })

  test('a delivery that took several messages counts as so many', async () => {
    const { queue, workers } = await open()
    const accountId = id()
    const at: number[] = []
    const sendThree = async (): Promise<JobVerdict> => {
      at.push(performance.now())
      return { kind: 'done', calls: 3 }
    }
    const running = workers(handlers({ 'send-delivery': sendThree }))
    await running.openLane(accountId, { messages: 1, perMs: 50 })
    const jobs = Array.from({ length: 6 }, () => jobFor(id()))
    await queue.toAccount(accountId, 'send-delivery', jobs)
    await until(() => at.length === 6)
    // What the last but one took may be known only when the last one runs.
    expect((at[5] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(4 * 3 * 50 * 0.9)
    await running.close(2_000)
    await queue.close()
  })

  test('a job that throws is dropped and does not stop the lane; a spoilt payload never reaches its handler', async () => {
    const { queue, workers } = await open()
    const seen: string[] = []
    const good = id()
    const running = workers(
      handlers({
        'handle-update': async ({ inboxId }) => {
          seen.push(inboxId)
          if (seen.length === 1) throw new Error('a bug')
          return done
        },
      }),
    )
    const job = (inboxId: string) => ({ id: `u-${inboxId}-0`, payload: { inboxId, attempt: 0 }, priority: 1 })
    await queue.toDesk('handle-update', [job('not-an-id')])
    await queue.toDesk('handle-update', [job(id())])
    await until(() => seen.length === 1)
    await queue.toDesk('handle-update', [job(good)])
    await until(async () => seen.includes(good) && (await queue.depth('desk')) === 0)
    expect(seen).not.toContain('not-an-id')
    await running.close(2_000)
    await queue.close()
  })

  test('what waits can be emptied, the server answers, and closing keeps to its bound', async () => {
    const { queue, workers } = await open()
    const accountId = id()
    await queue.toAccount(
      accountId,
      'send-delivery',
      Array.from({ length: 50 }, () => jobFor(id())),
    )
    await queue.empty()
    expect(await queue.depth({ accountId })).toBe(0)
    expect(await queue.check()).toBe('ok')
    const started: number[] = []
    const running = workers(
      handlers({
        'send-delivery': () => {
          note(started, 1)
          return new Promise((resolve) => setTimeout(resolve, 3_000, done))
        },
      }),
    )
    await running.openLane(accountId, fast)
    await queue.toAccount(accountId, 'send-delivery', [jobFor(id())])
    await until(() => started.length > 0)
    const before = performance.now()
    await running.close(300)
    expect(performance.now() - before).toBeLessThan(1_000)
    await queue.close()
  })
})

test('the queue on PostgreSQL holds no more connections than it says', async () => {
  await using own = await testDatabase()
  const { queue, workers } = await createQueue({ databaseUrl: own.url, log: silentLogger })
  const running = workers(handlers({}))
  const accounts = [id(), id()]
  for (const each of accounts) await running.openLane(each, fast)
  await Promise.all(accounts.map((each) => queue.toAccount(each, 'send-delivery', [jobFor(id())])))
  const rows = await database.db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = ${new URL(own.url).pathname.slice(1)}`
  expect(rows[0]?.n).toBeLessThanOrEqual(queueConnections(accounts.length))
  await running.close(2_000)
  await queue.close()
})
