import type { Deps } from '../deps.ts'
import { may } from '../staff/staff.ts'
import { broadcastOver } from './broadcasts.errors.ts'
import { type ControlInput, controlBroadcast } from './control-broadcast.ts'
import { endBroadcast } from './controls.repository.ts'

/** Nothing more of it goes, ever; what has not gone is skipped, what is on its way comes to its own end in the ledger. */
export async function cancelBroadcast(deps: Pick<Deps, 'db' | 'clock'>, input: ControlInput): Promise<void> {
  await controlBroadcast(deps, input, may.send, async (tx, { id, state }, at) => {
    if (state === 'cancelled') return undefined
    if (!(await endBroadcast(tx, id, { at, by: input.by.id, reason: 'by-staff' }))) throw broadcastOver()
    return { action: 'broadcast-cancelled' }
  })
}
