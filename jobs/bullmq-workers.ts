import { type Job, Worker } from 'bullmq'
import type { Logger } from '../src/platform/logger.ts'
import { catalogue, type JobName } from '../src/queue/catalogue.ts'
import type { JobHandlers, JobVerdict, Workers } from '../src/queue/queue.ts'
import type { Backend, LaneQueue, LaneWorker, Limiter } from './bullmq-backend.ts'
import { concurrencyOf, limiterOf } from './lane-pace.ts'

export type WorkersContext = {
  readonly backend: Backend
  readonly lane: (name: string) => LaneQueue
  readonly log: Logger
  /** Told at the start of each job how long it waited in its lane, past any delay it was given. */
  readonly waited?: ((wait: LaneWait) => void) | undefined
}

/** `accountId` is undefined for the desk's lane. */
export type LaneWait = { readonly accountId: string | undefined; readonly priority: number; readonly ms: number }

export const deskLane = 'desk'
export const accountLane = (accountId: string): string => `acct-${accountId}`

const deskConcurrency = 4

/** Starts the desk lane at once; the lanes of accounts as they are opened. */
export function createWorkers(context: WorkersContext, handlers: JobHandlers): Workers {
  const lanes = new Map<string, { readonly worker: LaneWorker; readonly pace: string }>()
  const start = (name: string, concurrency: number, limiter?: Limiter) => {
    const worker = context.backend.openWorker(name, (job) => runJob({ ...context, handlers, name, limiter }, job), {
      concurrency,
      ...(limiter && { limiter }),
    })
    worker.on('error', (error) => context.log.warn({ lane: name, error: error.message }, 'lane trouble'))
    worker.on('failed', (job, error) =>
      context.log.error(
        { lane: name, job: job?.name, id: job?.id, error: error.message, stack: error.stack },
        'job threw',
      ),
    )
    lanes.set(name, { worker, pace: JSON.stringify(limiter) })
    return worker
  }
  const stop = async (name: string) => {
    const lane = lanes.get(name)
    lanes.delete(name)
    await lane?.worker.close()
  }
  start(deskLane, deskConcurrency)
  return {
    async openLane(accountId, pace) {
      const name = accountLane(accountId)
      const limiter = limiterOf(pace)
      if (lanes.get(name)?.pace === JSON.stringify(limiter)) return
      await stop(name)
      await start(name, concurrencyOf(pace), limiter).waitUntilReady()
    },
    closeLane: (accountId) => stop(accountLane(accountId)),
    async close(withinMs) {
      const closing = Promise.all([...lanes.keys()].map(stop))
      await atMost(withinMs, closing)
    },
  }
}

type Running = WorkersContext & {
  readonly handlers: JobHandlers
  readonly name: string
  readonly limiter: Limiter | undefined
}

async function runJob({ handlers, backend, name, limiter, waited }: Running, job: Job): Promise<void> {
  waited?.({ accountId: accountOf(name), priority: job.opts.priority ?? 0, ms: waitOf(job) })
  const verdict = await handle(handlers, job.name, job.data)
  if (verdict.kind === 'pause-lane') {
    await backend.rest(name, Math.max(1, verdict.forMs))
    throw Worker.RateLimitError()
  }
  // The limiter counted one job; the platform counts calls.
  const more = (verdict.calls ?? 1) - 1
  if (limiter && more > 0) await backend.charge(name, more, limiter)
}

const accountOf = (lane: string) => (lane === deskLane ? undefined : lane.slice(accountLane('').length))

const waitOf = ({ processedOn, timestamp, opts }: Job): number =>
  Math.max(0, (processedOn ?? timestamp) - timestamp - (opts.delay ?? 0))

function handle(handlers: JobHandlers, name: string, data: unknown): Promise<JobVerdict> {
  if (!isJobName(name)) throw new Error(`No job is called "${name}"`)
  return run(handlers, name, data)
}

// One generic step keeps payload and handler of the same name together for the compiler.
function run<N extends JobName>(handlers: JobHandlers, name: N, data: unknown): Promise<JobVerdict> {
  const payload = catalogue[name].payload.parse(data) as Parameters<JobHandlers[N]>[0]
  return handlers[name](payload)
}

const isJobName = (name: string): name is JobName => Object.hasOwn(catalogue, name)

/** Whatever comes first; the timer does not hold the process. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work.catch(() => undefined), limit])
  clearTimeout(timer)
}
