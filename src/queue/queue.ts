import type { AccountJob, DeskJob, JobName, JobPayload } from './catalogue.ts'

/** A hint to work soon; PostgreSQL rows are the truth, and a sweep adds again what was lost here. */
export type Queue = {
  /** Adds jobs to the lane of one channel account. A job whose id is waiting already is not added twice. */
  toAccount<N extends AccountJob>(accountId: string, name: N, jobs: readonly QueuedJob<N>[]): Promise<void>
  toDesk<N extends DeskJob>(name: N, jobs: readonly QueuedJob<N>[]): Promise<void>
  /** How many jobs wait, run or are delayed in the lane of an account, or in the desk lane. */
  depth(lane: { readonly accountId: string } | 'desk'): Promise<number>
  /** Drops all that waits, as an emptied server would (tests, faults). */
  empty(): Promise<void>
  check(): Promise<'ok' | 'failing'>
  close(): Promise<void>
}

export type QueuedJob<N extends JobName> = {
  /** Unique among waiting jobs: letters, digits and "-" only, not a plain integer. */
  readonly id: string
  readonly payload: JobPayload<N>
  /** From `priorities`. */
  readonly priority: number
  readonly delayMs?: number
}

/** A handler answers what the lane must do next; bugs are thrown and end up in the log, the row stays for the sweep. */
export type JobHandlers = { readonly [N in JobName]: (payload: JobPayload<N>) => Promise<JobVerdict> }

export type JobVerdict =
  /** `calls` is how many platform calls it took when it was not one: the lane rests accordingly, so that the pace holds. */
  | { readonly kind: 'done'; readonly calls?: number }
  /** The whole account's lane rests for this long, then the job runs again (it costs no attempt). */
  | { readonly kind: 'pause-lane'; readonly forMs: number }

/** Takes jobs and runs them until closed; a lane per account appears when the first account is named. */
export type Workers = {
  /** Starts the lane of an account at its pace; a second call changes the pace. */
  openLane(accountId: string, pace: { readonly messages: number; readonly perMs: number }): Promise<void>
  closeLane(accountId: string): Promise<void>
  /** Waits for what runs now to end, at most `withinMs`. */
  close(withinMs: number): Promise<void>
}
