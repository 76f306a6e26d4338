import type { Transaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import type { Broadcast } from './broadcast.ts'
import { holdBroadcast, markSending } from './controls.repository.ts'
import { holdOf } from './hold.ts'

/**
 * A finished or cancelled broadcast is under way again because some of its deliveries are to go once more: now, or when the office
 * sends again. The caller holds it locked and gives it as it was then. False while nothing of it goes.
 */
export async function reopenBroadcast(
  { timeZone }: Pick<Deps, 'timeZone'>,
  tx: Transaction,
  broadcast: Broadcast,
  at: Date,
): Promise<boolean> {
  const { id, organisationId, state } = broadcast
  if (state !== 'finished' && state !== 'cancelled') return state === 'sending'
  const { settings } = await loadOrganisation(tx, organisationId)
  const hold = holdOf(broadcast, { ...settings, timeZone }, at)
  if (hold) await holdBroadcast(tx, id, hold, at)
  else await markSending(tx, id, at)
  return hold === undefined
}
