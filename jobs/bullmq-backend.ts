import type { Queue as BullQueue, Worker as BullWorker, Processor } from 'bullmq'

/** What the two backends of BullMQ have in common, as far as we use it. */
export type Backend = {
  openQueue(name: string): LaneQueue
  openWorker(name: string, process: Processor, options: LaneOptions): LaneWorker
  /** Rejects when the server does not answer. */
  check(): Promise<void>
  /** Ends what the queues shared; queues and workers are closed before. */
  close(): Promise<void>
}

export type LaneQueue = Pick<BullQueue, 'addBulk' | 'rateLimit' | 'getJobCounts' | 'drain' | 'close'> & {
  on(event: 'error', listener: (error: Error) => void): unknown
}

export type LaneWorker = Pick<BullWorker, 'close' | 'waitUntilReady'> & {
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'failed', listener: (job: FailedJob | undefined, error: Error) => void): unknown
}

type FailedJob = { readonly id?: string | undefined; readonly name: string }

export type LaneOptions = { readonly concurrency: number; readonly limiter?: Limiter }
export type Limiter = { readonly max: number; readonly duration: number }

/** History belongs to our own tables: a kept job would swallow a later one with its id, and the event stream would only grow. */
export const queueOptions = {
  defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  streams: { events: { maxLen: 100 } },
}

/**
 * A dead worker's jobs come back within about 8 s. A worker that only was slow may find one of its jobs run by another: harmless,
 * since what a job finds in our own tables decides if it still does anything.
 */
export const workerOptions = { lockDuration: 6_000, stalledInterval: 2_000, runRetryDelay: 1_000 }
