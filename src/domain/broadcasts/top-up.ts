import type { Channel } from '../../channels/channel.ts'
import { inTransaction } from '../../platform/postgres.ts'
import { priorities } from '../../queue/catalogue.ts'
import type { Deps } from '../deps.ts'
import { requeueSteps } from '../revisions/queue-revisions.ts'
import { countQueuedSteps } from '../revisions/steps.repository.ts'
import { finishBroadcasts } from './sweep.repository.ts'
import { countQueued, findQueued, lockLane, lookAtLane, type QueuedRow, queuePlanned } from './top-up.repository.ts'

type TopUpDeps = Pick<Deps, 'db' | 'clock' | 'channels' | 'queue'>

/**
 * Fills the lane of every account from the ledger, a slice at a time and round robin over the broadcasts under way. However many
 * processes do this at once, no more than a slice ever waits in a lane. `part` of a slice must be free for it to be worth while.
 */
export async function topUp(deps: TopUpDeps, { part = 0 }: { readonly part?: number } = {}): Promise<void> {
  for (const channel of deps.channels.all()) {
    const { accountId } = channel
    const slice = sliceOf(channel)
    const worthWhile = Math.max(1, Math.floor(slice * part))
    const seen = await lookAtLane(deps.db, accountId)
    if (!seen.planned || slice - seen.queued < worthWhile) continue
    const rows = await inTransaction(deps.db, async (tx) => {
      if (!(await lockLane(tx, accountId))) return []
      const room = slice - (await lookAtLane(tx, accountId)).queued
      return room < worthWhile ? [] : queuePlanned(tx, accountId, room, deps.clock.now())
    })
    await addJobs(deps, accountId, rows)
  }
}

/** Where the sweep's second is too long for a fast lane: after so many deliveries of a process it is looked at whether one runs low. */
const lookEvery = 250

/** So long after the last delivery of a process a broadcast may be over. */
const quietMs = 100

/**
 * To be called after every delivery: tops up beside the work, one time at a time, and finishes what came to its end. Idle and slow
 * lanes are left to the sweep.
 */
export function createRefill(deps: TopUpDeps & Pick<Deps, 'log'>): () => void {
  let since = 0
  let running: Promise<unknown> | undefined
  const beside = (work: () => Promise<unknown>) => {
    running ??= work()
      .catch((error: unknown) => deps.log.warn({ err: error }, 'a lane could not be looked after'))
      .finally(() => {
        running = undefined
      })
  }
  let quiet: NodeJS.Timeout | undefined
  const over = () => beside(() => finishBroadcasts(deps.db, deps.clock.now()))
  return () => {
    quiet = quiet?.refresh() ?? setTimeout(over, quietMs).unref()
    since += 1
    if (since < lookEvery || running) return
    since = 0
    beside(() => topUp(deps, { part: 0.2 }))
  }
}

/** Whoever queues a row adds its job in the next moment: what is younger is not lost yet. */
const lostAfterMs = 2_000

/** Hands rows over again whose jobs the queue has lost; those that still wait there are not doubled. */
export async function refillLost(deps: TopUpDeps): Promise<void> {
  for (const { accountId } of deps.channels.all()) {
    // The depth is read first: a job that ends in between makes it look too full, never too empty.
    const depth = await deps.queue.depth({ accountId })
    const now = deps.clock.now().getTime()
    // A clock that was put back makes old rows those of a time to come.
    const young = { from: new Date(now - lostAfterMs), to: new Date(now + lostAfterMs) }
    const queued = await countQueued(deps.db, accountId, young)
    const steps = await countQueuedSteps(deps.db, accountId)
    if (depth >= queued.deliveries + queued.replies + steps) continue
    if (steps > 0) await requeueSteps(deps, accountId)
    const { deliveries, replies } = await findQueued(deps.db, accountId, young)
    await addJobs(deps, accountId, deliveries)
    const jobs = replies.map(({ id, attempt }) => ({
      id: `reply-${id}-${attempt}`,
      payload: { replyId: id, attempt },
      priority: priorities.reply,
    }))
    await deps.queue.toAccount(accountId, 'send-reply', jobs)
  }
}

/** About 20 s of work: enough that a lane never runs dry between two sweeps, little enough to cancel and to share. */
export function sliceOf({ pace }: Pick<Channel, 'pace'>): number {
  return Math.min(2_000, Math.max(50, Math.ceil((pace.messages / pace.perMs) * 20_000)))
}

async function addJobs({ queue }: Pick<Deps, 'queue'>, accountId: string, rows: readonly QueuedRow[]): Promise<void> {
  const jobs = rows.map(({ id, attempt, kind }) => ({
    id: `delivery-${id}-${attempt}`,
    payload: { deliveryId: id, attempt },
    // That something no longer holds must not wait behind what is sent to thousands.
    priority: kind === 'publication' ? priorities.bulk : priorities.reminder,
  }))
  if (jobs.length > 0) await queue.toAccount(accountId, 'send-delivery', jobs)
}
