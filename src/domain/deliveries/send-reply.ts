import type { Part } from '../../channels/channel.ts'
import { isDatabaseAway } from '../../platform/database-away.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { awayRestMs, untilWritten } from '../../platform/until-written.ts'
import type { JobVerdict } from '../../queue/queue.ts'
import { raiseAlarm } from '../accounts/accounts.repository.ts'
import type { Deps } from '../deps.ts'
import type { DeliveryReason, DeliveryState } from './delivery.ts'
import { afterOwnMistake, type NextStep, nextStep } from './next-step.ts'
import { queueReplies } from './queue-replies.ts'
import {
  claimReply,
  findReply,
  giveReplyBack,
  keepReplyParts,
  keepReplySending,
  moveReply,
  type SendableReply,
} from './replies.repository.ts'
import { type PartsResult, sendParts, weightOf } from './send-parts.ts'
import { markContact, returnQueuedOfAccount } from './stops.repository.ts'

type ReplyDeps = Pick<Deps, 'db' | 'clock' | 'channels' | 'queue' | 'log'>

/** Sends one stored answer, once, and then queues the next one of the same chat. What stayed unknown is never sent again. */
export async function sendReply(deps: ReplyDeps, job: ReplyJob): Promise<JobVerdict> {
  try {
    return await lookAndSend(deps, job)
  } catch (error) {
    if (!isDatabaseAway(error)) throw error
    deps.log.debug({ replyId: job.replyId, err: error }, 'an answer waits for the database')
    return { kind: 'pause-lane', forMs: awayRestMs }
  }
}

type ReplyJob = { readonly replyId: string; readonly attempt: number }

async function lookAndSend(deps: ReplyDeps, job: ReplyJob): Promise<JobVerdict> {
  const reply = await findReply(deps.db, job.replyId)
  if (reply?.state !== 'queued' || reply.attempt !== job.attempt) return { kind: 'done' }
  const channel = deps.channels.byAccount(reply.accountId)
  if (!channel || reply.accountState !== 'on') return putBack(deps, reply)
  const attempt = reply.attempt + 1
  if (!(await claimOrLeave(deps, reply))) return { kind: 'done' }
  let parts: readonly Part[]
  try {
    parts = channel.render(reply.message)
  } catch (error) {
    deps.log.error({ replyId: reply.id, err: error }, 'a reply could not be rendered')
    return take(deps, reply, attempt, afterOwnMistake({ attempt, chance: Math.random() }))
  }
  const { address, messageIds } = reply
  const keep = ({ messageIds }: { readonly messageIds: readonly string[] }) =>
    untilWritten(deps.log, () => keepReplyParts(deps.db, reply.id, { messageIds, at: deps.clock.now() }))
  const alive = () => keepReplySending(deps.db, { id: reply.id, attempt, at: deps.clock.now() })
  const before = { messageIds, costVnd: 0 }
  const how = { inAnswer: true } as const
  const result = await sendParts({ channel, address, parts, before, keep, alive, how, log: deps.log })
  const facts = { attempt, fullContent: false, partlySent: false, repeatable: false, chance: Math.random() }
  return take(deps, reply, attempt, nextStep(result.outcome, facts), result)
}

/** A claim whose answer got lost may stand all the same, and nothing was sent for it: it is given back before anything else. */
async function claimOrLeave(deps: ReplyDeps, reply: SendableReply): Promise<boolean> {
  const at = deps.clock.now()
  try {
    return await claimReply(deps.db, reply, at)
  } catch (error) {
    if (isDatabaseAway(error)) await untilWritten(deps.log, () => giveReplyBack(deps.db, reply, at))
    throw error
  }
}

async function putBack(deps: ReplyDeps, { id, attempt }: SendableReply): Promise<JobVerdict> {
  await moveReply(deps.db, {
    id,
    attempt,
    from: ['queued'],
    to: 'planned',
    at: deps.clock.now(),
    reason: 'account-off',
  })
  return { kind: 'done' }
}

async function take(
  deps: ReplyDeps,
  reply: SendableReply,
  attempt: number,
  step: NextStep,
  result?: PartsResult,
): Promise<JobVerdict> {
  const at = deps.clock.now()
  const end = whereTo(step, reply, attempt, at)
  const write = async (tx: Transaction) => {
    if (step.kind === 'hand-over') await markContact(tx, reply.contactId, step)
    if (step.kind === 'stop-account') {
      await raiseAlarm(tx, reply.accountId, step.detail)
      await returnQueuedOfAccount(tx, reply.accountId, at)
    }
    const from: readonly DeliveryState[] = ['sending', 'unknown']
    const traced = result && { messageIds: result.messageIds, traces: result.traces }
    await moveReply(tx, { id: reply.id, attempt, from, at, ...end, ...traced })
  }
  await untilWritten(deps.log, () => inTransaction(deps.db, write))
  if (step.kind === 'pause') return { kind: 'pause-lane', forMs: step.forMs }
  if (end.to !== 'planned') await queueReplies(deps, [reply])
  return { kind: 'done', calls: weightOf(result?.traces ?? []) }
}

type End = {
  readonly to: DeliveryState
  readonly reason?: DeliveryReason
  readonly attemptAfter?: number
  readonly notBefore?: Date
}

/** An answer has one chat to go to, so whatever closes that chat ends it. */
function whereTo(step: NextStep, reply: SendableReply, attempt: number, at: Date): End {
  switch (step.kind) {
    case 'settle-sent':
      return { to: 'sent' }
    case 'pause':
      return { to: 'queued', attemptAfter: reply.attempt }
    case 'retry':
      return {
        to: 'planned',
        reason: step.reason,
        notBefore: new Date(at.getTime() + step.afterMs),
        attemptAfter: attempt,
      }
    case 'stop-account':
      return { to: 'planned', reason: 'misconfigured', attemptAfter: reply.attempt }
    case 'leave-unknown':
      return { to: 'unknown', reason: 'no-answer' }
    case 'fail':
    case 'hand-over':
      return { to: 'failed', reason: step.reason }
    case 'send-notice':
      return { to: 'failed', reason: 'window-closed' }
    case 'stop-broadcast':
      return { to: 'failed', reason: 'rejected' }
    default:
      return step satisfies never
  }
}
