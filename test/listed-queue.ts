import type { JobName } from '../src/queue/catalogue.ts'
import type { JobHandlers, Queue, QueuedJob } from '../src/queue/queue.ts'

type Waiting = { readonly lane: string; readonly name: JobName; readonly job: QueuedJob<JobName> }

/** The queue's contract as a plain list, for tests that say themselves when a job runs, and that lose jobs on purpose. */
export type ListedQueue = Queue & {
  readonly waiting: readonly Waiting[]
  /** Runs what waits, by priority, until nothing does; gives the pauses that were asked for. A paused job runs again. */
  drain(handlers: Partial<JobHandlers>): Promise<readonly number[]>
}

export function listedQueue(): ListedQueue {
  let waiting: Waiting[] = []
  const add = (lane: string, name: JobName, jobs: readonly QueuedJob<JobName>[]) => {
    for (const job of jobs) if (!waiting.some((each) => each.job.id === job.id)) waiting.push({ lane, name, job })
  }
  return {
    get waiting() {
      return waiting
    },
    toAccount: async (accountId, name, jobs) => add(accountId, name, jobs as readonly QueuedJob<JobName>[]),
    toDesk: async (name, jobs) => add('desk', name, jobs as readonly QueuedJob<JobName>[]),
    depth: async (lane) => waiting.filter((each) => each.lane === (lane === 'desk' ? 'desk' : lane.accountId)).length,
    async empty() {
      waiting = []
    },
    check: async () => 'ok',
    close: async () => {},
    async drain(handlers) {
      const pauses: number[] = []
      for (;;) {
        const next = waiting.toSorted((one, other) => one.job.priority - other.job.priority)[0]
        if (!next) return pauses
        const handler = handlers[next.name] as ((payload: unknown) => ReturnType<JobHandlers[JobName]>) | undefined
        const verdict = await handler?.(next.job.payload)
        if (verdict?.kind === 'pause-lane') pauses.push(verdict.forMs)
        else waiting = waiting.filter((each) => each !== next)
      }
    },
  }
}
