import { once } from 'node:events'
import Fastify from 'fastify'
import { afterEach, expect, test, vi } from 'vitest'
import { streamLive } from '../../src/web/live.ts'
import { html } from '../../src/web/ui/html.ts'

afterEach(() => {
  vi.useRealTimers()
})

test('somebody who left before the first state was there is not looked after for ever', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const server = Fastify({ forceCloseConnections: true })
  const ending = new AbortController()
  const over = Promise.withResolvers<void>()
  server.get('/live', async (request, reply) => {
    await streamLive(request, reply, async () => {
      const left = once(reply.raw, 'close')
      ending.abort()
      await left
      return html`<p>1</p>`
    })
    over.resolve()
  })
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  const before = vi.getTimerCount()
  await expect(fetch(`${address}/live`, { signal: ending.signal })).rejects.toThrow()
  await over.promise
  expect(vi.getTimerCount()).toBe(before)
  await server.close()
})
