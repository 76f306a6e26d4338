import type { SendTrace } from '../../channels/send-outcome.ts'
import type { Transaction } from '../../platform/postgres.ts'
import { findReportersById } from '../broadcasts/audience.repository.ts'
import { chooseSurface } from '../broadcasts/choose-surface.ts'
import type { Deps } from '../deps.ts'
import { moveDelivery, type SendableDelivery, type Transition } from './deliveries.repository.ts'
import type { DeliveryReason, DeliveryState } from './delivery.ts'
import { keepPartsLeft } from './earlier-parts.repository.ts'

/** Gives a delivery to the reporter's next surface, never back to one that refused; failed with this reason when none is left. */
export async function handOver(
  deps: Pick<Deps, 'channels'>,
  tx: Transaction,
  input: {
    readonly delivery: SendableDelivery
    readonly attempt: number
    readonly from: readonly DeliveryState[]
    readonly reason: DeliveryReason
    readonly detail?: string
    readonly at: Date
    readonly traces?: readonly SendTrace[]
  },
): Promise<void> {
  const { delivery, attempt, from, reason, detail = null, at, traces = [] } = input
  const tried = [...delivery.triedContacts, ...(delivery.contactId ? [delivery.contactId] : [])]
  const [reporter] = await findReportersById(tx, [delivery.reporterId])
  const choice = reporter && chooseSurface(reporter, deps.channels, at, tried, delivery.noticeAbout)
  const move: Omit<Transition, 'to'> = { id: delivery.id, attempt, from, at, reason, detail, traces }
  const triedContacts = [...new Set(tried)]
  if (choice?.kind === 'chat' || choice?.kind === 'page') await keepPartsLeft(tx, delivery, attempt, from)
  if (choice?.kind === 'chat') {
    const { surface, contactId, accountId, messageKind } = choice
    const changes = { triedContacts, surface, contactId, accountId, messageKind, messageIds: [], notBefore: null }
    await moveDelivery(tx, { ...move, to: 'planned', changes })
  } else if (choice?.kind === 'page') {
    const changes = { triedContacts, ...onPage }
    await moveDelivery(tx, { ...move, reason: null, detail: null, to: 'sent', changes })
  } else {
    await moveDelivery(tx, { ...move, to: 'failed', changes: { triedContacts } })
  }
}

/** It is on the person's page at once; no platform is called. */
export const onPage = {
  surface: 'page',
  messageKind: 'page',
  messageIds: ['page'],
  accountId: null,
  contactId: null,
}
