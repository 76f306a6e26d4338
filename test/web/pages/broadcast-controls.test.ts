import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, type TestConsole, testConsole } from '../console.ts'
import { sending } from '../sending.ts'

let desk: TestConsole
let editor: Browser
let approver: Browser
beforeAll(async () => {
  desk = await testConsole()
  ;[editor, approver] = [await desk.signIn('editor'), await desk.signIn('approver')]
})
afterAll(() => desk[Symbol.asyncDispose]())

const at = new Date('2026-11-23T02:00:00Z')
const later = (seconds: number) => new Date(at.getTime() + seconds * 1_000)
const held = (stateReason: string, more: object = {}) => ({ state: 'held', stateReason, stateAt: at, ...more })
const stopped = (stateReason: string, more: object = {}) => ({ state: 'stopped', stateReason, stateAt: at, ...more })

/** Which controls a page offers, by where their forms lead. */
const offers = (body: string, id: string) =>
  [...body.matchAll(new RegExp(`method="post" action="/broadcasts/${id}/([a-z-]+)"`, 'g'))].map(([, name]) => name)

describe('a sending offers what applies at this moment', () => {
  test.each([
    ['in the abort window', held('abort-window', { heldUntil: later(8) }), ['cancellations', 'pauses']],
    [
      'in the quiet hours',
      held('quiet-hours', { heldUntil: later(9_000) }),
      ['pauses', 'cancellations', 'urgency-requests'],
    ],
    ['while it goes', {}, ['pauses', 'cancellations']],
    ['while it is paused', stopped('paused'), ['resumptions', 'cancellations']],
    ['when it was refused', stopped('rejected'), ['resumptions', 'cancellations']],
    ['when it is over', { state: 'finished', finishedAt: at }, []],
    ['when it was cancelled', { state: 'cancelled', stateReason: 'by-staff', finishedAt: at }, []],
  ])('%s', async (_label, columns, expected) => {
    const { broadcastId } = await sending(desk, ['sent'], columns)
    expect(offers((await editor.get(`/broadcasts/${broadcastId}`)).body, broadcastId)).toEqual(expected)
    expect(offers((await approver.get(`/broadcasts/${broadcastId}`)).body, broadcastId)).toEqual([])
  })

  test('failures are retried, all of them with one press, and the button says how many', async () => {
    const { broadcastId } = await sending(desk, ['sent', 'failed', 'failed'], { state: 'finished', finishedAt: at })
    const { body } = await editor.get(`/broadcasts/${broadcastId}`)
    expect(offers(body, broadcastId)).toEqual(['retries'])
    expect(body).toContain('Gửi lại 2 lượt lỗi')
  })
})

describe('a sending that does not go says why, until when and by whom', () => {
  test.each([
    [
      'the abort window counts down',
      held('abort-window', { heldUntil: later(8) }),
      ['Sẽ gửi sau 8 giây', 'Rút lại, không gửi'],
    ],
    [
      'quiet hours',
      held('quiet-hours', { heldUntil: new Date('2026-11-23T23:00:00Z') }),
      ['Đang trong giờ yên lặng', '06:00 24/11/2026'],
    ],
    ['a day off by its name', held('day-off', { heldUntil: later(90_000), stateDetail: 'Quốc khánh' }), ['Quốc khánh']],
    [
      'too many failures with the figures',
      stopped('error-rate', { stateDetail: '12/40' }),
      ['lỗi kỹ thuật', '12 trong 40 lượt gửi bị lỗi (30%)', 'Cài đặt'],
    ],
    [
      'a refusal in the platform’s words',
      stopped('rejected', { stateDetail: 'E1: <b>bad</b>' }),
      ['từ chối nội dung', 'E1: &lt;b&gt;bad&lt;/b&gt;', 'xem lại nội dung'],
    ],
  ])('%s', async (_label, columns, sentences) => {
    const { broadcastId } = await sending(desk, ['planned'], columns)
    const { body } = await approver.get(`/broadcasts/${broadcastId}`)
    for (const sentence of sentences) expect(body).toContain(sentence)
  })

  test('whoever paused it is named', async () => {
    const by = { stateBy: desk.staffIds.clerk }
    const { broadcastId } = await sending(desk, ['planned'], stopped('paused', by))
    expect((await approver.get(`/broadcasts/${broadcastId}`)).body).toContain('Phạm Thị Mơ đã tạm dừng')
  })
})

test('an urgent sending takes two: one asks and says why, the approver finds it waiting and agrees', async () => {
  const { broadcastId } = await sending(desk, ['planned'], held('quiet-hours', { heldUntil: later(30_000) }))
  const ask = (reason: string) => editor.post(`/broadcasts/${broadcastId}/urgency-requests`, { reason })
  expect((await ask('gấp')).statusCode).toBe(422)
  expect((await ask('Bão số 9 đổ bộ trước 5 giờ sáng.')).statusCode).toBe(303)
  expect((await editor.post(`/broadcasts/${broadcastId}/urgency-agreements`)).statusCode).toBe(403)
  const front = (await approver.get('/')).body
  expect(front).toContain('Đồng ý gửi gấp')
  expect(front).toContain('Bão số 9 đổ bộ')
  expect(offers((await approver.get(`/broadcasts/${broadcastId}`)).body, broadcastId)).toEqual(['urgency-agreements'])
  for (const _press of [1, 2]) {
    expect((await approver.post(`/broadcasts/${broadcastId}/urgency-agreements`)).statusCode).toBe(303)
  }
  expect((await approver.get('/')).body).not.toContain('Đồng ý gửi gấp')
  const page = (await editor.get(`/broadcasts/${broadcastId}`)).body
  expect(page).toContain('Lê Thu Hà đề nghị gửi gấp')
  expect(page).toContain('Trần Quốc Bảo đã đồng ý gửi gấp')
})

test('pressing any control twice does what one press does', async () => {
  const { broadcastId } = await sending(desk, ['planned', 'sent'])
  for (const control of ['pauses', 'resumptions', 'cancellations'])
    for (const _press of [1, 2]) {
      expect((await editor.post(`/broadcasts/${broadcastId}/${control}`)).statusCode).toBe(303)
    }
  const subject = `broadcast:${broadcastId}`
  const entries = await desk.db.auditEntry.findMany({ where: { subject }, orderBy: { id: 'asc' } })
  const written = entries.map(({ action }) => action)
  expect(written).toEqual(['broadcast-paused', 'broadcast-resumed', 'broadcast-cancelled'])
})

test('a press that came too late says that nothing was changed and what to do', async () => {
  const over = { state: 'cancelled', stateReason: 'by-staff', finishedAt: at }
  const { broadcastId } = await sending(desk, ['sent'], over)
  const late = await editor.post(`/broadcasts/${broadcastId}/pauses`)
  expect(late.statusCode).toBe(409)
  expect(late.body).toContain('Không có gì thay đổi; đề nghị mở lại trang để xem kết quả.')
})

test('what was called back before anybody had it may be sent anew from its page, and what is held may be recalled', async () => {
  const waiting = held('abort-window', { heldUntil: later(8) })
  const { broadcastId, publicationId } = await sending(desk, ['planned'], waiting)
  const offered = async (browser: Browser, what: string) =>
    (await browser.get(`/publications/${publicationId}`)).body.includes(`/publications/${publicationId}/${what}"`)
  expect([await offered(editor, 'plan'), await offered(approver, 'recalls')]).toEqual([false, true])
  const asked = async () => (await editor.get('/')).body.includes(`/publications/${publicationId}"><span class="todo">`)
  expect(await asked()).toBe(false)
  await editor.post(`/broadcasts/${broadcastId}/cancellations`)
  expect([await offered(editor, 'plan'), await offered(approver, 'recalls')]).toEqual([true, false])
  expect((await editor.get(`/broadcasts/${broadcastId}`)).body).toContain('đã huỷ trước khi gửi: chưa ai nhận được gì')
  expect(await asked()).toBe(true)
})

test.each([
  ['received', 'Ghi nhận 2 người đã nhận', 'sent'],
  ['resend', '2 người có thể nhận tin hai lần', 'planned'],
])(
  'what is unknown is settled all at once as %s, past a sentence that says for how many',
  async (as, sentence, state) => {
    const { broadcastId } = await sending(desk, ['unknown', 'unknown', 'failed'], { state: 'finished', finishedAt: at })
    expect((await editor.get(`/broadcasts/${broadcastId}`)).body).toContain(sentence)
    for (const said of [`settled-${as}`, 'settled-nothing']) {
      const pressed = await editor.post(`/broadcasts/${broadcastId}/settlements`, { as })
      expect([pressed.statusCode, pressed.cookies.find(({ name }) => name === 'toast')?.value]).toEqual([303, said])
    }
    const rows = await desk.db.delivery.findMany({ where: { broadcastId }, orderBy: { id: 'asc' } })
    expect(rows.map((row) => row.state)).toEqual([state, state, 'failed'])
  },
)

test('while the counts move, what somebody types below them stays: only what has changed is sent', async () => {
  const { broadcastId, ids } = await sending(
    desk,
    ['planned', 'sent'],
    held('quiet-hours', { heldUntil: later(9_000) }),
  )
  const address = await desk.server.listen({ host: '127.0.0.1', port: 0 })
  const cookie = [...editor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const ending = new AbortController()
  const answer = await fetch(`${address}/broadcasts/${broadcastId}/live`, {
    headers: { cookie },
    signal: ending.signal,
  })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  const nextEvent = async () => {
    for (let seen = ''; ; ) {
      seen += (await reader?.read())?.value ?? ''
      if (seen.endsWith('\n\n') && seen.includes('data:')) return seen
    }
  }
  const parts = (event: string) => [...event.matchAll(/hx-target="#broadcast-([a-z]+)"/g)].map(([, name]) => name)
  const whole = await nextEvent()
  expect(parts(whole)).toEqual(['notice', 'controls', 'state', 'unknown', 'rate', 'reasons', 'lines'])
  const settled = { state: 'skipped', reason: 'not-needed', settledAt: at } as const
  await desk.db.delivery.update({ where: { id: ids[0] ?? '' }, data: settled })
  expect(parts(await nextEvent())).toEqual(['state', 'reasons', 'lines'])
  ending.abort()
})
