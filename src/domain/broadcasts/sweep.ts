import { addReplyJobs } from '../deliveries/queue-replies.ts'
import { queueNextReplies } from '../deliveries/replies.repository.ts'
import type { Deps } from '../deps.ts'
import { handOverWaiting } from '../inbox/keep-update.ts'
import { sweepRevisions } from '../revisions/sweep-revisions.ts'
import { queueDueSchedules } from '../schedules/run-due-schedules.ts'
import { queueDueReminders } from './due-reminders.ts'
import { keepOfficeHours } from './keep-office-hours.ts'
import { finishBroadcasts, settleStuck, settleStuckReplies, skipCancelled } from './sweep.repository.ts'
import { refillLost, topUp } from './top-up.ts'
import { watchErrorRate } from './watch-error-rate.ts'

export type SweepDeps = Pick<Deps, 'db' | 'clock' | 'channels' | 'queue' | 'log' | 'timeZone'>

export type SweepOptions = {
  /** On the domain's clock, before this process could send anything. */
  readonly processStartedAt: Date
  /** No other process sends: what was being sent before this one started has lost its sender. */
  readonly alone: boolean
}

/**
 * Brings queue and ledger together again, whatever was lost in between: every step can be repeated at any time, and one that
 * fails (the queue is away) does not keep the others from their work.
 */
export async function sweep(deps: SweepDeps, options: SweepOptions): Promise<void> {
  const steps: Readonly<Record<string, () => Promise<unknown>>> = {
    stuck: () => giveUpStuck(deps, options),
    cancelled: () => skipCancelled(deps.db, deps.clock.now()),
    schedules: () => queueDueSchedules(deps),
    reminders: () => queueDueReminders(deps),
    hours: () => keepOfficeHours(deps),
    errors: () => watchErrorRate(deps),
    inbox: () => handOverWaiting(deps, { receivedBefore: new Date(deps.clock.now().getTime() - inboxGraceMs) }),
    replies: () => plannedReplies(deps),
    revisions: () => sweepRevisions(deps),
    lost: () => refillLost(deps),
    top: () => topUp(deps),
    finished: () => finishBroadcasts(deps.db, deps.clock.now()),
  }
  for (const [step, run] of Object.entries(steps)) {
    await run().catch((error: unknown) => deps.log.error({ step, err: error }, 'a step of the sweep failed'))
  }
}

const inboxGraceMs = 5_000
/** Whatever is being sent says three times in this time that it is. */
const stuckAfterMs = 60_000

async function giveUpStuck(deps: SweepDeps, { processStartedAt, alone }: SweepOptions): Promise<void> {
  const at = deps.clock.now()
  const tooOld = new Date(at.getTime() - stuckAfterMs)
  // A clock that was put back says nothing about who started before whom.
  const before = alone && processStartedAt > tooOld && processStartedAt <= at ? processStartedAt : tooOld
  const stuck = (await settleStuck(deps.db, before, at)) + (await settleStuckReplies(deps.db, before, at))
  if (stuck > 0) deps.log.warn({ stuck }, 'sends without an answer are unknown now')
}

async function plannedReplies(deps: SweepDeps): Promise<void> {
  const accountIds = deps.channels.all().map(({ accountId }) => accountId)
  await addReplyJobs(deps, await queueNextReplies(deps.db, deps.clock.now(), { accountIds }))
}
