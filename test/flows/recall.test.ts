import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PhoneChat } from '../../bots/sandbox/telegram/phone-chat.ts'
import { ledgerOf } from '../../src/domain/deliveries/ledger.repository.ts'
import type { NewReporter } from './reporters.ts'
import { approveAndRelease, broadcast, openStory, type Story } from './story.ts'
import { until } from './until.ts'

const [binh, nam] = ['Đỗ Thanh Bình', 'Hồ Hải Nam']
const [an, giang] = ['Nguyễn Hoài An', 'Hà Hương Giang']
const cast: readonly NewReporter[] = [
  ...[binh, nam].map((name) => ({ name, reach: { on: 'telegram' } as const })),
  { name: an, reach: { on: 'zalo', hoursAgo: 5 } },
  { name: giang, reach: { on: 'zalo', hoursAgo: 24 * 20 } },
]
const hourMs = 3_600_000

let story: Story
beforeAll(async () => {
  story = await openStory(cast)
}, 60_000)
afterAll(() => story?.desk[Symbol.asyncDispose]())

/** What stands on a Telegram phone after the greeting, without what was taken away. */
async function shown(name: string) {
  const { personId } = story.phone(name)
  const { messages } = await story.desk.sandbox.get<PhoneChat>(`/telegram/people/${personId}/chat`)
  return messages.filter(({ fromBot, deleted }) => fromBot && !deleted).slice(1)
}
const textsOf = async (name: string) => (await shown(name)).map(({ text }) => text)
const idIn = (location: string) => /\/publications\/([\w-]+)\/edit/.exec(location)?.[1] ?? location

async function announce(title: string, text: string) {
  const { editor } = story.staff
  const id = idIn((await editor.send('/announcements/new', '/announcements', { title, text })).location)
  const file = await editor.send(
    `/publications/${id}/edit`,
    `/publications/${id}/attachments`,
    { title: 'Số liệu' },
    story.files.plan,
  )
  expect(file.status, file.words).toBe(303)
  return id
}

async function send(id: string) {
  await approveAndRelease(story, id)
  return (await broadcast(story, id, cast.length)).id
}

async function recall(id: string, reason: string) {
  const screen = `/publications/${id}`
  const done = await story.staff.approver.send(screen, `${screen}/recalls`, { reason })
  expect(done.status, done.words).toBe(303)
  await stepsDone()
}

const stepsDone = async () => {
  const open = () => story.desk.db.revisionStep.count({ where: { state: { in: ['planned', 'queued'] } } })
  await until(async () => (await open()) === 0, 'the messages to be changed')
  await story.desk.settled()
}

test('a recall takes young messages off the phones on Telegram, and tells those on Zalo, by template where nothing else goes', async () => {
  const { desk } = story
  const id = await announce('Giá nước sinh hoạt', 'Giá nước tăng 5% từ tháng 12.')
  const sending = await send(id)
  for (const name of [binh, nam]) expect((await textsOf(name)).join(' ')).toContain('Giá nước tăng 5%')
  const screen = (await story.staff.approver.get(`/publications/${id}`)).words
  expect(screen).toContain('2 người: tin bị xoá khỏi điện thoại.')
  expect(screen).toContain('2 người: nhận thông báo thu hồi qua Zalo')
  await recall(id, 'Nhầm số liệu')
  for (const name of [binh, nam]) expect(await shown(name)).toEqual([])
  const last = async (name: string) => (await story.phone(name).received()).at(-1)
  expect((await last(an))?.text).toContain('đã thu hồi văn bản «Giá nước sinh hoạt». Lý do: Nhầm số liệu')
  expect(await last(giang)).toMatchObject({
    kind: 'notice',
    text: expect.stringContaining('Thu hồi: Giá nước sinh hoạt. Lý do: Nhầm số liệu'),
  })
  await story.phone(giang).openNotice()
  const opened = (await story.phone(giang).received()).map(({ text }) => text).join(' ')
  expect(opened).toContain('Lý do: Nhầm số liệu')
  expect(opened).not.toContain('Giá nước tăng 5%')
  await story.phone(binh).text('T')
  expect(await textsOf(binh)).toMatchObject([expect.stringContaining('đã thu hồi văn bản «Giá nước sinh hoạt»')])
  const told = await desk.db.broadcast.findFirstOrThrow({ where: { publicationId: id, kind: 'recall' } })
  expect(await ledgerOf(desk.db, told.id)).toMatchObject({ audience: 2, sent: 2 })
  expect(await ledgerOf(desk.db, sending)).toMatchObject({ audience: 4, sent: 4 })
  const page = await fetch(`${desk.address}${await story.reporter(binh).page()}/bulletins/${id}`)
  expect(await page.text()).not.toContain('Giá nước tăng 5%')
})

test('a correction leaves one sentence where the old text stood, and brings the right one to everybody who had it', async () => {
  const { desk, staff } = story
  const id = await announce('Lịch cắt điện', 'Cắt điện ngày 30/11.')
  await send(id)
  desk.clock.advance(50 * hourMs)
  const drafted = await staff.editor.send(`/publications/${id}`, `/publications/${id}/corrections`)
  const correctionId = idIn(drafted.location)
  const edit = `/publications/${correctionId}/edit`
  await staff.editor.send(edit, `/publications/${correctionId}/content`, { text: 'Cắt điện ngày 29/11.' })
  await send(correctionId)
  await stepsDone()
  const texts = await textsOf(binh)
  expect(texts.join('\n')).not.toContain('30/11')
  expect(texts[1]).toContain('đã đính chính và thay thế văn bản «Lịch cắt điện»')
  expect(texts.join('\n')).toContain('Cắt điện ngày 29/11.')
  expect((await story.phone(an).received()).map(({ text }) => text).join('\n')).toContain('Cắt điện ngày 29/11.')
})

test('when the time for answers is over, the buttons of an invitation stand there and do nothing', async () => {
  const { desk, staff } = story
  const id = await announce('Mời họp báo', 'Kính mời anh/chị dự họp báo.')
  const added = await staff.editor.send(`/publications/${id}/edit`, `/publications/${id}/conferences`, {
    kind: 'Họp báo',
    title: 'Họp báo quý IV',
    startsAt: '2026-12-03T08:00',
    answerBy: '2026-12-02T11:00',
    place: 'Hội trường A',
  })
  expect(added.status, added.words).toBe(303)
  await send(id)
  const invitation = async () => (await shown(nam)).find(({ text }) => text.includes('Họp báo quý IV'))
  const before = await invitation()
  expect(before?.buttons.flat().filter((button) => 'callback_data' in button)).toHaveLength(4)
  await desk.moveTo(new Date('2026-12-02T11:00:05+07:00'))
  await until(async () => (await desk.db.revision.count({ where: { kind: 'closed' } })) > 0, 'the closing')
  await stepsDone()
  const after = await invitation()
  expect(after?.text).toBe(before?.text)
  expect(after?.buttons.flat().filter((button) => 'callback_data' in button)).toEqual([])
  expect(after?.buttons.flat()).toHaveLength(before?.buttons.flat().length ?? 0)
})
