import { afterAll, beforeAll, expect, test } from 'vitest'
import { emailOf, openBrowser, password, type TestConsole, testConsole } from '../console.ts'

let desk: TestConsole
beforeAll(async () => {
  desk = await testConsole()
})
afterAll(() => desk[Symbol.asyncDispose]())

const next = 'mật khẩu mới đủ dài'

test('a wrong current password, a short one or two that differ change nothing', async () => {
  const clerk = await desk.signIn('clerk')
  const wishes = [
    { current: 'không phải mật khẩu này', next, again: next },
    { current: password, next: 'ngắn', again: 'ngắn' },
    { current: password, next, again: `${next}!` },
  ]
  for (const wish of wishes) expect((await clerk.post('/account/password', wish)).statusCode).toBe(422)
  expect((await openBrowser(desk.server).post('/sign-in', { email: emailOf('clerk'), password })).statusCode).toBe(303)
})

test('a changed password ends the other sessions and opens the door from then on', async () => {
  const here = await desk.signIn('editor')
  const elsewhere = await desk.signIn('editor')
  expect((await here.post('/account/password', { current: password, next, again: next })).statusCode).toBe(303)
  expect([(await here.get('/')).statusCode, (await elsewhere.get('/')).statusCode]).toEqual([200, 303])
  const email = emailOf('editor')
  const tries = [password, next].map(
    async (each) => (await openBrowser(desk.server).post('/sign-in', { email, password: each })).statusCode,
  )
  expect(await Promise.all(tries)).toEqual([422, 303])
})
