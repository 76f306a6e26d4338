import type { Channel, Part } from '../../channels/channel.ts'
import type { Outgoing } from '../../channels/outgoing-message.ts'
import { isDatabaseAway } from '../../platform/database-away.ts'
import { inTransaction } from '../../platform/postgres.ts'
import { awayRestMs, untilWritten } from '../../platform/until-written.ts'
import type { JobVerdict } from '../../queue/queue.ts'
import { kindOf } from '../broadcasts/choose-surface.ts'
import type { Deps } from '../deps.ts'
import { keepSending, moveDelivery, type SendableDelivery } from './deliveries.repository.ts'
import type { DeliveryReason, MessageKind } from './delivery.ts'
import { handOver } from './hand-over.ts'
import { afterOwnMistake, nextStep } from './next-step.ts'
import { sendParts, weightOf } from './send-parts.ts'
import { type Claim, giveBack } from './sending.repository.ts'
import { sendingLedger } from './sending-ledger.ts'
import { takeStep } from './take-step.ts'

/** The content of a delivery in neutral words; [] when there is nothing to say any more (a reminder that was answered). */
export type Compose = (delivery: SendableDelivery, as: ComposedKind) => Promise<readonly Outgoing[]>
export type ComposedKind = 'message' | 'notice' | 'introduction'

export type SendDeps = Pick<Deps, 'db' | 'clock' | 'channels' | 'log'> & { readonly compose: Compose }

type SendJob = { readonly deliveryId: string; readonly attempt: number }

/**
 * Sends one delivery of the ledger, once: `sending` is written before the call, what became of it after. While the database is away
 * nothing more goes out, the lane rests, and the job comes back by itself.
 */
export async function sendDelivery(deps: SendDeps, job: SendJob): Promise<JobVerdict> {
  try {
    return await lookAndSend(deps, job)
  } catch (error) {
    if (!isDatabaseAway(error)) throw error
    deps.log.debug({ deliveryId: job.deliveryId, err: error }, 'a delivery waits for the database')
    return { kind: 'pause-lane', forMs: awayRestMs }
  }
}

async function lookAndSend(deps: SendDeps, job: SendJob): Promise<JobVerdict> {
  const delivery = await sendingLedger(deps.db).find(job.deliveryId)
  if (delivery?.state !== 'queued' || delivery.attempt !== job.attempt) return done
  if (delivery.broadcastState !== 'sending') return putBack(deps, delivery, null)
  if (delivery.reporterState !== 'active') return skip(deps, delivery, delivery.reporterState)
  const channel = delivery.accountId ? deps.channels.byAccount(delivery.accountId) : undefined
  if (!channel || delivery.accountState !== 'on') return putBack(deps, delivery, 'account-off')
  const ready = readiness(delivery, channel, deps.clock.now())
  if (ready.kind === 'refused') return passOn(deps, delivery, ready.reason)
  const parts = await composeParts(deps, delivery, channel, ready.messageKind)
  if (parts === 'mistake') return mend(deps, delivery)
  if (parts.length === 0) return skip(deps, delivery, 'not-needed')
  return send(deps, { delivery, channel, ready, parts })
}

const done: JobVerdict = { kind: 'done' }

async function send(
  deps: SendDeps,
  sending: {
    readonly delivery: SendableDelivery
    readonly channel: Channel
    readonly ready: Extract<Readiness, { kind: 'ready' }>
    readonly parts: readonly Part[]
  },
): Promise<JobVerdict> {
  const { delivery, channel, parts } = sending
  const { address, messageKind, messageVnd } = sending.ready
  const { id, messageIds, costVnd } = delivery
  const ledger = sendingLedger(deps.db)
  const claim = { id, attempt: delivery.attempt, messageKind, messageVnd, at: deps.clock.now() }
  if (!(await claimOrLeave(deps, claim))) return done
  const attempt = delivery.attempt + 1
  const keep = (sent: { readonly messageIds: readonly string[]; readonly costVnd: number }) =>
    untilWritten(deps.log, () => ledger.keepParts({ id, attempt, ...sent, at: deps.clock.now() }))
  const alive = () => keepSending(deps.db, { id, attempt, at: deps.clock.now() })
  const before = { messageIds, costVnd }
  const result = await sendParts({ channel, address, parts, before, keep, alive, log: deps.log })
  const { outcome, traces, ...sent } = result
  const step = nextStep(outcome, {
    attempt: attempt - delivery.retriedFrom,
    fullContent: isFull(messageKind),
    partlySent: sent.messageIds.length > 0,
    repeatable: delivery.broadcastKind === 'reminder',
    chance: Math.random(),
  })
  const at = deps.clock.now()
  await untilWritten(deps.log, async () => {
    if (step.kind === 'settle-sent') await ledger.settleSent({ id, attempt, at, ...sent, traces })
    else await takeStep(deps, { delivery, attempt, step, traces })
  })
  if (step.kind === 'pause') return { kind: 'pause-lane', forMs: step.forMs }
  return { kind: 'done', calls: weightOf(traces) }
}

/** A claim whose answer got lost may stand all the same, and nothing was sent for it: it is given back before anything else. */
async function claimOrLeave(deps: SendDeps, claim: Claim): Promise<boolean> {
  try {
    return await sendingLedger(deps.db).claim(claim)
  } catch (error) {
    if (isDatabaseAway(error)) await untilWritten(deps.log, () => giveBack(deps.db, claim))
    throw error
  }
}

const isFull = (kind: MessageKind): boolean => kind === 'message' || kind === 'charged-message'

type Readiness =
  | {
      readonly kind: 'ready'
      readonly address: string
      readonly messageKind: Exclude<MessageKind, 'page'>
      readonly messageVnd: number
    }
  | { readonly kind: 'refused'; readonly reason: DeliveryReason }

/** Looked at again just before sending: hours may lie between the plan and this moment. */
function readiness(delivery: SendableDelivery, channel: Channel, now: Date): Readiness {
  const { address, boundTo, contactState, messageKind, messageVnd, messageIds } = delivery
  if (address === null || boundTo !== delivery.reporterId) return { kind: 'refused', reason: 'unbound' }
  if (contactState === 'blocked' || contactState === 'gone') return { kind: 'refused', reason: contactState }
  if (!delivery.consented) return { kind: 'refused', reason: 'no-consent' }
  // What began as one kind of message goes on as it began.
  if (messageIds.length > 0 && messageKind && messageKind !== 'page')
    return { kind: 'ready', address, messageKind, messageVnd }
  // The platform knows its window better than we do: after its refusal the person counts as long silent.
  const lastInteractionAt = delivery.reason === 'window-closed' ? new Date(0) : delivery.lastInteractionAt
  const reach = channel.reach({ address, lastInteractionAt, now, about: delivery.noticeAbout })
  if (reach.kind === 'closed') return { kind: 'refused', reason: 'window-closed' }
  return { kind: 'ready', address, messageKind: kindOf(reach), messageVnd: reach.costVnd }
}

async function composeParts(
  deps: SendDeps,
  delivery: SendableDelivery,
  channel: Channel,
  messageKind: MessageKind,
): Promise<readonly Part[] | 'mistake'> {
  try {
    const as = messageKind === 'notice' || messageKind === 'introduction' ? messageKind : 'message'
    const outgoing = await deps.compose(delivery, as)
    return outgoing.flatMap((each) => channel.render(each))
  } catch (error) {
    if (isDatabaseAway(error)) throw error
    deps.log.error({ deliveryId: delivery.id, err: error }, 'a delivery could not be composed')
    return 'mistake'
  }
}

async function mend(deps: SendDeps, delivery: SendableDelivery): Promise<JobVerdict> {
  const attempt = delivery.attempt + 1
  const step = afterOwnMistake({ attempt: attempt - delivery.retriedFrom, chance: Math.random() })
  await takeStep(deps, { delivery, attempt, step, traces: [] }, 'queued')
  return done
}

async function skip(deps: SendDeps, delivery: SendableDelivery, reason: DeliveryReason): Promise<JobVerdict> {
  const { id, attempt } = delivery
  const at = deps.clock.now()
  await inTransaction(deps.db, (tx) => moveDelivery(tx, { id, attempt, from: ['queued'], to: 'skipped', at, reason }))
  return done
}

/** The broadcast or the account has stopped: the row waits in the ledger until it goes on. */
async function putBack(deps: SendDeps, delivery: SendableDelivery, reason: DeliveryReason | null): Promise<JobVerdict> {
  const { id, attempt } = delivery
  // That the window is closed must not be forgotten: it decides what goes.
  const kept = delivery.reason === 'window-closed' ? delivery.reason : reason
  const move = { id, attempt, from: ['queued'], to: 'planned', at: deps.clock.now(), reason: kept } as const
  await inTransaction(deps.db, (tx) => moveDelivery(tx, move))
  return done
}

async function passOn(deps: SendDeps, delivery: SendableDelivery, reason: DeliveryReason): Promise<JobVerdict> {
  const { attempt } = delivery
  const at = deps.clock.now()
  await inTransaction(deps.db, (tx) => handOver(deps, tx, { delivery, attempt, from: ['queued'], reason, at }))
  return done
}
