import type { Deps } from '../deps.ts'
import { openingAt } from '../organisations/office-calendar.ts'
import type { OrganisationSettings } from '../organisations/organisation.ts'
import type { Broadcast, BroadcastReason } from './broadcast.ts'

/** Until when nothing of a broadcast goes, and why. */
export type Hold = {
  readonly until: Date
  readonly reason: Extract<BroadcastReason, 'abort-window' | 'quiet-hours' | 'day-off'>
  /** The name of the day off, when it has one. */
  readonly detail: string | null
}

export type HoldFacts = Pick<Broadcast, 'kind' | 'createdAt' | 'scheduleId' | 'urgentAgreedBy'>
export type HoldRules = Pick<OrganisationSettings, 'quietHours' | 'calendar' | 'abortWindowSeconds'> &
  Pick<Deps, 'timeZone'>

/** What holds a broadcast at this moment; undefined when it may go. */
export function holdOf(broadcast: HoldFacts, rules: HoldRules, now: Date): Hold | undefined {
  // A recall takes content back, which never waits; and two people have let an urgent one go.
  if (broadcast.kind === 'recall' || broadcast.urgentAgreedBy !== null) return undefined
  const opening = openingAt(abortUntil(broadcast, rules, now), rules)
  if (opening.at <= now) return undefined
  return { until: opening.at, reason: opening.because ?? 'abort-window', detail: opening.day }
}

/** Only what somebody sent by a button can be called back: a schedule was there to be called off all the time. */
function abortUntil({ kind, scheduleId, createdAt }: HoldFacts, { abortWindowSeconds }: HoldRules, now: Date): Date {
  if (kind !== 'publication' || scheduleId !== null) return now
  // A clock that was put back makes no window longer.
  const from = Math.min(createdAt.getTime(), now.getTime())
  return new Date(Math.max(from + abortWindowSeconds * 1_000, now.getTime()))
}
