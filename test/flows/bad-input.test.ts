import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { strangerWithPhone } from './reporters.ts'
import { approveAndRelease, broadcast, openStory, type Story } from './story.ts'

const an = 'Nguyễn Hoài An'
const binh = 'Đỗ Thanh Bình'

let story: Story
beforeAll(async () => {
  story = await openStory([
    { name: an, reach: { on: 'zalo', hoursAgo: 5 } },
    { name: binh, reach: { on: 'telegram' } },
  ])
}, 60_000)
afterAll(() => story?.desk[Symbol.asyncDispose]())

const lastTo = async (name: string) => (await story.phone(name).received()).at(-1)?.text ?? ''

test.each([an, binh])('a message of %s that is only a sticker is answered with what can be read', async (name) => {
  await story.phone(name).sticker()
  expect(await lastTo(name)).toContain('Kênh này chỉ đọc được chữ, đường dẫn và nút bấm')
})

test.each([an, binh])('a file from %s is answered with what to do instead', async (name) => {
  await story.phone(name).sendFile('bai-viet.docx', Buffer.from('PK'))
  expect(await lastTo(name)).toContain('Kênh này chưa nhận tệp')
})

test.each(['zalo', 'telegram'] as const)(
  'somebody on %s who is not on the roster is told so and asked',
  async (channel) => {
    const phone = await strangerWithPhone(story.desk, `Người Lạ ${channel}`, channel)
    if (channel === 'telegram') await phone.start()
    else await phone.text('chào anh chị')
    const [answer] = await phone.received()
    expect(answer?.text).toContain('Anh/chị chưa có trong danh sách phóng viên')
    expect(answer?.text).toContain('gõ họ và tên đầy đủ')
  },
)

test.each([an, binh])(
  'a link from %s to a private address is said to be one, and nobody ever fetches it',
  async (name) => {
    let visits = 0
    const inner = createServer((_request, answer) => {
      visits += 1
      answer.end()
    })
    await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve))
    const place = inner.address()
    const port = typeof place === 'object' ? place?.port : 0
    const before = await story.desk.db.article.count()
    for (const address of [
      `http://127.0.0.1:${port}/bai.html`,
      'http://10.0.0.8/bai.html',
      'http://noi-bo.local/bai.html',
    ]) {
      await story.phone(name).text(address)
      expect(await lastTo(name), address).toContain('địa chỉ nội bộ')
    }
    await new Promise((resolve) => inner.close(resolve))
    expect([visits, await story.desk.db.article.count()]).toEqual([0, before])
  },
)

test('a forged webhook is refused and leaves nothing', async () => {
  const { desk } = story
  const before = await desk.db.inboxItem.count()
  const event = {
    event_name: 'user_send_text',
    app_id: desk.sandbox.zalo.appId,
    timestamp: String(desk.clock.now().getTime()),
    sender: { id: '8412000000000007919' },
    recipient: { id: desk.sandbox.zalo.oaId },
    message: { msg_id: 'forged-1', text: 'dừng' },
  }
  for (const signature of [undefined, 'mac=0000', `mac=${'a'.repeat(64)}`]) {
    const headers = { 'content-type': 'application/json', ...(signature ? { 'x-zevent-signature': signature } : {}) }
    const answer = await fetch(`${desk.address}/webhooks/zalo`, {
      method: 'POST',
      headers,
      body: JSON.stringify(event),
    })
    expect([answer.status, await answer.text()]).toEqual([403, ''])
  }
  await desk.settled()
  expect(await desk.db.inboxItem.count()).toBe(before)
  expect(await desk.db.reporter.count({ where: { state: 'stopped' } })).toBe(0)
})

test('a webhook that is played again is the same message, answered once', async () => {
  const { desk } = story
  await story.phone(an).text('trợ giúp')
  const [rows, answers] = [await desk.db.inboxItem.count(), (await story.phone(an).received()).length]
  await desk.sandbox.post('/zalo/webhook/repeat', { last: 5 })
  await desk.settled()
  expect([await desk.db.inboxItem.count(), (await story.phone(an).received()).length]).toEqual([rows, answers])
})

test('an altered and an expired personal link open nothing and say why', async () => {
  const { desk, reporter } = story
  const page = await reporter(an).page()
  const altered = await fetch(`${desk.address}${page.slice(0, -2)}${page.endsWith('AA') ? 'BB' : 'AA'}`)
  expect(altered.status).toBe(403)
  expect(await altered.text()).not.toContain(an)
  const now = desk.clock.now()
  desk.clock.set(new Date(now.getTime() + 400 * 86_400_000))
  const expired = await fetch(`${desk.address}${page}`)
  desk.clock.set(now)
  expect(expired.status).toBe(410)
  expect(await expired.text()).toMatch(/hết hạn/)
  expect((await fetch(`${desk.address}${page}`)).status).toBe(200)
})

test('50,000 characters on the signed page are refused with a sentence', async () => {
  const page = await story.reporter(an).page()
  const text = 'https://baosongbang.example/bai.html '.repeat(1_400)
  const sent = await openBrowser(story.desk.address).send(`${page}/links`, `${page}/links`, { text })
  expect([sent.status, sent.words]).toEqual([422, expect.stringContaining('quá dài')])
})

test('a tap on an invitation that is closed is refused with the deadline, and the answer given before stays', async () => {
  const { desk, staff } = story
  const drafted = await staff.editor.send('/announcements/new', '/announcements', {
    title: 'Họp báo về lễ hội',
    text: 'Kính mời dự họp báo.',
  })
  const id = /\/publications\/([\w-]+)\/edit/.exec(drafted.location)?.[1] ?? ''
  await staff.editor.send(`/publications/${id}/edit`, `/publications/${id}/conferences`, {
    kind: 'Họp báo',
    title: 'Họp báo về lễ hội',
    place: 'Nhà khách tỉnh',
    startsAt: '2026-11-25T15:00',
    answerBy: '2026-11-23T16:00',
  })
  await approveAndRelease(story, id)
  await broadcast(story, id, 2)
  for (const name of [an, binh]) await story.phone(name).tap('Tham dự')
  const seen = new Map(await Promise.all([an, binh].map(async (name) => [name, await button(name)] as const)))
  await desk.moveTo(new Date('2026-11-23T16:01:00+07:00'))
  for (const name of [an, binh]) {
    const pressed = seen.get(name)
    if (!pressed) throw new Error(`${name} saw no button`)
    await story.phone(name).pressLate(pressed)
    expect(await lastTo(name)).toContain('Đã hết hạn trả lời (lúc 16')
    await story.phone(name).text('K')
    expect(await lastTo(name)).toContain('Đã hết hạn trả lời')
  }
  expect((await button(binh))?.press, 'the button on the phone is closed').toEqual({})
  const answers = await desk.db.invitation.findMany()
  expect(answers.map(({ answer }) => answer)).toEqual(['accepted', 'accepted'])
})

const button = async (name: string) =>
  (await story.phone(name).chat()).flatMap(({ buttons }) => buttons).findLast(({ label }) => label === 'Không tham dự')

test('after all this nothing has crashed and nothing was lost', async () => {
  const { desk } = story
  expect(await desk.db.inboxItem.count({ where: { state: { in: ['waiting', 'failed'] } } })).toBe(0)
  const errors = desk
    .log()
    .split('\n')
    .filter((line) => /"level":(50|60)/.test(line))
  expect(errors).toEqual([])
  expect((await fetch(`${desk.address}/healthz`)).status).toBe(200)
})
