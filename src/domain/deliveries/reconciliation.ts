import { type DeliveryReason, type DeliveryState, type Ledger, ledgerFrom } from './delivery.ts'

/** Deliveries of a broadcast that are alike; together the groups are its whole ledger, each row in exactly one. */
export type LedgerGroup = {
  readonly state: DeliveryState
  readonly reason: DeliveryReason | null
  readonly surface: string | null
  readonly accountId: string | null
  readonly count: number
  readonly costVnd: number
  /** How many of them were settled within the last minute, and since the sending went on. */
  readonly recent: number
  /** When the first and the last of them was handed to its platform. */
  readonly firstAt: Date | null
  readonly lastAt: Date | null
  /** In how many of their chats it was searched, and when last. */
  readonly lookedUp: number
  readonly lookedUpAt: Date | null
}

/** The counts of a broadcast from one snapshot, so that they always add up to its audience. */
export type Reconciliation = {
  readonly ledger: Ledger
  readonly groups: readonly LedgerGroup[]
  readonly costVnd: number
}

export const reconciliationFrom = (groups: readonly LedgerGroup[]): Reconciliation => ({
  ledger: ledgerFrom(groups),
  groups,
  costVnd: groups.reduce((sum, { costVnd }) => sum + costVnd, 0),
})

/** Why deliveries are in this state, the most frequent reason first; what needs no reason is left out. */
export function reasonsOf(
  { groups }: Reconciliation,
  state: DeliveryState,
): readonly { readonly reason: DeliveryReason; readonly count: number }[] {
  const counts = new Map<DeliveryReason, number>()
  for (const group of groups)
    if (group.state === state && group.reason) counts.set(group.reason, (counts.get(group.reason) ?? 0) + group.count)
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .toSorted((one, other) => other.count - one.count || one.reason.localeCompare(other.reason))
}

/** How far back a pace is looked at. */
const recentMs = 60_000

/** A pause says nothing about the pace, nor does what went before it. */
export const recentlyFrom = (now: Date, since: Date | null): Date =>
  new Date(Math.max(now.getTime() - recentMs, since?.getTime() ?? 0))

/** What is still to go: a finished broadcast has none of it. */
export const leftToGo = ({ planned, queued, sending }: Ledger): number => planned + queued + sending
