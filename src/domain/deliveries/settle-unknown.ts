import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import { lockBroadcast } from '../broadcasts/controls.repository.ts'
import { reopenBroadcast } from '../broadcasts/reopen-broadcast.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { publicationRecalled } from '../publications/publications.errors.ts'
import { lockPublication } from '../publications/publications.repository.ts'
import { may } from '../staff/staff.ts'
import { deliveryNotFound, deliveryNotUnknown } from './deliveries.errors.ts'
import { findSendable, moveDelivery } from './deliveries.repository.ts'
import { arrivedWithoutAnswer, wasDecided } from './unknown.repository.ts'

type Settling = {
  readonly deliveryId: string
  readonly as: 'received' | 'resend'
  readonly by: ActingStaff
  /** The attempt whose end nobody knew when it was decided: the decision is about no later one. */
  readonly attempt?: number | undefined
}

/** Staff says what became of an unknown delivery: it arrived after all, or it is to go once more. Saying the same again changes nothing. */
export async function settleUnknown(
  deps: Pick<Deps, 'db' | 'clock' | 'timeZone'>,
  { deliveryId, as, by, attempt }: Settling,
): Promise<void> {
  const found = await findSendable(deps.db, deliveryId)
  if (!found || found.organisationId !== by.organisationId) throw deliveryNotFound()
  const { organisationId } = found
  assertAllowed(by, organisationId, may.settle)
  await inTransaction(deps.db, async (tx) => {
    // In the order all take them: a recall waits, and then ends the broadcast, or is seen here.
    if (found.publicationId) await lockPublication(tx, found.publicationId)
    const broadcast = await lockBroadcast(tx, organisationId, found.broadcastId)
    const delivery = await findSendable(tx, deliveryId)
    if (!broadcast || !delivery) throw deliveryNotFound()
    const at = deps.clock.now()
    if (as === 'resend' && delivery.recalled) throw publicationRecalled()
    const from = { id: deliveryId, attempt: attempt ?? delivery.attempt, from: ['unknown'] } as const
    const move = { ...from, at, by: staffActor(by) }
    const moved =
      as === 'received'
        ? await moveDelivery(tx, { ...move, to: 'sent', changes: arrivedWithoutAnswer(delivery) })
        : await moveDelivery(tx, { ...move, to: 'planned', reason: 'sent-again', changes: { notBefore: null } })
    if (!moved) {
      if (await isSoAlready(tx, deliveryId, as, attempt)) return
      throw deliveryNotUnknown()
    }
    if (as === 'resend') await reopenBroadcast(deps, tx, broadcast, at)
    const entry = { action: `delivery-settled-as-${as}`, subject: `delivery:${deliveryId}` }
    await recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry })
  })
}

/** A second press finds what the first has done, and somebody's own tap may have said before them that it arrived. */
async function isSoAlready(
  tx: Transaction,
  deliveryId: string,
  as: 'received' | 'resend',
  attempt: number | undefined,
): Promise<boolean> {
  const delivery = await findSendable(tx, deliveryId)
  if (!delivery) return false
  if (as === 'received' && delivery.state === 'sent' && delivery.attempt === attempt) return true
  return wasDecided(tx, delivery, as, attempt)
}
