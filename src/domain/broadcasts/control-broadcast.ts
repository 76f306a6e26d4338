import { isCollision } from '../../platform/database-away.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { lockPublication } from '../publications/publications.repository.ts'
import type { Role } from '../staff/staff.ts'
import type { Broadcast } from './broadcast.ts'
import { broadcastNotFound } from './broadcasts.errors.ts'
import { findBroadcast } from './broadcasts.repository.ts'
import { lockBroadcast } from './controls.repository.ts'
import { topUp } from './top-up.ts'

/** What every control of a broadcast is asked with. */
export type ControlInput = {
  readonly broadcastId: string
  readonly organisationId: string
  readonly by: ActingStaff
}
export type ControlDeps = Pick<Deps, 'db' | 'clock' | 'channels' | 'queue' | 'log' | 'timeZone'>

/** What a control has changed, for the audit; undefined when it was so already. */
export type Controlled = { readonly action: string; readonly detail?: Readonly<Record<string, string | number>> }

/**
 * Runs a control with the broadcast's row locked, so that of two clicks at once the second finds what the first has done, and
 * writes one audit entry when something changed.
 */
export async function controlBroadcast(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: ControlInput,
  allowed: readonly Role[],
  work: (tx: Transaction, broadcast: Broadcast, at: Date) => Promise<Controlled | undefined>,
): Promise<boolean> {
  const { broadcastId, organisationId, by } = input
  assertAllowed(by, organisationId, allowed)
  const found = await findBroadcast(deps.db, organisationId, broadcastId)
  return inTransactionAgain(
    deps,
    async (tx) => {
      // A recall takes them in this order, so that neither waits for the other for ever.
      if (found?.publicationId) await lockPublication(tx, found.publicationId)
      const broadcast = await lockBroadcast(tx, organisationId, broadcastId)
      if (!broadcast) throw broadcastNotFound()
      const at = deps.clock.now()
      const changed = await work(tx, broadcast, at)
      if (!changed) return false
      const entry = { organisationId, at, actor: staffActor(by), subject: `broadcast:${broadcastId}` }
      await recordAudit(tx, { ...entry, ...changed })
      return true
    },
    tries,
  )
}

const tries = 3

/** Once more when its rows met with those of a lane that was being filled or sent: nothing was written then. */
async function inTransactionAgain<T>(
  deps: Pick<Deps, 'db'>,
  work: (tx: Transaction) => Promise<T>,
  left: number,
): Promise<T> {
  try {
    return await inTransaction(deps.db, work, wholeAudience)
  } catch (error) {
    if (left <= 1 || !isCollision(error)) throw error
    return inTransactionAgain(deps, work, left - 1)
  }
}

/** The ledger of a whole country stands or falls together. */
const wholeAudience = { withinMs: 60_000 }

/** Hands over at once what may go again; when the queue is away now, the sweep does it a moment later. */
export async function goOn(deps: ControlDeps): Promise<void> {
  await topUp(deps).catch((error: unknown) => deps.log.warn({ err: error }, 'queue is away'))
}
