import type { SendTrace } from '../../channels/send-outcome.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { raiseAlarm } from '../accounts/accounts.repository.ts'
import type { Deps } from '../deps.ts'
import { moveDelivery, type SendableDelivery, type Transition } from './deliveries.repository.ts'
import type { DeliveryState } from './delivery.ts'
import { handOver } from './hand-over.ts'
import type { NextStep } from './next-step.ts'
import { markContact, returnQueuedOfAccount, stopBroadcast } from './stops.repository.ts'

type Taking = {
  readonly delivery: SendableDelivery
  /** As it stands in the row now. */
  readonly attempt: number
  readonly step: Exclude<NextStep, { kind: 'settle-sent' }>
  readonly traces: readonly SendTrace[]
}

/** Writes down what was decided, with its evidence, in one transaction. */
export async function takeStep(
  deps: Pick<Deps, 'db' | 'clock' | 'channels' | 'log'>,
  taking: Taking | (Omit<Taking, 'step'> & { readonly step: NextStep }),
  from: DeliveryState = 'sending',
): Promise<void> {
  const { delivery, step, traces } = taking
  const at = deps.clock.now()
  // Before a claim the row still has the earlier number.
  const attempt = from === 'queued' ? delivery.attempt : taking.attempt
  const move: Omit<Transition, 'to'> = { id: delivery.id, attempt, from: fromStates(from), at, traces }
  await inTransaction(deps.db, async (tx) => {
    switch (step.kind) {
      case 'settle-sent':
        return
      case 'pause':
        // It cost no attempt: the very same job runs again after the rest.
        await moveDelivery(tx, { ...move, to: 'queued', changes: { attempt: delivery.attempt } })
        return
      case 'retry': {
        const notBefore = new Date(at.getTime() + step.afterMs)
        const changes = { notBefore, attempt: taking.attempt }
        await moveDelivery(tx, { ...move, to: 'planned', reason: step.reason, detail: step.detail, changes })
        return
      }
      case 'fail':
        await moveDelivery(tx, { ...move, to: 'failed', reason: step.reason, detail: step.detail })
        return
      case 'hand-over':
        if (step.contactState && delivery.contactId) await markContact(tx, delivery.contactId, step)
        await handOver(deps, tx, { ...move, delivery, reason: step.reason, detail: step.detail, traces })
        return
      case 'send-notice': {
        const changes = { messageKind: 'notice', notBefore: null }
        await moveDelivery(tx, { ...move, to: 'planned', reason: 'window-closed', detail: step.detail, changes })
        return
      }
      case 'stop-broadcast':
        await moveDelivery(tx, { ...move, to: 'failed', reason: 'rejected', detail: step.detail })
        await stopBroadcast(tx, { id: delivery.broadcastId, reason: 'rejected', detail: step.detail, at })
        return
      case 'stop-account':
        await stopAccount(tx, delivery, step.detail, at)
        await moveDelivery(tx, {
          ...move,
          to: 'planned',
          reason: 'misconfigured',
          detail: step.detail,
          changes: { attempt: delivery.attempt },
        })
        return
      case 'leave-unknown':
        await moveDelivery(tx, { ...move, to: 'unknown', reason: 'no-answer', detail: step.detail })
        return
      default:
        step satisfies never
    }
  })
  if (step.kind === 'stop-account' || step.kind === 'stop-broadcast') {
    deps.log.error({ account: delivery.accountId, broadcast: delivery.broadcastId, step: step.kind }, 'sending stopped')
  }
}

// A late answer still counts when a sweep gave the row up in the meantime.
const fromStates = (from: DeliveryState): readonly DeliveryState[] =>
  from === 'sending' ? ['sending', 'unknown'] : [from]

async function stopAccount(tx: Transaction, delivery: SendableDelivery, detail: string, at: Date) {
  if (!delivery.accountId) return
  await raiseAlarm(tx, delivery.accountId, detail)
  await returnQueuedOfAccount(tx, delivery.accountId, at)
}
