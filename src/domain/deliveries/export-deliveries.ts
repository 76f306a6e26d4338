import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import { broadcastNotFound } from '../broadcasts/broadcasts.errors.ts'
import { findBroadcast } from '../broadcasts/broadcasts.repository.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { may } from '../staff/staff.ts'
import type { DeliveryReason, DeliveryState } from './delivery.ts'
import { type DeliveryLine, everyDeliveryLine } from './ledger.repository.ts'
import { reconcile } from './reconciliation.repository.ts'

/** A list of a broadcast to take away, for whoever may see it on the screen; that it was taken is recorded, with how many people are in it. */
export async function exportDeliveries(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: {
    readonly broadcastId: string
    readonly organisationId: string
    readonly by: ActingStaff
    readonly state?: DeliveryState
    readonly reason?: DeliveryReason
    readonly format: 'csv' | 'xlsx'
  },
): Promise<AsyncGenerator<readonly DeliveryLine[]>> {
  const { broadcastId, organisationId, by, format, state, reason } = input
  assertAllowed(by, organisationId, may.read)
  if (!(await findBroadcast(deps.db, organisationId, broadcastId))) throw broadcastNotFound()
  const at = deps.clock.now()
  const { groups } = await reconcile(deps.db, { broadcastId, now: at })
  const people = groups
    .filter((group) => (!state || group.state === state) && (!reason || group.reason === reason))
    .reduce((sum, { count }) => sum + count, 0)
  const detail = { format, state: state ?? null, reason: reason ?? null, people }
  const entry = { action: 'deliveries-exported', subject: `broadcast:${broadcastId}`, detail }
  await inTransaction(deps.db, (tx) => recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry }))
  return everyDeliveryLine(deps.db, { broadcastId, ...(state && { state }), ...(reason && { reason }) })
}
