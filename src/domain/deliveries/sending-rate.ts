import type { Channel } from '../../channels/channel.ts'
import type { DeliveryState } from './delivery.ts'
import { type LedgerGroup, recentMs } from './reconciliation.ts'

/** How many messages went out in each stretch of a sending; stretches in which none went are not told. */
export type SendingRate = {
  readonly from: Date
  readonly to: Date
  readonly stretchMs: number
  /** `at` counts stretches from `from`. */
  readonly stretches: readonly { readonly at: number; readonly messages: number }[]
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const lengths = [
  second,
  2 * second,
  5 * second,
  10 * second,
  30 * second,
  minute,
  2 * minute,
  5 * minute,
  15 * minute,
  hour,
  6 * hour,
  24 * hour,
  7 * 24 * hour,
]
const mostStretches = 60

/** The shortest stretch of which so many fill the time that a chart stays readable. */
export const stretchOf = (spanMs: number): number =>
  lengths.find((length) => spanMs < length * mostStretches) ?? (lengths.at(-1) as number)

/** Between the first and the last message; undefined before the first. */
export function spanOf(groups: readonly LedgerGroup[]): { readonly from: Date; readonly to: Date } | undefined {
  const went = groups.filter(({ state, accountId }) => accountId !== null && goneStates.includes(state))
  const times = went.flatMap(({ firstAt, lastAt }) => (firstAt && lastAt ? [firstAt, lastAt] : [])).map(Number)
  if (times.length === 0) return undefined
  return { from: new Date(Math.min(...times)), to: new Date(Math.max(...times)) }
}

/** What has been handed to a platform and perhaps arrived. */
export const goneStates: readonly DeliveryState[] = ['sent', 'unknown']

export type PaceOf = (accountId: string) => Channel['pace'] | undefined

/** What the accounts of a sending may send together, in messages per second; undefined when none of them is on. */
export function ceilingPerSecond(groups: readonly LedgerGroup[], paceOf: PaceOf): number | undefined {
  const paces = accountsOf(groups).flatMap((id) => paceOf(id) ?? [])
  return paces.length === 0
    ? undefined
    : paces.reduce((sum, { messages, perMs }) => sum + (messages * 1_000) / perMs, 0)
}

const accountsOf = (groups: readonly LedgerGroup[]): readonly string[] => [
  ...new Set(groups.flatMap(({ accountId }) => accountId ?? [])),
]

/** `at` by the last minute's rate of the slowest account, by its pace before there is one; `still`: nothing goes, and nothing says why. */
export type ExpectedEnd = { readonly kind: 'at'; readonly at: Date } | { readonly kind: 'still' }

/** Undefined when nothing is left, or when what is left waits for accounts that are not on. */
export function expectedEnd(groups: readonly LedgerGroup[], paceOf: PaceOf, now: Date): ExpectedEnd | undefined {
  const waits = accountsOf(groups).flatMap((accountId) => {
    const own = groups.filter((group) => group.accountId === accountId)
    const left = own.filter(({ state }) => openStates.includes(state)).reduce((sum, { count }) => sum + count, 0)
    const pace = paceOf(accountId)
    if (left === 0 || !pace) return []
    const tried = own.filter(({ state }) => !openStates.includes(state) && state !== 'skipped')
    const began = Math.min(...own.map(({ firstAt }) => firstAt?.getTime() ?? Number.POSITIVE_INFINITY))
    const overMs = Math.min(recentMs, now.getTime() - began)
    const recent = tried.reduce((sum, group) => sum + group.recent, 0)
    // The first seconds say nothing yet.
    if (!(overMs >= 5_000)) return [(left * pace.perMs) / pace.messages]
    return [recent === 0 ? Number.POSITIVE_INFINITY : (left * overMs) / recent]
  })
  if (waits.length === 0) return undefined
  const longest = Math.max(...waits)
  return Number.isFinite(longest) ? { kind: 'at', at: new Date(now.getTime() + longest) } : { kind: 'still' }
}

const openStates: readonly DeliveryState[] = ['planned', 'queued', 'sending']
