import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTelegramClient } from '../../bots/telegram/client.ts'
import { createZaloClient } from '../../bots/zalo/client.ts'
import { createDispatcher } from '../../src/platform/proxy.ts'

/** Every call that came to the proxy, as "host:port". */
const asked: string[] = []
const proxy = createServer().on('connect', (request, socket) => {
  asked.push(request.url ?? '')
  socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
})
const local = createServer((_request, response) => response.end('{"ok":true,"result":{}}'))
const addressOf = (server: typeof proxy) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

beforeAll(async () => {
  for (const server of [proxy, local]) await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
})
afterAll(() => {
  for (const server of [proxy, local]) server.close()
})

describe('with a proxy in the environment', () => {
  const settings = () => ({ https: addressOf(proxy), http: addressOf(proxy), none: 'example.test' })

  it('both channels call through it, and what it turns away certainly did not reach the platform', async () => {
    const dispatcher = createDispatcher(settings())
    const zalo = await createZaloClient(dispatcher)({ method: 'GET', url: 'https://openapi.zalo.me/v2.0/oa/getoa' })
    const telegram = createTelegramClient({ token: '1:a', apiRoot: 'https://api.telegram.org', dispatcher })
    expect(zalo).toMatchObject({ kind: 'not-written', code: 'proxy-refused' })
    expect(await telegram.call('getMe', {})).toMatchObject({ kind: 'not-written', code: 'proxy-refused' })
    expect(asked).toEqual(['openapi.zalo.me:443', 'api.telegram.org:443'])
    await dispatcher.close()
  })

  it('calls to this machine do not go through it', async () => {
    const dispatcher = createDispatcher(settings())
    const telegram = createTelegramClient({ token: '1:a', apiRoot: addressOf(local), dispatcher })
    expect(await telegram.call('getMe', {})).toMatchObject({ kind: 'ok' })
    await dispatcher.close()
  })
})
