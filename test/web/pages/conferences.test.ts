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

test('its reminders are told in numbers: when they go, what became of them and why, and on the front page what did not go', async () => {
  const id = await announcement()
  await editor.post(`/publications/${id}/conferences`, { ...conference, title: 'Họp báo có tin nhắc' })
  const { id: conferenceId } = await desk.db.conference.findFirstOrThrow({ where: { publicationId: id } })
  const at = desk.clock.now()
  const { organisationId } = desk
  const days = [{ date: '2026-12-07', kind: 'off', name: 'Ngày truyền thống' }]
  await desk.db.organisation.update({
    where: { id: organisationId },
    data: { settings: { calendar: { days, weekendsOff: true } } },
  })
  const outletId = newId(at)
  await desk.db.outlet.create({
    data: { id: outletId, organisationId, name: 'Báo Nhắc', kind: 'portal', createdAt: at },
  })
  const reasons = ['answered', 'moved', 'settings', 'stopped', 'cancelled', 'too-late', 'missed'] as const
  const rows = [
    { kind: 'answer-by', state: 'fired', reason: null },
    { kind: 'day-before', state: 'scheduled', reason: 'day-off' },
    { kind: 'two-hours-before', state: 'scheduled', reason: 'quiet-hours' },
    ...reasons.map((reason) => ({ kind: 'answer-by', state: 'cancelled', reason }) as const),
  ] as const
  for (const row of rows) {
    const reporterId = newId(at)
    const who = { id: reporterId, organisationId, outletId, fullName: 'Người Được Nhắc', createdAt: at }
    await desk.db.reporter.create({ data: who })
    const reminder = { ...row, id: newId(at), conferenceId, reporterId, dueAt: at, createdAt: at }
    await desk.db.reminder.create({ data: reminder })
  }
  const detail = { kind: 'answer-by', dueAt: at.toISOString(), count: 41, reason: 'missed' }
  const entry = { organisationId, at, actor: 'system', action: 'reminders-skipped', detail }
  await desk.db.auditEntry.create({ data: { ...entry, subject: `conference:${conferenceId}` } })
  const page = (await editor.get(`/conferences/${conferenceId}`)).body
  expect(page).not.toContain('Người Được Nhắc')
  // Asked for on Monday at 17:00, which is a day off after a weekend.
  for (const words of [
    'rơi vào ngày nghỉ (Ngày truyền thống)',
    '06 giờ 00, thứ Ba, ngày 08/12/2026',
    'Chờ hết giờ yên lặng',
  ])
    expect(page).toContain(words)
  const front = (await editor.get('/')).body
  expect(front).toContain('41 tin nhắc lúc 09:00 23/11/2026 không gửi. Đã qua giờ')
  await editor.post('/preferences', { lang: 'en', back: '/' })
  expect((await editor.get(`/conferences/${conferenceId}`)).body).toContain('The time wanted falls on a day off')
  expect((await editor.get('/')).body).toContain('41 reminders of 09:00 23/11/2026 were not sent.')
})
