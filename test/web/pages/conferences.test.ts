import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../src/platform/ids.ts'
import { type Browser, type TestConsole, testConsole } from '../console.ts'

let desk: TestConsole
let editor: Browser
beforeAll(async () => {
  desk = await testConsole()
  editor = await desk.signIn('editor')
})
afterAll(() => desk[Symbol.asyncDispose]())

const conference = {
  kind: 'Họp báo',
  title: 'Họp báo quý IV',
  place: 'Hội trường B',
  startsAt: '2026-12-10T14:00',
  answerBy: '2026-12-08T17:00',
  agenda: 'Trao đổi',
  contact: '',
}

async function announcement() {
  const answer = await editor.post('/announcements', { title: 'Mời họp báo', text: 'Kính mời', audience: 'everyone' })
  return /publications\/([\w-]{36})/.exec(String(answer.headers.location))?.[1] ?? 'none'
}

test('a conference goes with a publication in office time, and a deadline after the beginning is refused with all that was typed', async () => {
  const id = await announcement()
  const wrong = await editor.post(`/publications/${id}/conferences`, { ...conference, answerBy: '2026-12-11T17:00' })
  expect([wrong.statusCode, wrong.body.includes('value="Hội trường B"')]).toEqual([422, true])
  expect((await editor.post(`/publications/${id}/conferences`, conference)).statusCode).toBe(303)
  const kept = await desk.db.conference.findFirstOrThrow({ where: { publicationId: id } })
  expect(kept.startsAt.toISOString()).toBe('2026-12-10T07:00:00.000Z')
})

test('moving it after invitations went out leads to the drafted announcement; who has not answered is a number, never a list', async () => {
  const id = await announcement()
  await editor.post(`/publications/${id}/conferences`, conference)
  const { id: conferenceId } = await desk.db.conference.findFirstOrThrow({ where: { publicationId: id } })
  const at = desk.clock.now()
  const outletId = newId(at)
  const { organisationId } = desk
  await desk.db.outlet.create({
    data: { id: outletId, organisationId, name: 'Báo Mời', kind: 'portal', createdAt: at },
  })
  for (const [fullName, answer] of [
    ['Đã Nhận Lời', 'accepted'],
    ['Chưa Trả Lời', 'none'],
  ] as const) {
    const reporterId = newId(at)
    await desk.db.reporter.create({ data: { id: reporterId, organisationId, outletId, fullName, createdAt: at } })
    await desk.db.invitation.create({ data: { id: newId(at), conferenceId, reporterId, answer, createdAt: at } })
  }
  const page = (await editor.get(`/conferences/${conferenceId}`)).body
  expect(page).toContain('Đã Nhận Lời')
  expect(page).not.toContain('Chưa Trả Lời')
  const move = { startsAt: '2026-12-11T14:00', answerBy: '2026-12-09T17:00', place: 'Hội trường C' }
  const moved = await editor.post(`/conferences/${conferenceId}/moves`, move)
  const notice = (await editor.get(String(moved.headers.location))).body
  expect(notice).toContain('Hội trường C')
  expect(notice).toContain('Trình duyệt')
})
