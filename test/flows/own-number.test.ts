import { afterAll, beforeAll, expect, test } from 'vitest'
import { addOutlet } from '../../src/domain/reporters/add-outlet.ts'
import { addReporter } from '../../src/domain/reporters/add-reporter.ts'
import { openBrowser } from './browser.ts'
import { strangerWithPhone } from './reporters.ts'
import { approveAndRelease, broadcast, openStory, type Story } from './story.ts'
import { until } from './until.ts'

let story: Story
beforeAll(async () => {
  story = await openStory([{ name: 'Ma Thị Hiền', reach: { on: 'zalo', hoursAgo: 400 } }])
}, 60_000)
afterAll(() => story?.desk[Symbol.asyncDispose]())

const rest = async () => {
  story.desk.clock.advance(1_000)
  await story.desk.settled()
}

test('a number shared on Telegram by its owner lets them in, somebody else’s card does not; an edited link is corrected', async () => {
  const { desk } = story
  const { deps, organisationId, staffIds, sandbox } = desk
  const by = staffIds.editor
  const outletId = await addOutlet(deps, { organisationId, name: 'Báo Số Nhà', kind: 'provincial-press', by })
  const person = { organisationId, by, outletId, fullName: 'Mai Văn Số', phone: '0912 000 111' }
  const reporterId = await addReporter(deps, person)
  const phone = await strangerWithPhone(desk, 'Mai Văn Số', 'telegram')
  const hands = `/telegram/people/${phone.personId}`
  const known = { id: phone.personId, name: 'Mai Văn Số', outlet: '', channel: 'telegram' }
  const { person: owner } = await sandbox.post<{ person: { userId: string } }>('/people', known)
  const last = async () => (await phone.received()).at(-1)?.text ?? ''

  await phone.start()
  const card = { phone: '+84912000111', firstName: 'Số' }
  await sandbox.post(`${hands}/contact`, { of: { ...card, userId: 1 } })
  await rest()
  expect(await desk.db.contact.count({ where: { reporterId } })).toBe(0)
  await sandbox.post(`${hands}/contact`, { of: { ...card, userId: Number(owner.userId) } })
  await rest()
  expect(await last()).toContain('xin phép gửi bản tin')
  await phone.tap('Tôi đồng ý')
  expect(await last()).toContain('Đăng ký thành công. Chào anh/chị Mai Văn Số')

  await phone.text('Bài của em: https://baosonha.vn/tin-nham')
  const mine = (await phone.chat()).findLast((bubble) => bubble.mine)
  const text = 'Bài của em: https://baosonha.vn/tin-dung'
  await sandbox.post(`${hands}/edit`, { messageId: Number(mine?.id), text })
  await rest()
  expect(await last()).toContain('Đã cập nhật theo tin nhắn anh/chị vừa sửa')
  expect((await desk.db.article.findMany()).map(({ url }) => url)).toEqual(['https://baosonha.vn/tin-dung'])
})

test('whom no chat carries gets the notice at the number they agreed to, at the price of the plan, and the rest when they write', async () => {
  const { desk, staff } = story
  const { sandbox } = desk
  const hien = story.reporter('Ma Thị Hiền')
  await sandbox.post(`/zalo/people/${hien.phone.personId}/phone`, { number: '84987654321' })
  const where = { id: desk.accounts.zalo }
  const { settings } = await desk.db.channelAccount.findUniqueOrThrow({ where })
  const prices = Object.fromEntries([1, 2, 3, 4].map((at) => [`43000${at}`, { priceVnd: 300, priceByPhoneVnd: 400 }]))
  const changed = { ...(settings as object), templatePrices: prices }
  await desk.db.channelAccount.update({ where, data: { settings: changed } })
  const at = { address: `phone:${hien.id}`, lastInteractionAt: null, now: desk.clock.now() }
  await until(
    async () => desk.deps.channels.byAccount(desk.accounts.zalo)?.reach(at).kind === 'notice',
    'the account to be opened with its prices',
  )

  const draft = async (title: string) => {
    const drafted = await staff.editor.send('/announcements/new', '/announcements', {
      title,
      text: `${title}, kính mời.`,
    })
    const id = /\/publications\/([\w-]+)\/edit/.exec(drafted.location)?.[1] ?? ''
    await approveAndRelease(story, id)
    return id
  }
  const statesOf = async (broadcastId: string) => {
    const delivery = await desk.db.delivery.findFirstOrThrow({ where: { broadcastId, reporterId: hien.id } })
    return `${delivery.surface} ${delivery.messageKind} ${delivery.state} ${delivery.reason} ${delivery.costVnd}`
  }
  // As after a move to another Official Account: the chat is there, but nothing goes into it.
  await desk.db.contact.updateMany({ where: { reporterId: hien.id }, data: { state: 'gone', stateReason: '-213' } })
  const before = await broadcast(story, await draft('Thông báo một'), 2)
  expect(await statesOf(before.id)).toBe('null null skipped gone 0')
  expect((await staff.editor.get(`/broadcasts/${before.id}/calls`)).words).toContain('Ma Thị Hiền')

  const page = await hien.page()
  const browser = openBrowser(desk.address)
  const form = { phone: '0987 654 321', shown: 'vi' }
  expect((await browser.send(`${page}/phone`, `${page}/phone/consents`, form)).status).toBe(303)
  const billed = await sandbox.billedVnd()
  const after = await broadcast(story, await draft('Thông báo hai'), 2)
  expect(await statesOf(after.id)).toBe('zalo notice sent null 400')
  expect((await sandbox.billedVnd()) - billed).toBe(400)
  expect(JSON.stringify(await desk.db.contact.findMany())).not.toContain('987654321')
  expect(desk.log()).not.toContain('987654321')

  await hien.phone.text('em đây ạ')
  const words = (await hien.phone.received()).map(({ text }) => text).join('\n')
  expect(words).toContain('Thông báo hai, kính mời.')
})
