import { systemClock } from '../../../src/platform/clock.ts'
import type { SandboxFrame } from '../frame.ts'
import { callsPerMinute, type OfficialAccount } from './official-accounts.ts'
import { readSwitches } from './switches.ts'

export type Allowance = { readonly refused?: string; readonly headers: Readonly<Record<string, string>> }

/** Two limiters: the package's per account, which templates do not count against, and 4,000 a minute per app. Both answer -32. */
export function createRateLimit({ store, clock }: SandboxFrame) {
  const counts = new Map<string, { readonly minute: number; readonly calls: number }>()
  const count = (name: string, minute: number): number => {
    const last = counts.get(name)
    const calls = (last?.minute === minute ? last.calls : 0) + 1
    counts.set(name, { minute, calls })
    return calls
  }
  return (account: OfficialAccount, { uncounted }: { readonly uncounted: boolean }): Allowance => {
    const { limits, minutes, appCallsPerMinute } = readSwitches(store)
    if (!limits) return { headers: {} }
    const minute = Math.floor((minutes === 'real' ? systemClock : clock).now().getTime() / 60_000)
    const ofApp = count(`app ${account.appId}`, minute)
    const overApp = ofApp > appCallsPerMinute ? { refused: 'the app is over its limit of calls per minute' } : {}
    if (uncounted) return { ...overApp, headers: {} }
    const limit = callsPerMinute[account.package] ?? 100
    const calls = count(`oa ${account.oaId}`, minute)
    const overOa = calls > limit ? { refused: 'the OA is over its limit of calls per minute' } : {}
    const remain = String(Math.max(0, limit - calls))
    return { ...overOa, ...overApp, headers: { 'X-RateLimit-Limit': String(limit), 'X-RateLimit-Remain': remain } }
  }
}
