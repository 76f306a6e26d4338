import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { disableStaff } from '../../src/domain/staff/disable-staff.ts'
import { openBrowser, password, type TestConsole, testConsole } from './console.ts'

let desk: TestConsole
beforeAll(async () => {
  desk = await testConsole()
})
afterAll(() => desk[Symbol.asyncDispose]())

describe('Signing in', () => {
  test('a stranger is led to the sign-in, and back to where they wanted to go', async () => {
    const browser = openBrowser(desk.server)
    const answer = await browser.get('/sign-out?x=1')
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in?next=%2Fsign-out%3Fx%3D1'])
    const page = await browser.get('/sign-in?next=%2Froster')
    expect(page.body).toContain('name="next" value="/roster"')
  })

  test('a wrong password keeps what was typed, save the password, and does not say which of the two was wrong', async () => {
    const browser = openBrowser(desk.server)
    const wrong = await browser.post('/sign-in', { email: 'editor@so-tt.example', password: 'sai-mật-khẩu' })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('value="editor@so-tt.example"')
    expect(wrong.body).not.toContain('sai-mật-khẩu')
    const nobody = await browser.post('/sign-in', { email: 'nobody@so-tt.example', password })
    const sentence = 'Thư điện tử hoặc mật khẩu không đúng'
    expect([wrong.body.includes(sentence), nobody.body.includes(sentence)]).toEqual([true, true])
  })

  test('the session cookie is out of reach of scripts and of other sites', async () => {
    const browser = openBrowser(desk.server)
    const answer = await browser.post('/sign-in', { email: 'clerk@so-tt.example', password })
    const cookie = answer.cookies.find(({ name }) => name.startsWith('giaoban'))
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  })

  test('a sign-in never leads to another site', async () => {
    const foreign = ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']
    for (const next of [...foreign, '/.//evil.example', '/a/..//evil.example', '/\t/evil.example']) {
      const answer = await openBrowser(desk.server).post('/sign-in', {
        email: 'approver@so-tt.example',
        password,
        next,
      })
      expect(answer.headers.location, next).toBe('/')
    }
  })

  test('signing out ends the session', async () => {
    const browser = await desk.signIn('clerk')
    await browser.post('/sign-out')
    expect((await browser.get('/')).statusCode).toBe(303)
  })

  test('whoever is disabled is out at once and cannot come back', async () => {
    const browser = await desk.signIn('clerk')
    await disableStaff(desk.deps, {
      organisationId: desk.organisationId,
      id: desk.staffIds.clerk,
      by: desk.staffIds.administrator,
    })
    expect((await browser.get('/')).headers.location).toBe('/sign-in')
    await expect(desk.signIn('clerk')).rejects.toThrow('could not sign in')
  })

  test('guessing passwords is slowed down', async () => {
    const browser = openBrowser(desk.server)
    const statuses: number[] = []
    for (let attempt = 0; attempt < 11; attempt += 1) {
      const answer = await browser.post('/sign-in', { email: 'guess@so-tt.example', password: `đoán-${attempt}` })
      statuses.push(answer.statusCode)
    }
    expect(statuses.slice(0, 10).every((each) => each === 422)).toBe(true)
    expect(statuses[10]).toBe(429)
    const spaced = await browser.post('/sign-in', { email: ' guess@so-tt.example ', password: 'đoán-12' })
    expect(spaced.statusCode, 'the same name with blanks around it').toBe(429)
  })
})

test('a stranger can read the sign-in in the other language, and is still led on to where they wanted to go', async () => {
  await using office = await testConsole()
  const browser = openBrowser(office.server)
  const answer = await browser.get('/sign-in?lang=en&next=%2Froster')
  expect(answer.headers.location).toBe('/sign-in?next=%2Froster')
  expect((await browser.get('/sign-in')).body).toContain('Sign in')
  expect((await browser.get('/sign-in?lang=%3Cscript%3E')).statusCode).toBe(200)
})
