import type { Revision as Change, Channel, RevisionOutcome } from '../../channels/channel.ts'
import { inTransaction } from '../../platform/postgres.ts'
import type { JobVerdict } from '../../queue/queue.ts'
import { raiseAlarm } from '../accounts/accounts.repository.ts'
import { backoffMs } from '../deliveries/next-step.ts'
import { returnQueuedOfAccount } from '../deliveries/stops.repository.ts'
import type { Deps } from '../deps.ts'
import type { ComposeDeps } from '../publications/compose-deps.ts'
import { loadCarried, loadWriting } from './carried.ts'
import { addRecallNotices } from './recall-notices.ts'
import { conclusion, type StepReason } from './revision.ts'
import { lockRevision } from './revisions.repository.ts'
import { type CarrierRow, findStep, keepDone, planAgain, type Step, settleStep } from './steps.repository.ts'
import { type Target, type Targets, targetsOf } from './targets.ts'

export type ReviseDeps = ComposeDeps & Pick<Deps, 'db' | 'clock' | 'channels' | 'log'>
type ReadyStep = Step & { readonly carrier: CarrierRow }
type Reviser = { readonly channel: Channel; readonly address: string }

/** Changes the messages of one delivery or reply, one after the other; what was interrupted is done again, since that does no harm. */
export async function reviseMessages(
  deps: ReviseDeps,
  job: { readonly stepId: string; readonly attempt: number },
): Promise<JobVerdict> {
  const step = await findStep(deps.db, job.stepId)
  if (step?.state !== 'queued' || step.attempt !== job.attempt) return done
  const channel = deps.channels.byAccount(step.accountId)
  if (!channel || step.accountState !== 'on') return putBack(deps, step, 0)
  const { address, carrier, contactState } = step
  if (!carrier || address === null || contactState !== 'reachable') return settle(deps, step, 'cannot', 'gone')
  if (!channel.revise) return settle(deps, step, 'cannot', 'no-way')
  if (unsettled.includes(carrier.state)) return putBack(deps, step, waitForSendingMs)
  const ready = { ...step, carrier }
  const given = await prepare(deps, channel, ready)
  if (given === 'mistake') return tryAgain(deps, step, 'internal-error')
  return reviseAll(deps, ready, { channel, address }, given)
}

const done: JobVerdict = { kind: 'done' }
const unsettled: readonly string[] = ['planned', 'queued', 'sending']
const waitForSendingMs = 5_000

async function prepare(deps: ReviseDeps, channel: Channel, step: ReadyStep): Promise<Targets | 'mistake'> {
  try {
    return targetsOf(deps, channel, step, await loadCarried(deps, step), await loadWriting(deps, step))
  } catch (error) {
    deps.log.error({ stepId: step.id, err: error }, 'a revision could not be composed')
    return 'mistake'
  }
}

async function reviseAll(
  deps: ReviseDeps,
  step: ReadyStep,
  reviser: Reviser,
  { targets, ...facts }: Targets,
): Promise<JobVerdict> {
  let traces = step.traces.slice(0, step.done)
  let calls = 0
  for (const target of targets.slice(step.done)) {
    const tried = await reviseOne(deps, step, reviser, target)
    calls += tried.calls
    const { outcome } = tried
    switch (outcome.kind) {
      case 'revised':
      case 'cannot':
        traces = [...traces, { ...outcome.trace, became: outcome.kind, essential: target.essential }]
        await keepDone(deps.db, step, traces)
        break
      case 'throttled':
        return { kind: 'pause-lane', forMs: outcome.retryAfterMs }
      case 'again':
        return { ...(await tryAgain(deps, step, 'no-answer')), calls }
      case 'recipient-gone':
        return { ...(await settle(deps, step, 'cannot', 'gone')), calls }
      case 'misconfigured':
        return stopAccount(deps, step, `${outcome.code}: ${outcome.detail}`)
      default:
        return outcome satisfies never
    }
  }
  const { state, reason } = conclusion(traces, facts)
  return { ...(await settle(deps, step, state, reason)), calls }
}

/** The changes in their order until one is accepted, or the last of them was not. */
async function reviseOne(
  deps: ReviseDeps,
  step: ReadyStep,
  reviser: Reviser,
  { messageId, changes }: Target,
): Promise<{ readonly outcome: RevisionOutcome; readonly calls: number }> {
  let outcome: RevisionOutcome = nothingToTry
  let calls = 0
  for (const change of changes) {
    outcome = await reviseSafely(deps, reviser, { messageId, sentAt: step.carrier.sentAt }, change)
    calls += outcome.trace.durationMs > 0 ? 1 : 0
    if (outcome.kind !== 'cannot') break
  }
  return { outcome, calls }
}

const nothingToTry: RevisionOutcome = { kind: 'cannot', code: 'none', trace: { method: 'none', durationMs: 0 } }

async function reviseSafely(
  { log }: ReviseDeps,
  { channel, address }: Reviser,
  sent: { readonly messageId: string; readonly sentAt: Date },
  change: Change,
): Promise<RevisionOutcome> {
  try {
    return (await channel.revise?.(address, sent, change)) ?? nothingToTry
  } catch (error) {
    log.error({ account: channel.accountId, err: error }, 'a channel threw while revising')
    return { kind: 'again', code: 'internal-error', trace: { method: 'unknown', durationMs: 0 } }
  }
}

async function putBack(deps: ReviseDeps, step: Step, afterMs: number): Promise<JobVerdict> {
  const notBefore = afterMs > 0 ? new Date(deps.clock.now().getTime() + afterMs) : null
  await planAgain(deps.db, step, { attempt: step.attempt, notBefore, reason: null })
  return done
}

/**
 * About twenty minutes, longer than a sending tries: a second time does no harm, and what a short failure of the platform left on
 * twenty thousand phones nobody takes away later.
 */
const mostTries = 12

async function tryAgain(deps: ReviseDeps, step: Step, reason: StepReason): Promise<JobVerdict & { kind: 'done' }> {
  const attempt = step.attempt + 1
  if (attempt >= mostTries) return settle(deps, step, 'cannot', reason)
  const notBefore = new Date(deps.clock.now().getTime() + backoffMs(attempt, Math.random()))
  await planAgain(deps.db, step, { attempt, notBefore, reason })
  return { kind: 'done' }
}

/** Who could not be shown it in the old message gets a notice: by another of their surfaces where this chat takes nothing any more. */
async function settle(
  deps: ReviseDeps,
  step: Step,
  state: 'revised' | 'cannot',
  reason: StepReason | null,
): Promise<JobVerdict & { kind: 'done' }> {
  const reporterId = step.carrier?.reporterId
  await inTransaction(deps.db, async (tx) => {
    await lockRevision(tx, step.revision.id)
    if (!(await settleStep(tx, step, { state, reason, at: deps.clock.now() }))) return
    if (state !== 'cannot' || step.revision.kind !== 'recalled' || !reporterId) return
    await addRecallNotices(deps, tx, step.revision, [reporterId], reason === 'gone' ? step.contactId : undefined)
  })
  return { kind: 'done' }
}

async function stopAccount(deps: ReviseDeps, step: Step, detail: string): Promise<JobVerdict> {
  await inTransaction(deps.db, async (tx) => {
    await raiseAlarm(tx, step.accountId, detail)
    await returnQueuedOfAccount(tx, step.accountId, deps.clock.now())
  })
  deps.log.error({ account: step.accountId, step: 'stop-account' }, 'sending stopped')
  return done
}
