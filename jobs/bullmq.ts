import type { Logger } from '../src/platform/logger.ts'
import type { JobName } from '../src/queue/catalogue.ts'
import type { JobHandlers, Queue, QueuedJob, Workers } from '../src/queue/queue.ts'
import type { LaneQueue } from './bullmq-backend.ts'
import { createPostgresQueueBackend } from './bullmq-postgres.ts'
import { createRedisQueueBackend } from './bullmq-redis.ts'
import { accountLane, atMost, createWorkers, deskLane, type LaneWait } from './bullmq-workers.ts'

export type QueueOptions = {
  readonly databaseUrl: string
  readonly redisUrl?: string | undefined
  readonly log: Logger
  readonly waited?: (wait: LaneWait) => void
  /** How long whoever adds or asks waits for a server that does not answer. */
  readonly patienceMs?: number
}

/** The queue over Redis when there is an address of one, else over our own PostgreSQL. */
export async function createQueue(options: QueueOptions): Promise<{
  readonly queue: Queue
  /** Starts taking jobs; the desk lane at once. */
  readonly workers: (handlers: JobHandlers) => Workers
  /** To be told by one process when the machine's clock was put back by so much: nothing may wait until it is there again. */
  readonly clockFell: (byMs: number) => Promise<void>
}> {
  const { databaseUrl, redisUrl, log, patienceMs = 5_000 } = options
  const backend = redisUrl ? createRedisQueueBackend(redisUrl, log) : await createPostgresQueueBackend(databaseUrl, log)
  const lanes = new Map<string, LaneQueue>()
  const lane = (name: string) => {
    const known = lanes.get(name)
    if (known) return known
    const opened = backend.openQueue(name)
    opened.on('error', (error) => log.warn({ lane: name, error: error.message }, 'queue trouble'))
    lanes.set(name, opened)
    return opened
  }
  const queue: Queue = {
    toAccount: (accountId, name, jobs) => add(lane(accountLane(accountId)), name, jobs, patienceMs),
    toDesk: (name, jobs) => add(lane(deskLane), name, jobs, patienceMs),
    async depth(of) {
      const asked = lane(of === 'desk' ? deskLane : accountLane(of.accountId))
      const counts = await answerWithin(patienceMs, asked.getJobCounts(...unfinished))
      return Object.values(counts).reduce((sum, count) => sum + count, 0)
    },
    async empty() {
      await Promise.all([...lanes.values()].map((each) => each.drain(true)))
    },
    async check() {
      const answered = backend.check().then(
        () => true,
        () => false,
      )
      const inTime = new Promise<false>((resolve) => setTimeout(resolve, checkMs, false).unref())
      return (await Promise.race([answered, inTime])) ? 'ok' : 'failing'
    },
    async close() {
      await atMost(closeMs, Promise.all([...lanes.values()].map((each) => each.close())))
      await atMost(closeMs, backend.close())
    },
  }
  const clockFell = async (byMs: number) => {
    await backend.clockFell?.(byMs)
    // The desk alone delays jobs; going a little early does them no harm.
    for (const job of await answerWithin(patienceMs, lane(deskLane).getDelayed())) {
      const aheadMs = job.timestamp + job.delay - Date.now()
      // One that began meanwhile needs no push.
      if (aheadMs > byMs / 2) await job.promote().catch(() => undefined)
    }
  }
  return {
    queue,
    clockFell,
    workers: (handlers) => createWorkers({ backend, lane, log, waited: options.waited }, handlers),
  }
}

const unfinished = ['waiting', 'prioritized', 'active', 'delayed'] as const
const checkMs = 2_000
const closeMs = 2_000
/** The size at which adding was fastest when measured. */
const slice = 1_000

async function add<N extends JobName>(
  lane: LaneQueue,
  name: N,
  jobs: readonly QueuedJob<N>[],
  patienceMs: number,
): Promise<void> {
  for (let from = 0; from < jobs.length; from += slice) {
    const entries = jobs.slice(from, from + slice).map((job) => ({
      name,
      data: job.payload,
      opts: { jobId: job.id, priority: job.priority, ...(job.delayMs !== undefined && { delay: job.delayMs }) },
    }))
    await answerWithin(patienceMs, lane.addBulk(entries))
  }
}

/**
 * A worker waits for its server as long as it takes; who presses a button, a platform that brings an update, and the sweep do not:
 * the rows are the truth. What was under way may still arrive then, and is there once by its id.
 */
async function answerWithin<T>(patienceMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the queue has not answered for ${patienceMs} ms`)), patienceMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
