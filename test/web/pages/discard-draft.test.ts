import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, type TestConsole, testConsole } from '../console.ts'
import { letter } from './letter.ts'

let desk: TestConsole
let editor: Browser
beforeAll(async () => {
  desk = await testConsole()
  editor = await desk.signIn('editor')
})
afterAll(() => desk[Symbol.asyncDispose]())

const draft = async () => {
  const answer = await editor.upload('/letters', { text: letter })
  return /publications\/([\w-]{36})/.exec(String(answer.headers.location))?.[1] ?? 'none'
}
const conference = {
  kind: 'Họp báo',
  title: 'Họp báo quý',
  place: 'Hội trường A',
  startsAt: '2026-12-10T14:00',
  answerBy: '2026-12-08T17:00',
}

test('a draft is thrown away with its letter and its conference, and the office keeps who did it', async () => {
  const id = await draft()
  await editor.post(`/publications/${id}/conferences`, conference)
  expect((await editor.post(`/publications/${id}/removals`)).headers.location).toContain('/publications')
  const { db } = desk
  expect([await db.publication.count(), await db.letter.count(), await db.conference.count()]).toEqual([0, 0, 0])
  expect(await db.auditEntry.count({ where: { action: 'draft-discarded', subject: `publication:${id}` } })).toBe(1)
})

test('what was submitted is not thrown away, nor is a draft by somebody who may not write', async () => {
  const id = await draft()
  expect((await (await desk.signIn('clerk')).post(`/publications/${id}/removals`)).statusCode).toBe(403)
  await editor.post(`/publications/${id}/submissions`)
  expect((await editor.post(`/publications/${id}/removals`)).statusCode).toBe(409)
  expect(await desk.db.publication.count({ where: { id, state: 'submitted' } })).toBe(1)
})
