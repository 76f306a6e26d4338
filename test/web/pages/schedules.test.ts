import { afterAll, beforeAll, expect, test } from 'vitest'
import { addOutlet } from '../../../src/domain/reporters/add-outlet.ts'
import { addReporter } from '../../../src/domain/reporters/add-reporter.ts'
import { issuePageLink } from '../../../src/domain/reporters/issue-page-link.ts'
import { runSchedule } from '../../../src/domain/schedules/run-due-schedules.ts'
import { type Browser, type TestConsole, testConsole } from '../console.ts'

let desk: TestConsole
let editor: Browser
let approver: Browser
let clerk: Browser
let administrator: Browser
beforeAll(async () => {
  desk = await testConsole()
  ;[editor, approver] = [await desk.signIn('editor'), await desk.signIn('approver')]
  ;[clerk, administrator] = [await desk.signIn('clerk'), await desk.signIn('administrator')]
  const who = { organisationId: desk.organisationId, by: desk.staffIds.editor }
  const outletId = await addOutlet(desk.deps, { ...who, name: 'Báo Thử', kind: 'provincial-press' })
  const reporterId = await addReporter(desk.deps, { ...who, outletId, fullName: 'Đỗ Văn Trang' })
  await issuePageLink(desk.deps, { ...who, reporterId })
})
afterAll(() => desk[Symbol.asyncDispose]())

const office = (text: string) => new Date(`${text}:00+07:00`)

/** An announcement that was approved and released. */
async function released(title: string) {
  const drafted = await editor.post('/announcements', { title, text: 'Kính mời đọc.', audience: 'everyone' })
  const id = /publications\/([\w-]{36})/.exec(String(drafted.headers.location))?.[1] ?? 'none'
  await editor.post(`/publications/${id}/submissions`)
  const { body } = await approver.get(`/publications/${id}`)
  await approver.post(`/publications/${id}/approvals`, {
    contentHash: /name="contentHash" value="(\w+)"/.exec(body)?.[1] ?? '',
  })
  await clerk.post(`/publications/${id}/releases`)
  return id
}
const send = (id: string, fields: Record<string, string>) => editor.post(`/publications/${id}/broadcasts`, fields)
const textOf = (body: string) => body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

test('the plan tells beforehand how long it can be called back, and, at night, when it goes', async () => {
  const id = await released('Nói trước')
  expect(textOf((await editor.get(`/publications/${id}/plan`)).body)).toContain('còn 30 giây để rút lại')
  const day = desk.clock.now()
  desk.clock.set(office('2026-11-23T22:40'))
  const night = textOf((await editor.get(`/publications/${id}/plan`)).body)
  desk.clock.set(day)
  expect(night).toContain('đang là giờ yên lặng')
  expect(night).toContain('06 giờ 00, thứ Ba, ngày 24/11/2026')
  desk.clock.set(office('2026-11-23T22:41'))
  await send(id, { when: 'now' })
  const front = textOf((await editor.get('/')).body)
  desk.clock.set(day)
  expect(front).toMatch(
    /Đợt gửi : Nói trước Đang trong giờ yên lặng. Chưa gửi cho ai thêm; tự gửi lúc 06 giờ 00, thứ Ba/,
  )
})

test('a moment that has passed is refused, and all that was typed is still there', async () => {
  const id = await released('Đã qua')
  const past = await send(id, { when: 'once', at: '2026-11-20T08:00' })
  expect([past.statusCode, past.body.includes('value="2026-11-20T08:00"')]).toEqual([422, true])
  expect(past.body).toMatch(/value="once" checked/)
  expect(textOf(past.body)).toContain('Thời điểm này đã qua')
  const blank = await send(id, { when: 'monthly', day: '31', time: '', until: '2027-12-31' })
  expect([blank.statusCode, blank.body.includes('value="2027-12-31"')]).toEqual([422, true])
  expect(await desk.db.sendSchedule.count({ where: { publicationId: id } })).toBe(0)
})

test('a schedule stands on the publication and the desk with its moment and who set it up, and is called off there', async () => {
  const id = await released('Hẹn giờ')
  const set = await send(id, { when: 'once', at: '2026-11-24T23:30' })
  expect([set.statusCode, set.headers.location]).toEqual([303, `/publications/${id}#schedules`])
  const page = textOf((await approver.get(`/publications/${id}`)).body)
  for (const words of ['23 giờ 30, thứ Ba, ngày 24/11/2026', 'rơi vào giờ yên lặng', '06 giờ 00, thứ Tư', 'Lê Thu Hà'])
    expect(page).toContain(words)
  expect(page).not.toContain('Huỷ lịch gửi này')
  const front = textOf((await editor.get('/')).body)
  expect(front).toMatch(/Sắp gửi 23:30 24\/11\/2026 Hẹn giờ Gửi một lần/)
  expect(front).not.toContain('Gửi đi Hẹn giờ')
  const again = await send(id, { when: 'now' })
  expect([again.statusCode, textOf(again.body).includes('đã có lịch gửi')]).toEqual([409, true])
  const { id: scheduleId } = await desk.db.sendSchedule.findFirstOrThrow({ where: { publicationId: id } })
  expect((await approver.post(`/schedules/${scheduleId}/cancellations`)).statusCode).toBe(403)
  for (let press = 0; press < 2; press++)
    expect((await editor.post(`/schedules/${scheduleId}/cancellations`)).statusCode).toBe(303)
  expect(textOf((await editor.get(`/publications/${id}`)).body)).toContain('Cán bộ đã huỷ lịch gửi. (Lê Thu Hà)')
})

test('what has been sent may be scheduled every month, and only that', async () => {
  const id = await released('Hằng tháng')
  expect((await send(id, {})).statusCode).toBe(303)
  await desk.db.broadcast.updateMany({
    where: { publicationId: id },
    data: { state: 'finished', finishedAt: desk.clock.now(), stateReason: null, heldUntil: null },
  })
  await desk.db.delivery.updateMany({
    where: { broadcast: { publicationId: id }, state: 'planned' },
    data: { state: 'sent', messageIds: ['-'], settledAt: desk.clock.now() },
  })
  expect((await editor.get(`/publications/${id}`)).body).toContain(`/publications/${id}/plan`)
  const plan = (await editor.get(`/publications/${id}/plan`)).body
  expect([plan.includes('value="monthly" checked'), plan.includes('value="now"')]).toEqual([true, false])
  expect((await send(id, { when: 'once', at: '2026-12-24T08:00' })).statusCode).toBe(409)
  expect((await send(id, { when: 'monthly', day: 'last', time: '08:00', until: '' })).statusCode).toBe(303)
  expect(textOf((await editor.get(`/publications/${id}`)).body)).toContain('Hằng tháng, ngày cuối tháng lúc 08:00')
})

test('what was missed and what may not go any more are told on the front page and the publication', async () => {
  const [late, changed] = [await released('Gửi muộn'), await released('Bị sửa')]
  for (const id of [late, changed]) await send(id, { when: 'once', at: '2026-11-23T09:30' })
  await desk.db.publication.update({ where: { id: changed }, data: { text: 'Khác với bản đã duyệt' } })
  desk.clock.set(office('2026-11-23T14:00'))
  for (const { id } of await desk.db.sendSchedule.findMany({ where: { publicationId: { in: [late, changed] } } }))
    await runSchedule(desk.deps, { scheduleId: id })
  const front = textOf((await approver.get('/')).body)
  expect(front).toContain('Lỡ 1 thời điểm gửi (09:30 23/11/2026)')
  expect(front).toContain('Bị sửa : Nội dung không còn đúng với bản đã được phê duyệt')
  expect(textOf((await editor.get(`/publications/${late}`)).body)).toContain('đã gửi muộn một lần')
})

test('the office keeps its days: one, many from a decision, the fixed holidays, and takes one back', async () => {
  const days = async () => {
    const { settings } = await desk.db.organisation.findUniqueOrThrow({ where: { id: desk.organisationId } })
    const { calendar } = settings as { calendar: { days: { date: string; kind: string; name: string }[] } }
    return calendar.days.map(({ date, kind, name }) => `${date} ${kind} ${name}`)
  }
  await administrator.post('/settings/calendar/days', { date: '2026-11-24', kind: 'off', name: 'Ngày truyền thống' })
  await administrator.post('/settings/calendar/holidays', { year: '2027' })
  const lines = '05/02/2027 – 06/02/2027: Tết Nguyên đán\n\n2027-04-30 Ngày lễ'
  await administrator.post('/settings/calendar/pastes', { kind: 'off', lines })
  await administrator.post('/settings/calendar/pastes', { kind: 'working', lines: '24/4/2027 Làm bù' })
  expect(await days()).toEqual([
    '2026-11-24 off Ngày truyền thống',
    '2027-01-01 off Tết Dương lịch',
    '2027-02-05 off Tết Nguyên đán',
    '2027-02-06 off Tết Nguyên đán',
    '2027-04-24 working Làm bù',
    '2027-04-30 off Ngày lễ',
    '2027-05-01 off Ngày Quốc tế lao động',
    '2027-09-02 off Quốc khánh',
  ])
  await administrator.post('/settings/calendar/removals', { date: '2027-09-02' })
  expect(await days()).toHaveLength(7)
  for (const wrong of [
    'Tết 2027',
    '31/02/2027 Không có',
    '06/02/2027 – 05/02/2027 Ngược',
    '01/01/2027 – 01/12/2027 Cả năm',
  ]) {
    const answer = await administrator.post('/settings/calendar/pastes', {
      kind: 'off',
      lines: `01/06/2027 Một\n${wrong}`,
    })
    expect([answer.statusCode, answer.body.includes('Dòng 2'), answer.body.includes(wrong)]).toEqual([422, true, true])
  }
  expect(await days()).toHaveLength(7)
  expect((await administrator.post('/settings/calendar/days', { date: 'mai', kind: 'off' })).statusCode).toBe(422)
  expect((await administrator.post('/settings/calendar/holidays', { year: '27' })).statusCode).toBe(422)
  expect((await editor.post('/settings/calendar/days', { date: '2026-12-24' })).statusCode).toBe(403)
})

test('sending rules are checked, kept beside the others, and what was typed is still there', async () => {
  const rules = { abortWindowSeconds: '45', errorPercent: '30', errorAfterDeliveries: '50', missedAfterMinutes: '90' }
  const fields = { ...rules, missedReminders: 'skip', missedSchedules: 'send' }
  for (const wrong of [{ abortWindowSeconds: '' }, { errorPercent: '0' }, { missedSchedules: 'perhaps' }]) {
    const answer = await administrator.post('/settings/sending', { ...fields, ...wrong })
    expect([answer.statusCode, answer.body.includes('value="90"')]).toEqual([422, true])
  }
  expect((await administrator.post('/settings/sending', fields)).statusCode).toBe(303)
  const { settings } = await desk.db.organisation.findUniqueOrThrow({ where: { id: desk.organisationId } })
  expect(settings).toMatchObject({
    abortWindowSeconds: 45,
    errorRate: { percent: 30, afterDeliveries: 50 },
    missed: { reminders: 'skip', schedules: 'send', afterMinutes: 90 },
    calendar: { days: expect.arrayContaining([expect.objectContaining({ date: '2026-11-24' })]) },
  })
})
