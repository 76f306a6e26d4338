import { afterAll, beforeAll, expect, test } from 'vitest'
import { ledgerOf } from '../../src/domain/deliveries/ledger.repository.ts'
import { catchUp } from '../../src/domain/inbox/catch-up.ts'
import { auditCalls, recordedMessages } from './call-auditor.ts'
import type { NewReporter } from './reporters.ts'
import { approveAndRelease, broadcast, openStory, type Story } from './story.ts'
import { until } from './until.ts'

const [an, dung, giang, hanh] = ['Nguyễn Hoài An', 'Lưu Tiến Dũng', 'Hà Hương Giang', 'Bùi Mỹ Hạnh']
const [binh, nam, van] = ['Đỗ Thanh Bình', 'Hồ Hải Nam', 'Cù Thị Vân']
const cast: readonly NewReporter[] = [
  ...[an, dung, giang, hanh].map((name) => ({ name, reach: { on: 'zalo', hoursAgo: 5 } as const })),
  ...[binh, nam, van].map((name) => ({ name, reach: { on: 'telegram' } as const })),
]
const words = 'Mực nước sông Bằng lên nhanh'

let story: Story
beforeAll(async () => {
  story = await openStory(cast)
}, 60_000)
afterAll(() => story?.desk[Symbol.asyncDispose]())

const addressOf = async (name: string) =>
  (await story.desk.db.contact.findFirstOrThrow({ where: { reporterId: story.reporter(name).id } })).address
const states = async () => {
  const rows = await story.desk.db.delivery.findMany({ include: { reporter: true } })
  return Object.fromEntries(rows.map(({ reporter, state }) => [reporter.fullName, state]))
}

test('what was written and not answered is unknown and never sent again; a refusal for speed only waits', async () => {
  const { desk, staff } = story
  const drafted = await staff.editor.send('/announcements/new', '/announcements', { title: words, text: `${words}.` })
  story.bulletinId = /\/publications\/([\w-]+)\/edit/.exec(drafted.location)?.[1] ?? ''
  await approveAndRelease(story, story.bulletinId)
  const telegram = { channel: 'telegram', method: 'sendMessage' } as const
  const zalo = { channel: 'zalo', method: 'message/cs' } as const
  await desk.sandbox.fail({ ...telegram, recipient: await addressOf(binh), failure: { kind: 'drop-after' } })
  await desk.sandbox.fail({ ...zalo, recipient: await addressOf(an), failure: { kind: 'html-502-after' } })
  await desk.sandbox.fail({ ...zalo, recipient: await addressOf(hanh), failure: { kind: 'html-502-after' } })
  await desk.sandbox.fail({ ...zalo, recipient: await addressOf(dung), failure: { kind: 'drop-before' } })
  const flood = { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 1 } }
  const refused = { kind: 'answer', status: 429, body: flood } as const
  await desk.sandbox.fail({ ...telegram, recipient: await addressOf(nam), failure: refused })

  const { id } = await broadcast(story, story.bulletinId, cast.length)
  story.broadcastId = id
  expect(await states()).toEqual({
    [an]: 'unknown',
    [dung]: 'unknown',
    [giang]: 'sent',
    [hanh]: 'unknown',
    [binh]: 'unknown',
    [nam]: 'sent',
    [van]: 'sent',
  })
  expect(auditCalls(await recordedMessages(desk.db), await desk.sandbox.calls())).toEqual([])
  for (const name of [an, hanh, binh, nam]) {
    const got = (await story.phone(name).received()).filter(({ text }) => text.includes(words))
    expect(got, name).toHaveLength(1)
  }
})

test('a reporter who opens it afterwards has settled it', async () => {
  await story.phone(binh).text('T')
  expect((await states())[binh]).toBe('sent')
})

test('a receipt makes the desk look into that chat, and is itself not kept', async () => {
  const { desk } = story
  const { personId } = story.phone(hanh)
  const bubble = (await story.phone(hanh).received()).find(({ text }) => text.includes(words))
  const kept = await desk.db.inboxItem.count()
  await desk.sandbox.post(`/zalo/people/${personId}/received`, { messageId: bubble?.id })
  await until(async () => (await states())[hanh] === 'sent', 'the look into the chat')
  await desk.settled()
  expect(await desk.db.inboxItem.count()).toBe(kept)
  expect(await states()).toMatchObject({ [an]: 'unknown', [dung]: 'unknown' })
})

test('staff settle the rest: received, or to be sent once more', async () => {
  const { desk, staff } = story
  const deliveryOf = async (name: string) => {
    const reporterId = story.reporter(name).id
    return (await desk.db.delivery.findFirstOrThrow({ where: { reporterId } })).id
  }
  const settle = async (name: string, as: 'received' | 'resend') =>
    staff.editor.force(`/deliveries/${await deliveryOf(name)}/settlements`, { as })
  expect((await staff.editor.get(`/broadcasts/${story.broadcastId}`)).words).toContain('2 Chưa rõ kết quả')
  expect((await settle(an, 'received')).status).toBe(303)
  expect((await settle(dung, 'resend')).status).toBe(303)
  await desk.settled()
  expect(new Set(Object.values(await states()))).toEqual(new Set(['sent']))
  expect((await story.phone(dung).received()).filter(({ text }) => text.includes(words))).toHaveLength(1)
  const { audience, sent } = await ledgerOf(desk.db, story.broadcastId)
  expect([audience, sent]).toEqual([cast.length, cast.length])
})

test('what was said while nobody listened is read back, and answered once', async () => {
  const { desk } = story
  const phone = story.phone(giang)
  const channel = desk.deps.channels.byAccount(desk.accounts.zalo)
  if (!channel) throw new Error('no Zalo account is on')
  await phone.text('xin chào')
  await desk.sandbox.post('/zalo/webhook/subscription', { on: false })
  await phone.text('https://baonui.vn/trong-luc-mat-mang')
  const before = (await phone.received()).length
  expect(await desk.db.article.count()).toBe(0)
  await desk.sandbox.post('/zalo/webhook/subscription', { on: true })
  expect(await catchUp(desk.deps, channel, desk.clock.now())).toBe(1)
  await desk.settled()
  expect(
    (await phone.received())
      .slice(before)
      .map(({ text }) => text)
      .join(),
  ).toContain('trong-luc-mat-mang')
  expect(await catchUp(desk.deps, channel, desk.clock.now())).toBe(0)
  expect(await desk.db.article.count()).toBe(1)
})
