import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { openingAt } from '../organisations/office-calendar.ts'
import type { Broadcast } from './broadcast.ts'
import { holdBroadcast, lockBroadcast } from './controls.repository.ts'
import { type HoldRules, holdOf } from './hold.ts'
import { findOffices, type Standing } from './holds.repository.ts'
import { letGo } from './let-go.ts'

type HoldDeps = Pick<Deps, 'db' | 'clock' | 'channels' | 'log' | 'timeZone'>

/** Lets go what was held until now, and holds where it stands what runs into an office's quiet hours or a day off. Gives how many changed. */
export async function keepOfficeHours(deps: HoldDeps): Promise<number> {
  const now = deps.clock.now()
  let changed = 0
  for (const { settings, broadcasts } of await findOffices(deps.db)) {
    const rules = { ...settings, timeZone: deps.timeZone }
    const open = openingAt(now, rules).at <= now
    // While the office is open nothing new is held: only those that are held already are looked at.
    for (const { id, organisationId } of broadcasts.filter(({ state }) => state === 'held' || !open)) {
      const at = deps.clock.now()
      const work = async (tx: Transaction) => {
        const broadcast = await lockBroadcast(tx, organisationId, id)
        return broadcast !== null && keepHours(deps, tx, broadcast, rules, at)
      }
      const hasChanged = await inTransaction(deps.db, work, wholeAudience).catch((error: unknown) => {
        // One that cannot go must not hold up all others.
        deps.log.error({ broadcastId: id, err: error }, 'office hours could not be kept for a broadcast')
        return false
      })
      if (hasChanged) changed += 1
    }
  }
  return changed
}

/** The ledger of a whole country stands or falls together. */
const wholeAudience = { withinMs: 60_000 }

async function keepHours(
  deps: HoldDeps,
  tx: Transaction,
  broadcast: Broadcast,
  rules: HoldRules,
  at: Date,
): Promise<boolean> {
  const { id, state, stateReason } = broadcast
  const hold = holdOf(broadcast, rules, at)
  if (state === 'held' && !hold) {
    await letGo(deps, tx, broadcast, at)
    deps.log.info({ broadcastId: id, was: stateReason }, 'a held broadcast goes')
    return true
  }
  if (!hold || (state !== 'held' && state !== 'sending') || stands(broadcast, hold)) return false
  await holdBroadcast(tx, id, hold, at)
  deps.log.info({ broadcastId: id, because: hold.reason, until: hold.until }, 'a broadcast is held')
  return true
}

/** Changed office hours give a held one another moment, or another reason. */
const stands = (
  { state, stateReason, heldUntil }: Standing,
  hold: { readonly reason: string; readonly until: Date },
): boolean => state === 'held' && stateReason === hold.reason && heldUntil?.getTime() === hold.until.getTime()
