import { expect, test } from 'vitest'
import { type Role, roles } from '../../src/domain/staff/staff.ts'
import { isOpenRoute } from '../../src/web/open-routes.ts'
import { type Browser, openBrowser, testConsole } from './console.ts'

const sandbox = async () => {}
const overrides = { demo: { accounts: [], sandbox } }

const addressOf = (pattern: string) =>
  pattern.replace(/:\w+/g, '01930000-0000-7000-8000-000000000000').replace('*', 'x')

test('no route is open to a stranger but health, sign-in, webhooks, signed pages, static files and the sandbox', async () => {
  await using desk = await testConsole(overrides)
  const open = new Set<string>()
  for (const { method, url } of desk.server.routeList) {
    const answer = await desk.server.inject({ method, url: addressOf(url) })
    const closed = answer.statusCode === 303 && answer.headers.location?.startsWith('/sign-in')
    if (!closed) open.add(url)
  }
  const expected = [/^\/healthz$/, /^\/sign-in$/, /^\/webhooks\/:channel$/, /^\/p\//, /^\/static\//]
  const unexpected = [...open].filter((url) => !expected.some((each) => each.test(url)))
  expect(unexpected).toEqual([])
  expect(open).toContain('/sign-in')
})

test('every closed route refuses the roles that it does not name', async () => {
  await using desk = await testConsole(overrides)
  const wrong: string[] = []
  for (const role of roles) {
    const browser = await desk.signIn(role)
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    for (const { method, url, requires } of desk.server.routeList) {
      if (isOpenRoute(url) || requires.includes(role)) continue
      const answer = await desk.server.inject({ method, url: addressOf(url), headers: { cookie } })
      if (answer.statusCode !== 403) wrong.push(`${role} ${method} ${url}: ${answer.statusCode}`)
    }
  }
  expect(wrong).toEqual([])
})

test('no form works without the token of the page it came from', async () => {
  await using desk = await testConsole(overrides)
  const lax: string[] = []
  const signedIn = new Map<Role, Browser>()
  for (const role of roles) signedIn.set(role, await desk.signIn(role))
  for (const { method, url, requires } of desk.server.routeList) {
    if (method !== 'POST' || url.startsWith('/webhooks') || url.startsWith('/p/')) continue
    const browser = signedIn.get(requires[0] ?? 'editor') ?? openBrowser(desk.server)
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const payload = type.startsWith('multipart')
        ? '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n'
        : 'a=b'
      const answer = await desk.server.inject({
        method,
        url: addressOf(url),
        headers: { cookie, 'content-type': type },
        payload,
      })
      if (answer.statusCode !== 403) lax.push(`${method} ${url} ${type}: ${answer.statusCode}`)
    }
  }
  expect(lax).toEqual([])
})

test('a route that nobody gave a role cannot be registered', async () => {
  await using desk = await testConsole(overrides)
  expect(() => desk.server.get('/forgotten', async () => 'open')).toThrow()
})
