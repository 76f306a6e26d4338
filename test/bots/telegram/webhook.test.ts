import { createServer, type IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channel } from '../../../src/channels/channel.ts'
import { startedReporter, startTelegram, type TelegramFixture } from '../sandbox/telegram-stand-in.ts'
import { openChannel, openHouse, webhookSecret } from './telegram-channel.ts'

let telegram: TelegramFixture
let channel: Channel
beforeEach(async () => {
  telegram = await startTelegram()
  channel = await openChannel(telegram, openHouse(telegram))
})
afterEach(() => telegram.stop())

describe('a webhook call', () => {
  const body = (update: unknown) => Buffer.from(JSON.stringify(update))
  const header = 'x-telegram-bot-api-secret-token'

  test('is taken only with the secret, and only when it can be recognised again', () => {
    const verify = (headers: Record<string, string>, bytes: Uint8Array) =>
      channel.verifyWebhook?.({ headers, body: bytes })
    const update = { update_id: 7, message: {} }
    expect(verify({ [header]: webhookSecret }, body(update))).toEqual({
      kind: 'accepted',
      updates: [{ externalId: '7', payload: update }],
    })
    for (const headers of [
      {},
      { [header]: '' },
      { [header]: `${webhookSecret}x` },
      { authorization: webhookSecret },
    ] as Record<string, string>[])
      expect(verify(headers, body(update))).toEqual({ kind: 'refused', reason: 'wrong-secret' })
    for (const bytes of [Buffer.from('{'), body([]), body({ update_id: 'x' }), Buffer.alloc(0)])
      expect(verify({ [header]: webhookSecret }, bytes)).toEqual({ kind: 'ignored', reason: 'no-update' })
  })

  test('comes to the address that was set, and passes the check', async () => {
    const calls: { headers: IncomingHttpHeaders; body: Uint8Array }[] = []
    const server = createServer(async (request, response) => {
      calls.push({ headers: request.headers, body: Buffer.from(await text(request)) })
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const webhookUrl = `http://127.0.0.1:${port}/webhooks/telegram`
    const hooked = await openChannel(telegram, openHouse(telegram), { webhookUrl })
    await hooked.care?.()
    startedReporter(telegram)
    await expect.poll(() => calls.length).toBe(1)
    server.close()
    const [call] = calls
    const headers = { [header]: String(call?.headers[header]) }
    const verdict = hooked.verifyWebhook?.({ headers, body: call?.body ?? new Uint8Array() })
    if (verdict?.kind !== 'accepted') throw new Error(verdict?.kind)
    expect(verdict.updates.flatMap(({ payload }) => hooked.read(payload))).toMatchObject([{ kind: 'start' }])
  })
})
