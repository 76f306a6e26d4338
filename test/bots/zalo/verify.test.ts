import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { verifyZaloWebhook } from '../../../bots/zalo/verify.ts'
import { app, oaId, start } from './stand.ts'

const keys = { appId: app.appId, oaSecret: app.oaSecret, oaId }
const at = String(start.getTime())
const said = {
  app_id: app.appId,
  event_name: 'user_send_text',
  timestamp: at,
  sender: { id: '8412000000000000001' },
  recipient: { id: oaId },
  message: { msg_id: 'm-1', text: 'Xin chào' },
}
const mac = (body: string, timestamp: string, secret: string = app.oaSecret) =>
  createHash('sha256').update(`${app.appId}${body}${timestamp}${secret}`).digest('hex')

/** What the desk makes of an event as it came, signed rightly unless the row says otherwise. */
function verdictOn(
  event: unknown,
  change: { signature?: string; body?: string; secret?: string; now?: Date; oaId?: string } = {},
) {
  const body = typeof event === 'string' ? event : JSON.stringify(event)
  const timestamp = String((event as { timestamp?: string }).timestamp ?? '')
  const signature = change.signature ?? `mac=${mac(body, timestamp, change.secret)}`
  const request = { headers: { 'x-zevent-signature': signature }, body: Buffer.from(change.body ?? body) }
  return verifyZaloWebhook(request, { ...keys, ...(change.oaId ? { oaId: change.oaId } : {}) }, change.now ?? start)
}
const hours = (count: number) => new Date(start.getTime() + count * 3_600_000)

test('what a reporter wrote is taken, known by its message id', () => {
  expect(verdictOn(said)).toEqual({ kind: 'accepted', updates: [{ externalId: 'm-1', payload: said }] })
})

test('a withdrawal that names no account is not taken for another account’s', () => {
  const withdrawn = { app_id: app.appId, event_name: 'user_withdraw', timestamp: at, user_id: '8412000000000000001' }
  expect(verdictOn(withdrawn)).toMatchObject({ kind: 'accepted' })
})

test('a signature without its prefix counts as well', () => {
  expect(verdictOn(said, { signature: mac(JSON.stringify(said), at) }).kind).toBe('accepted')
})

test('the exact bytes are what is signed, however odd their spacing', () => {
  const body = JSON.stringify(said, null, 3).replaceAll('à', '\\u00e0')
  const request = { headers: { 'x-zevent-signature': `mac=${mac(body, at)}` }, body: Buffer.from(body) }
  expect(verifyZaloWebhook(request, keys, start)).toMatchObject({ kind: 'accepted' })
})

test.each([
  { name: 'without a signature', change: { signature: '' }, reason: 'signature' },
  { name: 'with a made-up signature', change: { signature: `mac=${'0'.repeat(64)}` }, reason: 'signature' },
  { name: 'signed with the app secret', change: { secret: app.appSecret }, reason: 'signature' },
  {
    name: 'with one byte changed',
    change: { body: JSON.stringify(said).replace('chào', 'chàp') },
    reason: 'signature',
  },
  { name: 'played again after a day', change: { now: hours(24.1) }, reason: 'age' },
  { name: 'from a day ahead', change: { now: hours(-24.1) }, reason: 'age' },
])('a call $name is refused', ({ change, reason }) => {
  expect(verdictOn(said, change)).toEqual({ kind: 'refused', reason })
})

test('within the day during which Zalo may try again, an event still counts', () => {
  expect(verdictOn(said, { now: hours(23.9) }).kind).toBe('accepted')
})

test('an account without its webhook key takes nothing', () => {
  const body = JSON.stringify(said)
  const request = { headers: { 'x-zevent-signature': `mac=${mac(body, at, '')}` }, body: Buffer.from(body) }
  expect(verifyZaloWebhook(request, { ...keys, oaSecret: '' }, start)).toEqual({ kind: 'refused', reason: 'signature' })
})

test.each([
  { name: 'an empty probe', event: '', reason: 'probe' },
  { name: 'a probe that is no JSON', event: 'ping', reason: 'probe' },
  { name: 'an empty object', event: {}, reason: 'probe' },
  {
    name: 'the sample that the console sends',
    event: {
      ...said,
      recipient: { id: '1' },
      message: { msg_id: 'This is message id', text: 'This is testing message' },
    },
    reason: 'probe',
  },
  { name: 'an echo of our own message', event: { ...said, event_name: 'oa_send_text' }, reason: 'echo' },
  {
    name: 'who read what',
    event: { ...said, event_name: 'user_seen_message', message: { msg_ids: ['m-1'] } },
    reason: 'seen',
  },
  { name: 'what a group read', event: { ...said, event_name: 'user_seen_group_message' }, reason: 'seen' },
  {
    name: 'a visitor without a name at Zalo',
    event: { ...said, event_name: 'anonymous_send_text' },
    reason: 'anonymous',
  },
  { name: 'an event of another account', event: { ...said, recipient: { id: '99' } }, reason: 'other-account' },
])('$name gets its 200 and is not kept', ({ event, reason }) => {
  expect(verdictOn(event)).toEqual({ kind: 'ignored', reason })
})

test('an event without a message id is known by what it says, twice the same', () => {
  const follow = { app_id: app.appId, event_name: 'follow', timestamp: at, oa_id: oaId, follower: { id: '84' } }
  const ids = [follow, follow, { ...follow, follower: { id: '85' } }].map((event) => {
    const verdict = verdictOn(event)
    return verdict.kind === 'accepted' ? verdict.updates[0]?.externalId : undefined
  })
  expect(ids[0]).toMatch(/^[0-9a-f]{64}$/)
  expect(ids[1]).toBe(ids[0])
  expect(ids[2]).not.toBe(ids[0])
})

test('ids that came as numbers stay exact, and nothing comes in that a database refuses', () => {
  const body = `{"event_name":"follow","timestamp":${at},"oa_id":${oaId},"follower":{"id":8412000000000000001},"x":"a\\u0000\\ud800","k\\u0000":1}`
  const request = { headers: { 'x-zevent-signature': `mac=${mac(body, at)}` }, body: Buffer.from(body) }
  const verdict = verifyZaloWebhook(request, keys, start)
  expect(verdict).toMatchObject({
    kind: 'accepted',
    updates: [{ payload: { oa_id: oaId, follower: { id: '8412000000000000001' }, x: 'a\ufffd', k: 1 } }],
  })
})

test('that a template arrived by phone is not kept, since it names the number', () => {
  const event = { ...said, event_name: 'user_received_message', sender: { id: oaId }, recipient: { id: '84912345678' } }
  const body = JSON.stringify(event)
  const headers = { 'x-zevent-signature': `mac=${mac(body, at)}`, 'x-zevent-server': 'ZNS' }
  expect(verifyZaloWebhook({ headers, body: Buffer.from(body) }, keys, start)).toEqual({
    kind: 'ignored',
    reason: 'by-phone',
  })
  const settled = verdictOn({ ...said, event_name: 'user_received_message' })
  expect(settled).toMatchObject({
    kind: 'accepted',
    updates: [{ externalId: expect.stringMatching(/^[0-9a-f]{64}$/) }],
  })
})

test('of what somebody shares about themselves only name and number are kept', () => {
  const info = { name: 'Lê An', phone: '84912345678', user_dob: '01/01/1990', gender: 1, address: 'Huế' }
  const verdict = verdictOn({ ...said, event_name: 'user_submit_info', info })
  expect(verdict.kind === 'accepted' && verdict.updates[0]?.payload).toMatchObject({ info: { name: 'Lê An' } })
  expect(JSON.stringify(verdict)).not.toMatch(/1990|Huế|gender/)
})
