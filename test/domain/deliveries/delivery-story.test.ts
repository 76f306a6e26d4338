import { describe, expect, test } from 'vitest'
import type { DeliveryReason, DeliveryState } from '../../../src/domain/deliveries/delivery.ts'
import { surfacesOf, tracesFrom } from '../../../src/domain/deliveries/delivery-story.ts'

const at = new Date('2026-11-23T03:00:00Z')
type Step = readonly [DeliveryState, (DeliveryReason | null)?]
const events = (steps: readonly Step[]) =>
  steps.map(([state, reason = null]) => ({ at, state, reason, attempt: 1, by: null, traces: [] }))

describe('each step of a delivery is told on the surface where it happened', () => {
  test.each<[string, readonly Step[], readonly string[], string, readonly (string | undefined)[]]>([
    ['one surface', [['queued'], ['sending'], ['sent']], [], 'zalo', ['zalo', 'zalo', 'zalo']],
    [
      'blocked on Telegram, then by mail',
      [['sending'], ['planned', 'blocked'], ['sending'], ['sent']],
      ['telegram'],
      'email',
      ['telegram', 'telegram', 'email', 'email'],
    ],
    [
      'a closed window is answered by a notice on the same surface',
      [['sending'], ['planned', 'window-closed'], ['sending'], ['sent']],
      [],
      'zalo',
      ['zalo', 'zalo', 'zalo', 'zalo'],
    ],
    [
      'the notice is refused, too, and the next surface takes over',
      [['sending'], ['planned', 'window-closed'], ['sending'], ['planned', 'window-closed'], ['sending'], ['sent']],
      ['zalo'],
      'telegram',
      ['zalo', 'zalo', 'zalo', 'zalo', 'telegram', 'telegram'],
    ],
    [
      'handed over to the page, which no platform confirms',
      [['sending'], ['sent']],
      ['zalo'],
      'page',
      ['zalo', 'page'],
    ],
    [
      'what came before staff had it tried anew is not known any more',
      [['sending'], ['failed', 'gone'], ['planned', 'sent-again'], ['sending'], ['sent']],
      [],
      'email',
      [undefined, undefined, 'email', 'email', 'email'],
    ],
  ])('%s', (_label, steps, triedSurfaces, surface, expected) => {
    expect(surfacesOf({ events: events(steps), triedSurfaces, surface })).toEqual(expected)
  })
})

test('of a stored call only what proves something is shown, and what cannot be read is left out', () => {
  const call = { method: 'sendMessage', status: 200, durationMs: 12, weight: 3, text: 'secret' }
  expect(tracesFrom([call, { odd: true }])).toEqual([{ method: 'sendMessage', status: 200, durationMs: 12 }])
  expect(tracesFrom(null)).toEqual([])
})
