import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readZaloUpdate } from '../../../bots/zalo/receive.ts'
import { verifyZaloWebhook } from '../../../bots/zalo/verify.ts'
import { app, oaId, start } from './stand.ts'

const keys = { appId: app.appId, oaSecret: app.oaSecret, oaId }
const names = [
  ...['text', 'link', 'file', 'image', 'sticker', 'business_card'].map((kind) => `user_send_${kind}`),
  ...['follow', 'unfollow', 'user_click_chatnow', 'user_submit_info', 'user_withdraw', 'user_received_message'],
  ...['user_seen_message', 'oa_send_text', 'anonymous_send_text', 'widget_interaction_accepted', 'something_new', ''],
]
const odd = [
  null,
  undefined,
  '',
  0,
  -1,
  1.5,
  true,
  '8412000000000000001',
  8412000000000000001n.toString(),
  oaId,
  [],
  {},
]
const junk = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.constantFrom<unknown>(...odd, [[{}]], '\ud800', 'a\u0000b', { '\u0000': '\udfff' }, { id: {} }),
  },
  { weight: 1, arbitrary: fc.anything({ maxDepth: 1, maxKeys: 2 }) },
)
const party = fc.oneof(fc.record({ id: fc.oneof(fc.constantFrom('84', oaId, 84), junk) }), junk)
const payload = fc.record({ url: junk, name: junk })
const message = fc.record(
  {
    msg_id: fc.oneof(fc.constant('m-1'), junk),
    text: fc.oneof(fc.string({ unit: 'binary' }), junk),
    attachments: fc.oneof(
      fc.array(fc.record({ type: junk, payload: fc.oneof(payload, junk) }), { maxLength: 2 }),
      junk,
    ),
  },
  { requiredKeys: [] },
)
/** An event of the right shape of which any part may be missing or be anything else. */
const mutated = fc.record(
  {
    event_name: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: junk }),
    timestamp: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(String(start.getTime()), start.getTime()) },
      { weight: 1, arbitrary: junk },
    ),
    sender: party,
    recipient: fc.oneof(fc.constant({ id: oaId }), party),
    oa_id: fc.oneof(fc.constant(oaId), junk),
    user_id: junk,
    follower: party,
    data: fc.oneof(fc.record({ user_id: junk }), junk),
    info: fc.oneof(fc.constant({ phone: '0912345678' }), fc.record({ name: junk, phone: junk }), junk),
    message: fc.oneof(message, junk),
  },
  { requiredKeys: [] },
)

/** Two seconds of work, on a machine that may have other things to do. */
const timeout = 60_000

const written = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return 'not even JSON'
  }
}
const stamped = (body: string): string => {
  const at = (JSON.parse(body) as { timestamp?: unknown } | null)?.timestamp
  return createHash('sha256').update(`${app.appId}${body}${at}${app.oaSecret}`).digest('hex')
}
const signed = (body: string): string => {
  try {
    return stamped(body)
  } catch {
    return ''
  }
}
/** Undefined where a stored row could not hold it. */
const stored = (value: unknown): unknown => {
  const text = JSON.stringify(value)
  return text.includes('\\u0000') || !text.isWellFormed() || /\\ud[89a-f]/i.test(text) ? undefined : JSON.parse(text)
}

test('ten thousand odd calls: what is signed is told apart from what is not, and nothing falls over', {
  timeout,
}, () => {
  const kinds = new Map<string, number>()
  const count = (what: string) => kinds.set(what, (kinds.get(what) ?? 0) + 1)
  fc.assert(
    fc.property(
      fc.oneof({ weight: 9, arbitrary: mutated }, { weight: 1, arbitrary: junk }),
      fc.boolean(),
      (event, honest) => {
        const body = written(event)
        const signature = honest ? signed(body) : 'mac=00'
        const request = { headers: { 'x-zevent-signature': signature }, body: Buffer.from(body) }
        const verdict = verifyZaloWebhook(request, keys, start)
        count(verdict.kind)
        if (verdict.kind !== 'accepted') return
        // Plain comparisons: ten thousand times, the matchers of the test library would take most of the time.
        if (!honest) throw new Error('taken without a proof')
        const [update] = verdict.updates
        const kept = stored(update?.payload)
        if (!update?.externalId || kept === undefined) throw new Error(`cannot be kept: ${written(update)}`)
        for (const read of readZaloUpdate(kept, oaId)) {
          count(read.kind)
          const counts = read.kind !== 'withdrawn' && read.kind !== 'received'
          const number = read.kind === 'phone' ? read.number : '84912345678'
          const fits = read.address !== '' && read.interaction === counts && /^84\d{9}$/.test(number)
          if (!fits || Number.isNaN(read.at.getTime())) throw new Error(written(read))
        }
      },
    ),
    { numRuns: 10_000 },
  )
  for (const kind of ['accepted', 'ignored', 'refused', 'text', 'phone', 'received', 'withdrawn', 'file', 'start'])
    expect([kind, (kinds.get(kind) ?? 0) > 5]).toEqual([kind, true])
})

test('ten thousand odd rows of the inbox are read without falling over', { timeout }, () => {
  fc.assert(
    fc.property(fc.oneof(mutated, junk), (row) => Array.isArray(readZaloUpdate(row))),
    { numRuns: 10_000 },
  )
})
