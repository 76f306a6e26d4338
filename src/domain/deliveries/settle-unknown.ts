import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import { lockBroadcast, reopenBroadcast } from '../broadcasts/controls.repository.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { publicationRecalled } from '../publications/publications.errors.ts'
import { may } from '../staff/staff.ts'
import { deliveryNotFound, deliveryNotUnknown } from './deliveries.errors.ts'
import { findSendable, moveDelivery } from './deliveries.repository.ts'
import { arrivedWithoutAnswer, wasDecided } from './unknown.repository.ts'

/** Staff says what became of an unknown delivery: it arrived after all, or it is to go once more. Saying the same again changes nothing. */
export async function settleUnknown(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: { readonly deliveryId: string; readonly as: 'received' | 'resend'; readonly by: ActingStaff },
): Promise<void> {
  const { deliveryId, as, by } = input
  const at = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    const delivery = await findSendable(tx, deliveryId)
    if (!delivery || delivery.organisationId !== by.organisationId) throw deliveryNotFound()
    assertAllowed(by, delivery.organisationId, may.settle)
    // In the order all take them, so that nobody waits for ever for another who settles all at once.
    await lockBroadcast(tx, delivery.organisationId, delivery.broadcastId)
    if (as === 'resend' && delivery.recalled) throw publicationRecalled()
    const move = { id: deliveryId, attempt: delivery.attempt, from: ['unknown'], at, by: staffActor(by) } as const
    const moved =
      as === 'received'
        ? await moveDelivery(tx, { ...move, to: 'sent', changes: arrivedWithoutAnswer(delivery) })
        : await moveDelivery(tx, { ...move, to: 'planned', reason: 'sent-again', changes: { notBefore: null } })
    if (!moved) {
      // A second press finds what the first has done.
      if (await wasDecided(tx, delivery, as)) return
      throw deliveryNotUnknown()
    }
    if (as === 'resend') await reopenBroadcast(tx, delivery.broadcastId, at)
    const { organisationId } = delivery
    const entry = { action: `delivery-settled-as-${as}`, subject: `delivery:${deliveryId}` }
    await recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry })
  })
}
