import { readFileSync } from 'node:fs'
import { setTimeout as rest } from 'node:timers/promises'
import { createPostgresBackend, Queue, type QueueOptions, Worker, type WorkerOptions, withBackend } from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import { Pool } from 'undici'
import { queueOptions, workerOptions } from '../jobs/bullmq-backend.ts'
import type { BaselineAnswer, BaselineTask } from './baselines.ts'

/**
 * A process of its own, as a worker is one: what the machine can do when nothing is written down. Reads its task from a file,
 * does it once small to be warm and once for the record, and prints how long that took.
 */
const task = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as BaselineTask
const url = new URL(task.url)
const pool = new Pool(url.origin, { connections: task.concurrency })
const bodies = task.bodies.map((body) => JSON.stringify(body))
/** As the product adds them. */
const slice = 1_000

const work = task.kind === 'bare-loop' ? bareLoop : await jobs(task.kind === 'empty-jobs' ? async () => {} : post)
await work(Math.min(task.count, 1_000))
const usedBefore = process.cpuUsage()
const begun = performance.now()
await work(task.count)
const tookMs = performance.now() - begun
const { user, system } = process.cpuUsage(usedBefore)
const answer: BaselineAnswer = { tookMs, cpuMs: (user + system) / 1000 }
process.stdout.write(`DONE ${JSON.stringify(answer)}\n`)
process.exit(0)

async function post(n: number): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const body = bodies[n % bodies.length] ?? ''
  const answered = await pool.request({ path: url.pathname, method: 'POST', headers, body })
  const told = (await answered.body.json()) as { readonly ok: boolean }
  if (!told.ok) throw new Error('the stand-in refused what it took from the product')
}

async function bareLoop(count: number): Promise<void> {
  let next = 0
  const one = async () => {
    while (next < count) await post(next++)
  }
  await Promise.all(Array.from({ length: task.concurrency }, one))
}

/** BullMQ with the product's own settings: jobs are added in its slices while others are done, as it does it. */
async function jobs(handle: (n: number) => Promise<void>): Promise<(count: number) => Promise<void>> {
  const name = `baseline-${process.pid}`
  let left = 0
  let allDone = () => {}
  const process_ = async ({ data }: { readonly data: { readonly n: number } }) => {
    await handle(data.n)
    left -= 1
    if (left === 0) allDone()
  }
  const lane = { ...workerOptions, concurrency: task.concurrency, limiter: task.limiter }
  const queue = task.redisUrl ? onRedis(task.redisUrl) : onPostgres(task.databaseUrl)
  const { add, start } = queue(name, process_, lane)
  const worker = start()
  worker.on('error', (error) => process.stderr.write(`${error.message}\n`))
  await worker.waitUntilReady()
  let batch = 0
  return async (count) => {
    batch += 1
    left = count
    const done = new Promise<void>((resolve) => {
      allDone = resolve
    })
    for (let from = 0; from < count; from += slice) {
      // No more than two slices wait: the product tops up, it does not pour.
      while (count - left < from - slice) await rest(2)
      const size = Math.min(slice, count - from)
      await add(
        Array.from({ length: size }, (_, at) => ({
          name: 'send-delivery',
          data: { n: from + at, deliveryId: '01234567-89ab-7def-8123-456789abcdef', attempt: 0 },
          opts: { jobId: `delivery-${batch}-01234567-89ab-7def-8123-${from + at}`, priority: 10 },
        })),
      )
    }
    await done
  }
}

type Jobs = Parameters<Queue['addBulk']>[0]
type Handler = (job: { readonly data: { readonly n: number } }) => Promise<void>
type Lane = Omit<WorkerOptions, 'connection'>

function onRedis(redisUrl: string) {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
  return (name: string, handler: Handler, lane: Lane) => {
    const queue = new Queue(name, { connection, ...queueOptions })
    return {
      add: (jobs: Jobs) => queue.addBulk(jobs),
      start: () => new Worker(name, handler, { connection, ...lane }),
    }
  }
}

function onPostgres(databaseUrl: string) {
  const backend = withBackend(createPostgresBackend)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 3, options: '-c search_path=bullmq' })
  return (name: string, handler: Handler, lane: Lane) => {
    const connection = pool as unknown as QueueOptions['connection']
    const queue = new backend.Queue(name, { connection, ...queueOptions } as never)
    return {
      add: (jobs: Jobs) => queue.addBulk(jobs),
      start: () =>
        new backend.Worker(
          name,
          handler as never,
          {
            connection: { connectionString: databaseUrl, max: 2 },
            ...lane,
          } as never,
        ),
    }
  }
}
