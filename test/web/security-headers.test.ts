import { expect, test } from 'vitest'
import { testConsole } from './console.ts'

test('no answer goes out without the rule that nothing from elsewhere runs in it, least of all that of a wrong address', async () => {
  await using desk = await testConsole()
  for (const url of [
    '/',
    '/sign-in',
    '/healthz',
    '/webhooks/zalo',
    '/static/base.css',
    '/nowhere',
    '/static/../x',
    '/p/x',
  ]) {
    const { headers } = await desk.server.inject({ method: 'GET', url })
    expect(headers['content-security-policy'], url).toContain("default-src 'none'")
    expect(headers['x-content-type-options'], url).toBe('nosniff')
  }
})
