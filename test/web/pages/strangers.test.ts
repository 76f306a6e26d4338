import { afterAll, beforeAll, expect, test } from 'vitest'
import { draftAnnouncement } from '../../../src/domain/publications/draft-announcement.ts'
import { addOutlet } from '../../../src/domain/reporters/add-outlet.ts'
import { addReporter } from '../../../src/domain/reporters/add-reporter.ts'
import { addStaff } from '../../../src/domain/staff/add-staff.ts'
import { newId } from '../../../src/platform/ids.ts'
import { openBrowser, password, type TestConsole, testConsole } from '../console.ts'

let desk: TestConsole
beforeAll(async () => {
  desk = await testConsole()
})
afterAll(() => desk[Symbol.asyncDispose]())

const script = '<script>alert("x")</script>'

test('names, titles and outlets with markup in them are shown as they were typed, never run', async () => {
  const who = { organisationId: desk.organisationId, by: desk.staffIds.editor }
  const outletId = await addOutlet(desk.deps, { ...who, name: `Báo ${script}`, kind: 'portal' })
  await addReporter(desk.deps, { ...who, outletId, fullName: `Tên ${script}` })
  const by = { id: desk.staffIds.editor, role: 'editor', organisationId: desk.organisationId } as const
  const input = { organisationId: desk.organisationId, title: `Tin ${script}`, text: `Chữ ${script}`, by }
  const id = await draftAnnouncement(desk.deps, input)
  const editor = await desk.signIn('editor')
  for (const url of ['/', '/roster', '/publications', `/publications/${id}`, `/publications/${id}/edit`]) {
    const { body, statusCode } = await editor.get(url)
    expect(statusCode, url).toBe(200)
    expect(body, url).not.toContain('<script>alert')
  }
  expect((await editor.get('/roster')).body).toContain('&lt;script&gt;')
})

test('what belongs to another office does not exist for this one', async () => {
  const at = desk.clock.now()
  const other = newId(at)
  await desk.db.organisation.create({ data: { id: other, name: 'Sở Khác', shortName: 'SK', createdAt: at } })
  const staff = {
    organisationId: other,
    name: 'Người Lạ',
    email: 'la@khac.example',
    role: 'editor',
    locale: 'vi',
    password,
  } as const
  await addStaff(desk.deps, staff)
  const by = { id: desk.staffIds.editor, role: 'editor', organisationId: desk.organisationId } as const
  const id = await draftAnnouncement(desk.deps, {
    organisationId: desk.organisationId,
    title: 'Của nhà',
    text: 'Chữ',
    by,
  })
  const outletId = await addOutlet(desk.deps, {
    organisationId: desk.organisationId,
    name: 'Báo Nhà',
    kind: 'portal',
    by: by.id,
  })
  const reporterId = await addReporter(desk.deps, {
    organisationId: desk.organisationId,
    outletId,
    fullName: 'Người Nhà',
    by: by.id,
  })

  const stranger = openBrowser(desk.server)
  await stranger.post('/sign-in', { email: 'la@khac.example', password })
  const asked = [
    `/publications/${id}`,
    `/publications/${id}/edit`,
    `/publications/${id}/plan`,
    `/reporters/${reporterId}`,
  ]
  for (const url of asked) expect((await stranger.get(url)).statusCode, url).toBe(404)
  const posted = [
    `/publications/${id}/submissions`,
    `/reporters/${reporterId}/registration-codes`,
    `/reporters/${reporterId}/page-links`,
  ]
  for (const url of posted) expect((await stranger.post(url)).statusCode, url).toBe(404)
  expect((await stranger.get('/roster')).body).not.toContain('Người Nhà')
})

test('a registration code is shown once, with its QR code, and is not in the page that is loaded again', async () => {
  const who = { organisationId: desk.organisationId, by: desk.staffIds.editor }
  const outletId = await addOutlet(desk.deps, { ...who, name: 'Báo Mã', kind: 'portal' })
  const reporterId = await addReporter(desk.deps, { ...who, outletId, fullName: 'Người Có Mã' })
  const editor = await desk.signIn('editor')
  const issued = await editor.post(`/reporters/${reporterId}/registration-codes`)
  const code = /GB-\w{4}-\w{4}/.exec(issued.body)?.[0] ?? 'none'
  expect(code).not.toBe('none')
  expect((await editor.get(`/reporters/${reporterId}`)).body).not.toContain(code)
  const link = await editor.post(`/reporters/${reporterId}/page-links`)
  expect(link.body).toContain('/p/')
  expect(link.body).toContain('<svg')
})
