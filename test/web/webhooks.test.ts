import { expect, test } from 'vitest'
import type { Channel, WebhookRequest } from '../../src/channels/channel.ts'
import { newId } from '../../src/platform/ids.ts'
import { testConsole } from './console.ts'

/** A channel whose proof is one header; all else of it is out of the question here. */
function provenChannel(accountId: string, seen: WebhookRequest[]): Channel {
  return {
    accountId,
    name: 'zalo',
    pace: { messages: 1, perMs: 1000 },
    reach: () => ({ kind: 'message', costVnd: 0 }),
    render: () => [],
    send: () => Promise.reject(new Error('nothing is sent here')),
    read: () => [],
    check: async () => ({ kind: 'ok' }),
    examine: async () => [],
    verifyWebhook(request) {
      seen.push(request)
      if (![accountId, 'shared'].includes(request.headers['x-proof'] ?? '')) return { kind: 'refused', reason: 'proof' }
      const body = Buffer.from(request.body).toString()
      if (body.startsWith('for ') && body !== `for ${accountId}`) return { kind: 'ignored', reason: 'other-account' }
      if (body === 'probe') return { kind: 'ignored', reason: 'probe' }
      return { kind: 'accepted', updates: [{ externalId: 'u1', payload: { body } }] }
    },
  }
}

test('a proven webhook is kept once, byte for byte, and a forged one leaves nothing and learns nothing', async () => {
  const seen: WebhookRequest[] = []
  const [first, second] = [newId(new Date(1)), newId(new Date(2))]
  const all = [provenChannel(first, seen), provenChannel(second, seen)]
  const channels = {
    all: () => all,
    listening: () => all,
    byAccount: (id: string) => all.find((each) => each.accountId === id),
  }
  await using desk = await testConsole({ channels })
  for (const [index, id] of [first, second].entries())
    await desk.db.channelAccount.create({
      data: {
        id,
        organisationId: desk.organisationId,
        channel: 'zalo',
        name: 'OA',
        externalId: `oa${index}`,
        secretsSealed: '',
        createdAt: desk.clock.now(),
      },
    })
  const post = (proof: string, payload: string, name = 'zalo') =>
    desk.server.inject({
      method: 'POST',
      url: `/webhooks/${name}`,
      headers: { 'x-proof': proof, 'content-type': 'application/json' },
      payload,
    })

  const forged = await post('forged', '{"a":1}')
  expect([forged.statusCode, forged.body]).toEqual([403, ''])
  expect((await post(second, '{"a":1}', 'telegram')).statusCode).toBe(403)
  expect(await desk.db.inboxItem.count()).toBe(0)

  const body = '{ "text" : "xin chào",\n "n": 1.0 }'
  expect((await post(second, body)).statusCode).toBe(200)
  expect(Buffer.from(seen.at(-1)?.body ?? []).toString()).toBe(body)
  expect((await post(second, body)).statusCode).toBe(200)
  expect((await post(first, 'probe')).statusCode).toBe(200)
  const kept = await desk.db.inboxItem.findMany()
  expect(kept.map(({ accountId, externalId, payload }) => [accountId, externalId, payload])).toEqual([
    [second, 'u1', { body }],
  ])

  // Two accounts of one app may have the same proof.
  await desk.db.inboxItem.deleteMany()
  expect((await post('shared', `for ${second}`)).statusCode).toBe(200)
  expect((await post('shared', 'for nobody here')).statusCode).toBe(200)
  expect((await desk.db.inboxItem.findMany()).map(({ accountId }) => accountId)).toEqual([second])
})

test('a webhook over one megabyte is refused', async () => {
  await using desk = await testConsole()
  const answer = await desk.server.inject({
    method: 'POST',
    url: '/webhooks/zalo',
    headers: { 'content-type': 'application/json' },
    payload: 'x'.repeat(1_048_577),
  })
  expect(answer.statusCode).toBeGreaterThanOrEqual(400)
})

test('a platform that only looks whether somebody answers is answered, and told nothing', async () => {
  await using desk = await testConsole()
  for (const method of ['GET', 'HEAD'] as const) {
    const answer = await desk.server.inject({ method, url: '/webhooks/zalo' })
    expect([method, answer.statusCode, answer.body]).toEqual([method, 200, ''])
  }
})
