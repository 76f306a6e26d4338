import { staffActor } from '../audit/audit-entry.ts'
import { type ControlDeps, type ControlInput, controlBroadcast, goOn } from '../broadcasts/control-broadcast.ts'
import { reopenBroadcast } from '../broadcasts/reopen-broadcast.ts'
import { publicationRecalled } from '../publications/publications.errors.ts'
import { may } from '../staff/staff.ts'
import { isRecalled, settleUnknownOf } from './unknown.repository.ts'

/** Staff says of all unknown deliveries of a broadcast that they arrived, or that they are to go once more; a second press finds none. */
export async function settleAllUnknown(
  deps: ControlDeps,
  input: ControlInput & { readonly as: 'received' | 'resend' },
): Promise<{ readonly settled: number }> {
  const { as, by } = input
  let settled = 0
  await controlBroadcast(deps, input, may.settle, async (tx, broadcast, at) => {
    const { id, kind, publicationId } = broadcast
    // The publication is locked: a recall waits, and then ends the broadcast.
    const resends = as === 'resend' && kind === 'publication' && publicationId !== null
    if (resends && (await isRecalled(tx, publicationId))) throw publicationRecalled()
    settled = await settleUnknownOf(tx, { broadcastId: id, as, by: staffActor(by), at })
    if (settled === 0) return undefined
    if (as === 'resend') await reopenBroadcast(deps, tx, broadcast, at)
    return { action: `broadcast-unknown-settled-as-${as}`, detail: { settled } }
  })
  if (settled > 0 && as === 'resend') await goOn(deps)
  return { settled }
}
