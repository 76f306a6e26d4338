import type { Channel } from '../../channels/channel.ts'
import { priorities } from '../../queue/catalogue.ts'
import type { Deps } from '../deps.ts'
import { requeueSteps } from '../revisions/queue-revisions.ts'
import { countQueuedSteps } from '../revisions/steps.repository.ts'
import { countQueued, findQueued, type QueuedRow, queuePlanned } from './top-up.repository.ts'

type TopUpDeps = Pick<Deps, 'db' | 'clock' | 'channels' | 'queue'>

/** Fills the lane of every account from the ledger, a slice at a time and round robin over the broadcasts under way. */
export async function topUp(deps: TopUpDeps): Promise<void> {
  for (const channel of deps.channels.all()) {
    const room = sliceOf(channel) - (await countQueued(deps.db, channel.accountId)).deliveries
    if (room <= 0) continue
    const rows = await queuePlanned(deps.db, channel.accountId, room, deps.clock.now())
    await addJobs(deps, channel.accountId, rows)
  }
}

/** Hands rows over again whose jobs the queue has lost; those that still wait there are not doubled. */
export async function refillLost(deps: TopUpDeps): Promise<void> {
  for (const { accountId } of deps.channels.all()) {
    // The depth is read first: a job that ends in between makes it look too full, never too empty.
    const depth = await deps.queue.depth({ accountId })
    const queued = await countQueued(deps.db, accountId)
    const steps = await countQueuedSteps(deps.db, accountId)
    if (depth >= queued.deliveries + queued.replies + steps) continue
    if (steps > 0) await requeueSteps(deps, accountId)
    const { deliveries, replies } = await findQueued(deps.db, accountId)
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
function sliceOf({ pace }: Channel): number {
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
