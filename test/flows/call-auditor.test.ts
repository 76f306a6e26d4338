import { expect, test } from 'vitest'
import type { Call } from '../../bots/sandbox/calls.ts'
import { auditCalls, type Recorded } from './call-auditor.ts'

const call = (id: number, messageId: string, text: string, effect = true): Call => ({
  id,
  at: '2026-11-23T02:00:00.000Z',
  channel: 'telegram',
  method: 'sendMessage',
  account: '7300000021',
  recipient: '7100000001',
  request: { text },
  status: 200,
  answer: {},
  effect,
  messageIds: [messageId],
  billedVnd: 0,
})
const row = (state: 'sent' | 'unknown', ...messageIds: string[]): Recorded => ({
  id: 'd1',
  what: 'delivery',
  recipient: '7100000001',
  wasUnknown: state === 'unknown',
  messageIds,
})

test('two messages in one row, and both in the chat, are in order', () => {
  expect(auditCalls([row('sent', '11', '12')], [call(1, '11', 'bản tin'), call(2, '12', 'giấy mời')])).toEqual([])
})

test('a call without effect is no message', () => {
  expect(auditCalls([], [call(1, '11', 'bản tin', false)])).toEqual([])
})

test('a message that came twice is found, recorded or not', () => {
  const calls = [call(1, '11', 'bản tin'), call(2, '12', 'bản tin')]
  expect(auditCalls([row('sent', '11')], calls)).toEqual([expect.stringContaining('12 (sendMessage) is in no row')])
  expect(auditCalls([row('sent', '11', '12')], calls)).toEqual([expect.stringContaining('12 repeats message 11')])
})

test('a message that never came is found', () => {
  expect(auditCalls([row('sent', '11')], [])).toEqual([expect.stringContaining('11 of a delivery never arrived')])
})

test('a message that two rows claim is found', () => {
  const rows = [row('sent', '11'), { ...row('sent', '11'), id: 'r1', what: 'reply' as const }]
  expect(auditCalls(rows, [call(1, '11', 'bản tin')])).toEqual([expect.stringContaining('stands in two rows')])
})

test('what an unknown delivery may have brought is no disagreement', () => {
  expect(auditCalls([row('unknown')], [call(1, '11', 'bản tin')])).toEqual([])
})
