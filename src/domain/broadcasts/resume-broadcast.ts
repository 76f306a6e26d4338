import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { may } from '../staff/staff.ts'
import { broadcastOver } from './broadcasts.errors.ts'
import { type ControlDeps, type ControlInput, controlBroadcast, goOn } from './control-broadcast.ts'
import { holdBroadcast } from './controls.repository.ts'
import { holdOf } from './hold.ts'
import { letGo } from './let-go.ts'

/** Goes on with what was stopped, or waits for its moment when that is still to come; its failed deliveries stay failed. */
export async function resumeBroadcast(deps: ControlDeps, input: ControlInput): Promise<void> {
  const resumed = await controlBroadcast(deps, input, may.send, async (tx, broadcast, at) => {
    if (broadcast.state === 'held' || broadcast.state === 'sending') return undefined
    if (broadcast.state !== 'stopped') throw broadcastOver()
    const { settings } = await loadOrganisation(tx, broadcast.organisationId)
    const hold = holdOf(broadcast, { ...settings, timeZone: deps.timeZone }, at)
    if (hold) await holdBroadcast(tx, broadcast.id, hold, at)
    else await letGo(deps, tx, broadcast, at)
    return { action: 'broadcast-resumed' }
  })
  if (resumed) await goOn(deps)
}
