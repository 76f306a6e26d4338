import type { Queue as BullQueue, Worker as BullWorker, Processor } from 'bullmq'

/** What the two backends of BullMQ have in common, as far as we use it. */
export type Backend = {
  openQueue(name: string): LaneQueue
  openWorker(name: string, process: Processor, options: LaneOptions): LaneWorker
  /**
   * The lane rests for at least this long, in every process: what it owes already is never shortened, whoever says so at the same
   * moment. BullMQ's own call lets the last word win, so this is one step of the server on the very row its limiter reads.
   */
  rest(lane: string, forMs: number): Promise<void>
  /** Takes so many more out of what the limiter lets through: its window lasts the longer for what went beyond it. */
  charge(lane: string, more: number, limiter: Limiter): Promise<void>
  /**
   * The machine's clock was put back by so much. For a server that counts down by itself there is nothing to do; one that keeps
   * moments of our clock would hold every lane up until the clock is there again.
   */
  clockFell?(byMs: number): Promise<void>
  /** Rejects when the server does not answer. */
  check(): Promise<void>
  /** Ends what the queues shared; queues and workers are closed before. */
  close(): Promise<void>
}

export type LaneQueue = Pick<BullQueue, 'addBulk' | 'getJobCounts' | 'getDelayed' | 'drain' | 'close'> & {
  on(event: 'error', listener: (error: Error) => void): unknown
}

export type LaneWorker = Pick<BullWorker, 'close' | 'waitUntilReady'> & {
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'failed', listener: (job: FailedJob | undefined, error: Error) => void): unknown
}

type FailedJob = { readonly id?: string | undefined; readonly name: string }

export type LaneOptions = { readonly concurrency: number; readonly limiter?: Limiter }
export type Limiter = { readonly max: number; readonly duration: number }

/** What BullMQ's limiter counts up to where a lane rests whatever its pace. */
export const restingCount = Number.MAX_SAFE_INTEGER

/** History belongs to our own tables: a kept job would swallow a later one with its id, and the event stream would only grow. */
export const queueOptions = {
  defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  streams: { events: { maxLen: 100 } },
}

/**
 * A dead worker's jobs come back within about 8 s. A worker that only was slow may find one of its jobs run by another: harmless,
 * since what a job finds in our own tables decides if it still does anything.
 */
export const workerOptions = {
  lockDuration: 6_000,
  stalledInterval: 2_000,
  runRetryDelay: 1_000,
  // A worker reckons with its own clock until when its lane rests: so often it asks the server anew, whatever its clock did meanwhile.
  maximumRateLimitDelay: 5_000,
}
