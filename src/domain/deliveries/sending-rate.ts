import type { Channel } from '../../channels/channel.ts'
import type { DeliveryState } from './delivery.ts'
import { type LedgerGroup, recentlyFrom } from './reconciliation.ts'

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

/**
 * What the accounts may send together, in messages per second, for each stretch of a sending: an account counts while it has
 * something to send. Undefined when none of them is on.
 */
export function ceilingsPerSecond(
  groups: readonly LedgerGroup[],
  paceOf: PaceOf,
  { from, stretchMs, count }: { readonly from: Date; readonly stretchMs: number; readonly count: number },
): readonly number[] | undefined {
  const atWork = accountsOf(groups).flatMap((accountId) => {
    const own = groups.filter((group) => group.accountId === accountId)
    const pace = paceOf(accountId)
    const span = spanOf(own)
    const left = own.some(({ state }) => openStates.includes(state))
    if (!pace || (!span && !left)) return []
    const until = left ? Number.POSITIVE_INFINITY : Number(span?.to)
    return [{ perSecond: (pace.messages * 1_000) / pace.perMs, from: span ? Number(span.from) : 0, until }]
  })
  if (atWork.length === 0) return undefined
  return Array.from({ length: count }, (_, at) => {
    const begins = from.getTime() + at * stretchMs
    const there = atWork.filter((each) => each.from < begins + stretchMs && each.until >= begins)
    return there.reduce((sum, { perSecond }) => sum + perSecond, 0)
  })
}

const accountsOf = (groups: readonly LedgerGroup[]): readonly string[] => [
  ...new Set(groups.flatMap(({ accountId }) => accountId ?? [])),
]

/** `at` by the last minute's rate of the slowest account, since it went on; by its pace before there is one; `still`: nothing goes, and nothing says why. */
export type ExpectedEnd = { readonly kind: 'at'; readonly at: Date } | { readonly kind: 'still' }

/** Undefined when nothing is left, or when what is left waits for accounts that are not on. */
export function expectedEnd(
  groups: readonly LedgerGroup[],
  paceOf: PaceOf,
  now: Date,
  /** When it went on for the last time. */
  since: Date | null,
): ExpectedEnd | undefined {
  const waits = accountsOf(groups).flatMap((accountId) => {
    const own = groups.filter((group) => group.accountId === accountId)
    const left = own.filter(({ state }) => openStates.includes(state)).reduce((sum, { count }) => sum + count, 0)
    const pace = paceOf(accountId)
    if (left === 0 || !pace) return []
    const tried = own.filter(({ state }) => !openStates.includes(state) && state !== 'skipped')
    const began = Math.min(...own.map(({ firstAt }) => firstAt?.getTime() ?? Number.POSITIVE_INFINITY))
    const overMs = now.getTime() - Math.max(recentlyFrom(now, since).getTime(), began)
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
