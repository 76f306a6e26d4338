import type { Deps } from '../deps.ts'
import { may } from '../staff/staff.ts'
import type { Broadcast } from './broadcast.ts'
import {
  broadcastOver,
  urgencyByOnePerson,
  urgencyNotAsked,
  urgencyNotNeeded,
  urgencyWithoutReason,
} from './broadcasts.errors.ts'
import { type ControlDeps, type ControlInput, controlBroadcast, goOn } from './control-broadcast.ts'
import { letGo } from './let-go.ts'
import { keepUrgencyAgreed, keepUrgencyAsked } from './urgency.repository.ts'

/** Somebody who may send asks that neither abort window nor office hours hold it, and says why; asked once, it stays asked. */
export async function askForUrgency(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: ControlInput & { readonly reason: string },
): Promise<void> {
  const reason = input.reason.normalize('NFC').replace(/\s+/g, ' ').trim()
  if (reason.length < shortestReason || reason.length > longestReason) throw urgencyWithoutReason()
  await controlBroadcast(deps, input, may.send, async (tx, broadcast, at) => {
    assertUnderWay(broadcast)
    // Nothing holds what tells of a recall.
    if (broadcast.kind === 'recall') throw urgencyNotNeeded()
    if (broadcast.urgentBy !== null) return undefined
    await keepUrgencyAsked(tx, broadcast.id, { reason, by: input.by.id, at })
    return { action: 'broadcast-urgency-asked', detail: { reason } }
  })
}

/** An approver who is not the one that asked agrees: it goes at once, and only a pause holds it from now on. */
export async function agreeToUrgency(deps: ControlDeps, input: ControlInput): Promise<void> {
  const agreed = await controlBroadcast(deps, input, may.decide, async (tx, broadcast, at) => {
    const { id, state, urgentBy, urgentReason } = broadcast
    assertUnderWay(broadcast)
    if (broadcast.urgentAgreedBy !== null) return undefined
    if (urgentBy === null || urgentReason === null) throw urgencyNotAsked()
    if (urgentBy === input.by.id) throw urgencyByOnePerson()
    await keepUrgencyAgreed(tx, id, { by: input.by.id, at })
    if (state === 'held') await letGo(deps, tx, broadcast, at)
    return { action: 'broadcast-urgency-agreed', detail: { reason: urgentReason, askedBy: urgentBy } }
  })
  if (agreed) await goOn(deps)
}

const shortestReason = 10
const longestReason = 500

function assertUnderWay({ state }: Broadcast): void {
  if (state === 'finished' || state === 'cancelled') throw broadcastOver()
}
