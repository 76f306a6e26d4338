import { expect, test } from 'vitest'
import { meaningOf, meaningOfStatus, namespaces, redacted } from '../../../bots/zalo/outcome.ts'
import { systemClock } from '../../../src/platform/clock.ts'

const oa: Readonly<Record<string, readonly number[]>> = {
  throttled: [-32],
  'asset-expired': [-100],
  'not-written': [-200, -214, -234],
  rejected: [-201, -210, -240, -248, -249],
  misconfigured: [-204, -205, -209, -211, -212, -219, -221, -223, -224, -235, -238, -241, -242, -320, -321],
  'recipient-gone': [-213, -217, -227, -237, -244, -403],
  token: [-216, -220, -401],
  'window-closed': [-218, -230, -232],
  degrade: [-233],
}
const zbs: Readonly<Record<string, readonly number[]>> = {
  throttled: [-32],
  'not-written': [-100, -133, -144, -147, -1441, -1471, -1472],
  rejected: [-109, -111, -112, -1121, -1122, -1124, -158, -159],
  misconfigured: [
    ...[-101, -102, -103, -104, -105, -106, -107, -115, -117, -131, -1241, -125, -135, -126, -127],
    ...[-136, -137, -146],
  ],
  'recipient-gone': [-108, -114, -118, -119, -139, -140, -141, -1351],
  token: [-124],
}
const rows = (['oa', 'zbs'] as const).flatMap((namespace) =>
  Object.entries(namespace === 'oa' ? oa : zbs).flatMap(([kind, codes]) =>
    codes.map((code) => ({ namespace, code, kind })),
  ),
)

test.each(rows)('code $code of $namespace means $kind', ({ namespace, code, kind }) => {
  const meaning = meaningOf(namespace, code, 'words', systemClock)
  expect(meaning.kind).toBe(kind)
  if ('code' in meaning) expect(meaning.code).toBe(String(code))
})

test('no code has a meaning that this table does not know', () => {
  for (const namespace of ['oa', 'zbs'] as const) {
    const listed = rows.filter((row) => row.namespace === namespace).map(({ code }) => code)
    expect([...namespaces[namespace].keys()].toSorted()).toEqual(listed.toSorted())
  }
})

test.each([-1, -9999, 1, 404, -118])('a code that nobody knows (%d) is a refusal, never a success', (code) => {
  expect(meaningOf('oa', code, '', systemClock)).toMatchObject({ kind: 'rejected', code: String(code) })
  if (code !== -118)
    expect(meaningOf('zbs', code, '', systemClock)).toMatchObject({ kind: 'rejected', code: String(code) })
})

test.each([
  ['a person who blocked', -244, 'blocked'],
  ['a person who refused invitations', -217, 'blocked'],
  ['a person who left', -213, 'gone'],
])('%s is told apart from others', (_who, code, state) => {
  expect(meaningOf('oa', code, '', systemClock)).toMatchObject({ state })
})

test.each([
  ['2026-11-02T01:00:05.000Z', 55_000],
  ['2026-11-02T01:00:59.500Z', 500],
])('after a limit at %s the account rests until the next minute, and at most two seconds more', (at, restMs) => {
  const meaning = meaningOf('oa', -32, '', systemClock, { now: () => new Date(at) })
  expect(meaning.kind).toBe('throttled')
  const waitMs = meaning.kind === 'throttled' ? meaning.retryAfterMs : 0
  expect(waitMs).toBeGreaterThan(restMs)
  expect(waitMs).toBeLessThanOrEqual(restMs + 2000)
})

test.each([
  ['oa', -234, '2026-11-02T16:00:00Z', 7],
  ['oa', -234, '2026-11-02T22:59:00Z', 1 / 60],
  ['zbs', -133, '2026-11-02T20:00:00Z', 3],
  ['zbs', -144, '2026-11-02T03:00:00Z', 14],
  ['zbs', -1471, '2026-11-02T16:30:00Z', 0.5],
] as const)('%s %d at %s is tried again in %d hours, by Vietnam’s clock', (namespace, code, at, hours) => {
  const meaning = meaningOf(namespace, code, '', { now: () => new Date(at) })
  const waitMs = meaning.kind === 'not-written' ? (meaning.retryAfterMs ?? 0) : 0
  expect(waitMs).toBeGreaterThan(hours * 3_600_000)
  expect(waitMs).toBeLessThanOrEqual(hours * 3_600_000 + 600_000)
})

test.each([
  [401, 'token'],
  [429, 'throttled'],
  [404, 'misconfigured'],
  [403, 'misconfigured'],
])('HTTP %d without a code means %s', (status, kind) => {
  expect(meaningOfStatus(status).kind).toBe(kind)
})

test('what Zalo says is kept without numbers of people and without tokens', () => {
  const said = 'user 8412000000000000001 with token abcDEF123456789012345678 phone 84912345678'
  expect(redacted(said)).toBe('user … with token … phone …')
})
