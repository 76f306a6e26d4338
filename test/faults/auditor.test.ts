import { expect, test } from 'vitest'
import type { Call } from '../../bots/sandbox/calls.ts'
import { type AuditedRow, audit, type Evidence } from './auditor.ts'
import { sharesOn } from './kinds.ts'
import { planTrials } from './plan.ts'

const people = ['7001', '7002', '7003'] as const
const asUsual = ['queued', 'sending', 'sent'] as const
const row = (at: number, change: Partial<AuditedRow> & { readonly went?: readonly string[] } = {}): AuditedRow => {
  const { went = asUsual, ...rest } = change
  const steps = went.map((state) => ({ state, by: null, reason: null }))
  return { id: `row-${at}`, recipient: people[at] ?? '', state: 'sent', messageIds: [String(at + 1)], steps, ...rest }
}
const call = (at: number, change: Partial<Call> = {}): Call => ({
  id: at + 1,
  at: '2026-11-23T02:00:00.000Z',
  channel: 'telegram',
  method: 'sendMessage',
  account: '7300000021',
  recipient: people[at] ?? '',
  request: { text: 'bản tin', chat_id: people[at] },
  status: 200,
  answer: {},
  effect: true,
  messageIds: [String(at + 1)],
  billedVnd: 0,
  ...change,
})
const inOrder: Evidence = {
  audience: people,
  rows: people.map((_, at) => row(at)),
  calls: people.map((_, at) => call(at)),
  state: 'finished',
}
const nobody = { mayBeUnknown: () => false, mayEnd: [] }
const but = (change: Partial<Evidence>) => audit({ ...inOrder, ...change }, nobody)
const rowsWith = (changed: AuditedRow) => [changed, ...inOrder.rows.slice(1)]

test('a sending where everybody has it once and stands as sent is in order', () => {
  expect(audit(inOrder, nobody)).toEqual([])
})

test.each<[string, Partial<Evidence>, readonly string[]]>([
  ['a row that was dropped', { rows: inOrder.rows.slice(1) }, ['lost', 'unrecorded']],
  [
    'a row that was left planned',
    { rows: rowsWith(row(0, { state: 'planned', messageIds: [], went: [] })), calls: inOrder.calls.slice(1) },
    ['lost'],
  ],
  ['a row that stands twice', { rows: [...inOrder.rows, row(0, { id: 'again' })] }, ['lost']],
  [
    'a message that came twice',
    { calls: [...inOrder.calls, call(0, { id: 9, messageIds: ['9'] })] },
    ['unrecorded', 'doubled'],
  ],
  ['a row marked sent whose message never came', { calls: inOrder.calls.slice(1) }, ['falsely-sent', 'falsely-sent']],
  [
    'a row marked sent whose call had no effect',
    { calls: [call(0, { effect: false }), ...inOrder.calls.slice(1)] },
    ['falsely-sent', 'falsely-sent'],
  ],
  [
    'a row marked sent without a message',
    { rows: rowsWith(row(0, { messageIds: [] })), calls: inOrder.calls.slice(1) },
    ['falsely-sent', 'falsely-sent'],
  ],
  [
    'a message in the chat of somebody whose row says failed',
    { rows: rowsWith(row(0, { state: 'failed', messageIds: [], went: ['queued', 'sending', 'failed'] })) },
    ['lost', 'unrecorded'],
  ],
  [
    'a message to somebody who has no row',
    { calls: [...inOrder.calls, call(0, { id: 9, recipient: '9999' })] },
    ['unrecorded'],
  ],
  ['a row of somebody who was not meant', { audience: people.slice(1) }, ['unrecorded']],
  [
    'an unknown row that nothing explains',
    { rows: rowsWith(row(0, { state: 'unknown', messageIds: [], went: ['queued', 'sending', 'unknown'] })) },
    ['unexplained'],
  ],
  ['a row that was sent before it was marked', { rows: rowsWith(row(0, { went: ['queued', 'sent'] })) }, ['illegal']],
  [
    'a row that was sent and then something else',
    { rows: rowsWith(row(0, { went: ['queued', 'sending', 'sent', 'planned', 'queued', 'sending', 'sent'] })) },
    ['illegal'],
  ],
  [
    'a row whose last step says something else',
    { rows: rowsWith(row(0, { went: ['queued', 'sending'] })) },
    ['illegal'],
  ],
  ['a sending that never ended', { state: 'sending' }, ['lost']],
])('the auditor names %s', (_what, change, kinds) => {
  const found = but(change)
  expect(found.map(({ kind }) => kind).toSorted()).toEqual(kinds.toSorted())
  for (const { what } of found) expect(what).toMatch(/row-0|again|700\d|9999|never came to its end/)
})

test('who was unknown and is sent it once more by decision may have it twice, and not three times', () => {
  const went = ['queued', 'sending', 'unknown', 'planned', 'queued', 'sending', 'sent']
  const steps = went.map((state) => ({ state, by: state === 'planned' ? 'staff:1' : null, reason: null }))
  const again = call(0, { id: 9, messageIds: ['9'] })
  const rows = rowsWith(row(0, { messageIds: ['9'], steps }))
  expect(but({ rows, calls: [...inOrder.calls, again] })).toEqual([])
  const third = call(0, { id: 10, messageIds: ['10'] })
  expect(but({ rows, calls: [...inOrder.calls, again, third] })).toEqual([expect.objectContaining({ kind: 'doubled' })])
  const alone = steps.map((step) => ({ ...step, by: null }))
  const undecided = rowsWith(row(0, { messageIds: ['9'], steps: alone }))
  expect(but({ rows: undecided, calls: [...inOrder.calls, again] })).toEqual([
    expect.objectContaining({ kind: 'doubled' }),
  ])
})

test('what staff settled as received needs no message of its own, and an explained unknown is none of our faults', () => {
  const steps = ['queued', 'sending', 'unknown', 'sent'].map((state) => ({ state, by: 'staff:1', reason: null }))
  expect(but({ rows: rowsWith(row(0, { messageIds: ['-'], steps })), calls: inOrder.calls.slice(1) })).toEqual([])
  const unknown = rowsWith(row(0, { state: 'unknown', messageIds: [], went: ['queued', 'sending', 'unknown'] }))
  const explained = { mayBeUnknown: ({ id }: AuditedRow) => id === 'row-0', mayEnd: [] }
  expect(audit({ ...inOrder, rows: unknown }, explained)).toEqual([])
})

test('the same seed plans the same trials, another one others, and each kind comes at least once', () => {
  for (const backend of ['redis', 'postgres'] as const) {
    const shares = sharesOn(backend)
    const plan = planTrials(shares, { trials: 140, seed: 7 })
    expect(plan).toEqual(planTrials(shares, { trials: 140, seed: 7 }))
    expect(plan).not.toEqual(planTrials(shares, { trials: 140, seed: 8 }))
    expect(plan).toHaveLength(140)
    expect(new Set(plan.map(({ kind }) => kind))).toEqual(new Set(shares.map(({ kind }) => kind)))
    expect(plan.filter(({ kind }) => kind.startsWith('kill worker')).length).toBeGreaterThanOrEqual(80)
  }
})
