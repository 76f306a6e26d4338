import { describe, expect, test } from 'vitest'
import { type LedgerGroup, reasonsOf, reconciliationFrom } from '../../../src/domain/deliveries/reconciliation.ts'
import { ceilingsPerSecond, expectedEnd, stretchOf } from '../../../src/domain/deliveries/sending-rate.ts'

const now = new Date('2026-11-23T03:10:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000)
const group = (of: Partial<LedgerGroup>): LedgerGroup => ({
  state: 'sent',
  reason: null,
  surface: 'telegram',
  accountId: 'telegram',
  count: 0,
  costVnd: 0,
  recent: 0,
  firstAt: null,
  lastAt: null,
  lookedUp: 0,
  lookedUpAt: null,
  ...of,
})
const paces: Readonly<Record<string, { messages: number; perMs: number }>> = {
  telegram: { messages: 3, perMs: 100 },
  zalo: { messages: 100, perMs: 60_000 },
}
const paceOf = (id: string) => paces[id]
const went = (accountId: string, recent: number) =>
  group({ accountId, count: 5_000, recent, firstAt: ago(300), lastAt: ago(1) })
const left = (accountId: string, count: number) => group({ state: 'planned', accountId, count })
const inSeconds = (seconds: number) => ({ kind: 'at', at: new Date(now.getTime() + seconds * 1_000) })

describe('the expected end', () => {
  test.each<[string, readonly LedgerGroup[], unknown]>([
    ['follows the pace before anything went', [left('telegram', 300)], inSeconds(10)],
    ['follows the last minute', [went('telegram', 600), left('telegram', 300)], inSeconds(30)],
    [
      'is that of the slowest account',
      [went('telegram', 600), left('telegram', 300), went('zalo', 60), left('zalo', 120)],
      inSeconds(120),
    ],
    ['is unknown when nothing went for a minute', [went('telegram', 0), left('telegram', 300)], { kind: 'still' }],
    ['is not told for an account that is off', [left('off', 10)], undefined],
    ['is not told when nothing is left', [went('telegram', 600)], undefined],
  ])('%s', (_label, groups, expected) => {
    expect(expectedEnd(groups, paceOf, now, null)).toEqual(expected)
  })
})

test('is told anew from the moment a pause ended, not from what went before it', () => {
  const went10 = group({ accountId: 'telegram', count: 5_000, recent: 100, firstAt: ago(300), lastAt: ago(1) })
  expect(expectedEnd([went10, left('telegram', 300)], paceOf, now, ago(10))).toEqual(inSeconds(30))
  expect(expectedEnd([went('telegram', 0), left('telegram', 300)], paceOf, now, ago(2))).toEqual(inSeconds(10))
})

test('the ceiling of a stretch is what the accounts that have something to send may do together', () => {
  const stretches = { from: ago(300), stretchMs: 100_000, count: 3 }
  const done = group({ accountId: 'zalo', count: 5, firstAt: ago(300), lastAt: ago(250) })
  const ceilings = ceilingsPerSecond([went('telegram', 1), left('telegram', 1), done], paceOf, stretches)
  expect(ceilings).toEqual([30 + 100 / 60, 30, 30])
  expect(ceilingsPerSecond([left('telegram', 1)], paceOf, stretches)).toEqual([30, 30, 30])
  expect(ceilingsPerSecond([left('off', 1)], paceOf, stretches)).toBeUndefined()
})

test.each([
  [0, 1_000],
  [59_000, 1_000],
  [60_000, 2_000],
  [3_600_000, 120_000],
  [40 * 86_400_000, 86_400_000],
])('%i ms are drawn in at most sixty stretches of %i ms', (spanMs, expected) => {
  expect(stretchOf(spanMs)).toBe(expected)
})

test('groups of one state are one count, and its reasons add up to it', () => {
  const failed = (reason: LedgerGroup['reason'], surface: string, count: number) =>
    group({ state: 'failed', reason, surface, count })
  const reconciliation = reconciliationFrom([
    failed('blocked', 'zalo', 2),
    failed('gone', 'zalo', 4),
    failed('blocked', 'telegram', 3),
    group({ count: 10 }),
  ])
  expect(reconciliation.ledger).toMatchObject({ audience: 19, failed: 9, sent: 10 })
  expect(reasonsOf(reconciliation, 'failed')).toEqual([
    { reason: 'blocked', count: 5 },
    { reason: 'gone', count: 4 },
  ])
})
