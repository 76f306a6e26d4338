import type { Clock } from '../../../src/platform/clock.ts'
import { callsPerMinute, type OfficialAccount } from './official-accounts.ts'

export type Allowance = { readonly allowed: boolean; readonly headers: Readonly<Record<string, string>> }

/** Counts an account's calls of the running minute; by real time, like the pace of those who call. */
export function createRateLimit(realClock: Clock): (account: OfficialAccount) => Allowance {
  const counts = new Map<string, { readonly minute: number; readonly calls: number }>()
  return (account) => {
    const limit = callsPerMinute[account.package] ?? 100
    const minute = Math.floor(realClock.now().getTime() / 60_000)
    const last = counts.get(account.oaId)
    const calls = (last?.minute === minute ? last.calls : 0) + 1
    counts.set(account.oaId, { minute, calls })
    const remain = String(Math.max(0, limit - calls))
    return { allowed: calls <= limit, headers: { 'X-RateLimit-Limit': String(limit), 'X-RateLimit-Remain': remain } }
  }
}
