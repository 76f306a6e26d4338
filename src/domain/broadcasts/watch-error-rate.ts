import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { stopBroadcast } from '../deliveries/stops.repository.ts'
import type { Deps } from '../deps.ts'
import { organisationSettings } from '../organisations/organisation.ts'
import { lockBroadcast } from './controls.repository.ts'
import { countSettled, findFailing } from './error-rate.repository.ts'

/** Stops every broadcast of which too many deliveries fail for technical reasons; gives how many. */
export async function watchErrorRate(deps: Pick<Deps, 'db' | 'clock' | 'log'>): Promise<number> {
  let stopped = 0
  const seen = judged.get(deps.db) ?? new Map<string, number>()
  judged.set(deps.db, seen)
  for (const { id, organisationId, countedFrom, failures, ...office } of await findFailing(deps.db)) {
    const { percent, afterDeliveries } = organisationSettings.parse(office.settings).errorRate
    // So many of them are too many of no number of deliveries that may be judged.
    if (failures * 100 <= percent * afterDeliveries) continue
    const last = seen.get(id)
    if (last !== undefined && failures >= last && failures < last * worthALook) continue
    seen.delete(id)
    const settled = await countSettled(deps.db, id, countedFrom)
    if (settled < afterDeliveries) continue
    if (failures * 100 <= percent * settled) {
      seen.set(id, failures)
      continue
    }
    const detail = `${failures}/${settled}`
    const at = deps.clock.now()
    const now = await inTransaction(deps.db, async (tx) => {
      const broadcast = await lockBroadcast(tx, organisationId, id)
      if (broadcast?.state !== 'sending') return false
      await stopBroadcast(tx, { id, reason: 'error-rate', detail, at })
      const entry = { action: 'broadcast-stopped', subject: `broadcast:${id}` }
      const why = { reason: 'error-rate', failures, settled, percent }
      await recordAudit(tx, { organisationId, at, actor: 'system', ...entry, detail: why })
      return true
    })
    if (!now) continue
    stopped += 1
    deps.log.warn({ broadcastId: id, failures, settled, percent }, 'a broadcast stopped: too many technical failures')
  }
  return stopped
}

/**
 * How many failures were found to be few enough: as long as hardly any come to them there is no need to count a whole ledger again,
 * since what else is settled only makes them fewer.
 */
const judged = new WeakMap<object, Map<string, number>>()
const worthALook = 1.02
