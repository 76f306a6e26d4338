import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../../src/domain/staff/staff.ts'
import { newId } from '../../src/platform/ids.ts'
import { type TestConsole, testConsole } from './console.ts'

/** Two colleagues of one outlet, entered alike: one sent in seven items, the other none. */
const busy = 'Người Gửi Nhiều'
const quiet = 'Người Gửi Không'

let desk: TestConsole
beforeAll(async () => {
  desk = await testConsole()
  await addColleagues()
})
afterAll(() => desk[Symbol.asyncDispose]())

const roles: readonly Role[] = ['editor', 'approver', 'clerk', 'administrator']

/** Every screen of the console that needs no id, as each role sees it. */
async function* screens() {
  const urls = new Set(
    desk.server.routeList
      .filter(
        ({ method, url, requires }) =>
          method === 'GET' && requires.length > 0 && !url.includes(':') && !url.includes('*'),
      )
      .map(({ url }) => url),
  )
  for (const role of roles) {
    const browser = await desk.signIn(role)
    for (const url of urls) {
      if (url.endsWith('/live')) continue
      const answer = await browser.get(url)
      if (answer.statusCode === 200) yield { role, url, body: answer.body }
    }
  }
}

test('outside the roster no screen names who sent how much, or who sent nothing', async () => {
  const seen = new Set<string>()
  for await (const { role, url, body } of screens()) {
    seen.add(url)
    if (url.startsWith('/roster')) continue
    expect([role, url, body.includes(quiet)]).toEqual([role, url, false])
    expect([role, url, body.includes(busy)]).toEqual([role, url, false])
  }
  expect([...seen]).toEqual(expect.arrayContaining(['/', '/articles', '/roster', '/publications', '/conferences']))
})

test('the roster shows both alike: no total, no mark, no order by diligence', async () => {
  const body = (await (await desk.signIn('editor')).get('/roster')).body
  const rowOf = (name: string) => {
    const at = body.indexOf(name)
    expect(at).toBeGreaterThan(0)
    const row = body.slice(body.lastIndexOf('<tr', at), body.indexOf('</tr>', at))
    return row.replaceAll(name, 'name').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
  }
  expect(rowOf(busy)).toBe(rowOf(quiet))
  expect(body.indexOf(quiet)).toBeLessThan(body.indexOf(busy))
})

async function addColleagues() {
  const { db, organisationId, clock } = desk
  const createdAt = clock.now()
  const outletId = newId(createdAt)
  await db.outlet.create({ data: { id: outletId, organisationId, name: 'Báo Chung', kind: 'portal', createdAt } })
  const [busyId, quietId] = [newId(createdAt), newId(createdAt)]
  const person = { organisationId, outletId, createdAt }
  await db.reporter.create({ data: { ...person, id: busyId, fullName: busy } })
  await db.reporter.create({ data: { ...person, id: quietId, fullName: quiet } })
  for (let number = 1; number <= 7; number += 1) {
    const articleId = newId(createdAt)
    const url = `https://bao.example/bai-${number}`
    await db.article.create({ data: { id: articleId, organisationId, canonicalUrl: url, url, outletId, createdAt } })
    const submission = {
      id: newId(createdAt),
      articleId,
      reporterId: busyId,
      url,
      via: 'page',
      at: createdAt,
      first: true,
    }
    await db.articleSubmission.create({ data: submission })
  }
}
