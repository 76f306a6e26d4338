import type { Deps } from '../deps.ts'
import { may } from '../staff/staff.ts'
import { broadcastOver } from './broadcasts.errors.ts'
import { type ControlInput, controlBroadcast } from './control-broadcast.ts'
import { pauseByStaff } from './controls.repository.ts'

/** Nothing more of it goes until it is resumed; what is on its way comes to its own end. One that stands still already stays as it is. */
export async function pauseBroadcast(deps: Pick<Deps, 'db' | 'clock'>, input: ControlInput): Promise<void> {
  await controlBroadcast(deps, input, may.send, async (tx, { id, state }, at) => {
    if (state === 'stopped') return undefined
    if (state !== 'held' && state !== 'sending') throw broadcastOver()
    await pauseByStaff(tx, id, input.by.id, at)
    return { action: 'broadcast-paused' }
  })
}
