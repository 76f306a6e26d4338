import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SendResult } from '../../../src/channels/send-outcome.ts'
import {
  afterOwnMistake,
  backoffMs,
  maxAttempts,
  nextStep,
  type SendFacts,
} from '../../../src/domain/deliveries/next-step.ts'

const facts = { attempt: 1, fullContent: true, partlySent: false, repeatable: false, chance: 0.5 }
const refused = { code: '400', detail: 'bad text' }

const table: [string, SendResult, Partial<SendFacts>, object][] = [
  ['accepted: it is sent', { kind: 'sent', messageIds: ['1'], costVnd: 0 }, {}, { kind: 'settle-sent' }],
  ['too fast: the account rests', { kind: 'throttled', retryAfterMs: 3_000 }, {}, { kind: 'pause', forMs: 3_000 }],
  [
    'never reached the platform: once more, later',
    { kind: 'not-written', code: 'ECONNREFUSED' },
    {},
    { kind: 'retry', afterMs: 1_500, reason: 'not-written' },
  ],
  [
    'not before the platform’s morning: once more then',
    { kind: 'not-written', code: '-234', retryAfterMs: 3_600_000 },
    {},
    { kind: 'retry', afterMs: 3_600_000, reason: 'not-written' },
  ],
  [
    'never reached the platform in all attempts: failed',
    { kind: 'not-written', code: 'ECONNREFUSED' },
    { attempt: maxAttempts },
    { kind: 'fail', reason: 'not-written' },
  ],
  [
    'blocked: the chat is marked and the next surface takes over',
    { kind: 'recipient-gone', code: '403', state: 'blocked' },
    {},
    { kind: 'hand-over', reason: 'blocked', contactState: 'blocked' },
  ],
  [
    'account deleted: the chat is marked and the next surface takes over',
    { kind: 'recipient-gone', code: '-213', state: 'gone' },
    {},
    { kind: 'hand-over', reason: 'gone', contactState: 'gone' },
  ],
  ['window closed: a notice goes instead', { kind: 'window-closed', code: '-230' }, {}, { kind: 'send-notice' }],
  [
    'window closed for a notice too: the next surface takes over',
    { kind: 'window-closed', code: '-230' },
    { fullContent: false },
    { kind: 'hand-over', reason: 'window-closed' },
  ],
  [
    'window closed in the middle: no notice of what has come already',
    { kind: 'window-closed', code: '-230' },
    { partlySent: true },
    { kind: 'hand-over', reason: 'window-closed' },
  ],
  ['content refused: the broadcast stops', { kind: 'rejected', ...refused }, {}, { kind: 'stop-broadcast' }],
  ['account at fault: the account stops', { kind: 'misconfigured', ...refused }, {}, { kind: 'stop-account' }],
  ['no answer: unknown, whatever the attempt', { kind: 'unknown', code: '502' }, {}, { kind: 'leave-unknown' }],
  [
    'no answer to a reminder: once more by itself',
    { kind: 'unknown', code: '502' },
    { repeatable: true },
    { kind: 'retry', reason: 'sent-again' },
  ],
  [
    'no answer to a reminder for the second time: unknown',
    { kind: 'unknown', code: '502' },
    { repeatable: true, attempt: 2 },
    { kind: 'leave-unknown' },
  ],
]

describe('what follows from what a platform answered', () => {
  test.each(table)('%s', (_rule, outcome, given, expected) => {
    expect(nextStep(outcome, { ...facts, ...given })).toMatchObject(expected)
  })

  test('our own mistake is tried again a bounded number of times', () => {
    expect(afterOwnMistake({ attempt: 1, chance: 0 })).toMatchObject({ kind: 'retry', reason: 'internal-error' })
    expect(afterOwnMistake({ attempt: maxAttempts, chance: 0 })).toMatchObject({ kind: 'fail' })
  })

  test('waiting grows from one second to at most five minutes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
        const ms = backoffMs(attempt, chance)
        return ms >= 1_000 && ms <= 300_000 && ms <= backoffMs(attempt + 1, chance)
      }),
    )
  })
})
