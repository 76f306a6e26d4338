import { expect, test } from 'vitest'
import { type TestConsole, testConsole } from './console.ts'

/** How many of 61 sign-ins without a password, each for another name and forwarded for another sender, are turned away for speed. */
async function refusedForSpeed({ server }: TestConsole) {
  const page = await server.inject({ url: '/sign-in' })
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  const cookie = page.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
  const turns = Array.from({ length: 61 }, async (_, turn) => {
    const payload = new URLSearchParams({ _csrf: csrf, email: `guess${turn}@so-tt.example`, password: '' }).toString()
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': `203.0.113.${turn}`,
      cookie,
    }
    return (await server.inject({ method: 'POST', url: '/sign-in', headers, payload })).statusCode
  })
  return (await Promise.all(turns)).filter((status) => status === 429).length
}

test('behind its own TLS proxy people are told apart by what the proxy names, so that they do not slow one another down', async () => {
  await using desk = await testConsole({ publicUrl: 'https://giaoban.example.vn' })
  expect(await refusedForSpeed(desk)).toBe(0)
})

test('without one nobody becomes somebody else by a header', async () => {
  await using desk = await testConsole()
  expect(await refusedForSpeed(desk)).toBe(1)
})
