import { expect, test } from 'vitest'
import type { Outgoing, OutgoingMessage, OutgoingNotice } from '../../../src/channels/outgoing-message.ts'
import { listenFor, until, type ZaloStand, zaloChannel, zaloStand } from './stand.ts'

const greeting: OutgoingMessage = {
  kind: 'message',
  blocks: [{ kind: 'paragraph', text: 'Kính gửi anh/chị' }],
  buttons: [{ label: 'Chủ đề 1', reference: 'ot1.abc.def' }],
  files: [],
}
const notice: OutgoingNotice = {
  kind: 'notice',
  about: 'bulletin',
  fields: { recipient: 'Nguyễn An', issuer: 'Sở thử', documentNumber: '12/STT', subject: 'Tháng 11', when: 'tháng 11' },
  reference: 'on.0123456789012345678901.abcdefghijkl',
  url: 'https://desk.example.vn/p/token',
}

async function sendAll({ channel }: Awaited<ReturnType<typeof zaloChannel>>, to: string, outgoing: Outgoing) {
  const outcomes = []
  for (const part of channel.render(outgoing)) outcomes.push(await channel.send(to, part))
  return outcomes
}

const reachOf = (stand: ZaloStand, desk: Awaited<ReturnType<typeof zaloChannel>>, hoursAgo: number | null) => {
  const now = stand.clock.now()
  const at = hoursAgo === null ? null : new Date(now.getTime() - hoursAgo * 3_600_000)
  return desk.channel.reach({ address: '1000000000000000001', lastInteractionAt: at, now })
}

test.each([
  { hoursAgo: 1, reach: { kind: 'message', costVnd: 0 }, outcome: { kind: 'sent', costVnd: 0 }, billed: 0 },
  {
    hoursAgo: 47.9,
    reach: { kind: 'message', costVnd: 0, doubtful: true },
    outcome: { kind: 'sent', costVnd: 0 },
    billed: 0,
  },
  {
    hoursAgo: 48,
    reach: { kind: 'message', costVnd: 55, doubtful: true },
    outcome: { kind: 'sent', costVnd: 0 },
    billed: 0,
  },
  {
    hoursAgo: 49,
    reach: { kind: 'message', costVnd: 55, doubtful: true },
    outcome: { kind: 'sent', costVnd: 55 },
    billed: 55,
  },
  {
    hoursAgo: 167,
    reach: { kind: 'message', costVnd: 55, doubtful: true },
    outcome: { kind: 'sent', costVnd: 55 },
    billed: 55,
  },
  {
    hoursAgo: 168,
    reach: { kind: 'notice', costVnd: 275, doubtful: true },
    outcome: { kind: 'sent', costVnd: 55 },
    billed: 55,
  },
  {
    hoursAgo: 169,
    reach: { kind: 'notice', costVnd: 275, doubtful: true },
    outcome: { kind: 'window-closed', code: '-230' },
    billed: 0,
  },
])(
  'somebody who wrote $hoursAgo hours ago is reached as $reach.kind and a message ends as $outcome.kind',
  async (row) => {
    await using stand = await zaloStand()
    const desk = await zaloChannel(stand)
    const { userId } = stand.person('an', row.hoursAgo)
    expect(reachOf(stand, desk, row.hoursAgo)).toEqual(row.reach)
    expect(await sendAll(desk, userId, greeting)).toMatchObject([row.outcome])
    expect(stand.billedVnd()).toBe(row.billed)
  },
)

test('somebody who never wrote gets three introductions, in plain text with the link, and then none', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an')
  expect(reachOf(stand, desk, null)).toEqual({ kind: 'introduction', costVnd: 0 })
  for (let sent = 0; sent < 3; sent++)
    expect(await sendAll(desk, userId, { ...notice, about: 'introduction' })).toMatchObject([
      { kind: 'sent', costVnd: 0 },
    ])
  expect(await sendAll(desk, userId, { ...notice, about: 'introduction' })).toMatchObject([
    { kind: 'window-closed', code: '-232' },
  ])
  const [first] = await stand.chat('an')
  expect(first?.text).toContain(notice.url)
  expect(first?.text).toContain('nhắn lại')
})

test('outside the window the approved notice goes, its tap comes back as text, and then free messages go', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  await using webhook = await listenFor(desk.channel)
  await stand.control('/zalo/webhook', { url: webhook.url })
  const { userId } = stand.person('an', 24 * 30)
  expect(await sendAll(desk, userId, notice)).toMatchObject([{ kind: 'sent', costVnd: 275 }])
  expect((await stand.chat('an')).at(-1)).toMatchObject({
    kind: 'notice',
    text: expect.stringContaining('Số/ký hiệu: 12/STT'),
    buttons: [{ kind: 'query' }, { kind: 'url' }],
  })
  await stand.do('an', 'open-notice')
  const [tap] = await until(() => webhook.events().length > 0 && webhook.events())
  expect(tap).toMatchObject({ kind: 'text', text: notice.reference, address: userId, interaction: true })
  expect(await sendAll(desk, userId, greeting)).toMatchObject([{ kind: 'sent', costVnd: 0 }])
})

test('a hidden button leaves no bubble, yet its reference arrives', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  await using webhook = await listenFor(desk.channel)
  await stand.control('/zalo/webhook', { url: webhook.url })
  const { userId } = stand.person('an', 1)
  await sendAll(desk, userId, greeting)
  const [message] = await stand.chat('an')
  await stand.do('an', 'tap', { messageId: message?.id, button: 0 })
  const [event] = await until(() => webhook.events().length > 0 && webhook.events())
  expect(event).toMatchObject({ kind: 'text', text: 'ot1.abc.def' })
  expect(await stand.chat('an')).toHaveLength(1)
})

test('where the account may not send buttons, the same words go without them', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  await stand.control('/zalo/switches', { buttons: false })
  const { userId } = stand.person('an', 1)
  expect(await sendAll(desk, userId, greeting)).toMatchObject([{ kind: 'sent' }])
  expect(await stand.chat('an')).toMatchObject([{ text: 'Kính gửi anh/chị', buttons: [] }])
})

test.each([
  { switches: {}, code: '-244', state: 'blocked' },
  { switches: { blockedCode: -217 }, code: '-217', state: 'blocked' },
  { switches: { blockedCode: -213 }, code: '-213', state: 'gone' },
])('somebody who blocked the account is known as $state after $code', async ({ switches, code, state }) => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  await stand.control('/zalo/switches', switches)
  const { userId } = stand.person('an', 1)
  await stand.do('an', 'block')
  expect(await sendAll(desk, userId, greeting)).toMatchObject([{ kind: 'recipient-gone', code, state }])
  await stand.do('an', 'unblock')
  expect(await sendAll(desk, userId, greeting)).toMatchObject([{ kind: 'sent' }])
})

/** What people do on their phones, as the stand-in tells it, and what the desk makes of it. */
test('every gesture on a phone comes in as what it is, and only those that count open the window', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  await using webhook = await listenFor(desk.channel)
  await stand.control('/zalo/webhook', { url: webhook.url })
  await stand.control('/zalo/switches', { receivedEvents: true, seenEvents: true })
  const { userId } = stand.person('an', 24 * 30)
  const [part] = desk.channel.render({
    kind: 'message',
    blocks: [{ kind: 'heading', text: 'a' }],
    buttons: [],
    files: [],
  })
  const gestures: (readonly [string, object, string, boolean])[] = [
    ['follow', {}, 'start', true],
    ['chatnow', {}, 'start', true],
    ['widget', { url: 'https://desk.example.vn' }, 'start', true],
    ['text', { text: 'Chào' }, 'text', true],
    ['link', { url: 'https://bao.example.vn/tin' }, 'text', true],
    ['sticker', {}, 'wordless', true],
    ['audio', {}, 'wordless', true],
    ['video', {}, 'wordless', true],
    ['location', { latitude: 16.46, longitude: 107.59 }, 'wordless', true],
    ['business-card', { name: 'Lê Bình', phone: '84912345679' }, 'wordless', true],
    ['call', {}, 'wordless', true],
    ['call', { answered: false }, 'wordless', false],
    ['submit-info', { phone: '84912345678' }, 'phone', true],
    ['withdraw', {}, 'withdrawn', false],
  ]
  for (const [gesture, body, kind, interaction] of gestures) {
    const before = webhook.events().length
    await stand.do('an', gesture, body)
    const events = await until(() => webhook.events().length > before && webhook.events().slice(before))
    expect([gesture, events]).toMatchObject([gesture, [{ address: userId, kind, interaction }]])
  }
  const before = { updates: webhook.updates.length, verdicts: webhook.verdicts.length }
  const sent = part && (await desk.channel.send(userId, part))
  await stand.do('an', 'unfollow')
  await stand.do('an', 'update-info')
  // The echo and what was seen are answered and not kept.
  await until(() => webhook.verdicts.length >= before.verdicts + 5)
  const kept = webhook.updates.slice(before.updates).flatMap(({ payload }) => desk.channel.read(payload))
  const messageId = sent?.kind === 'sent' ? sent.messageIds[0] : undefined
  expect(kept).toEqual([{ address: userId, at: expect.any(Date), interaction: false, kind: 'received', messageId }])
  const ignored = webhook.verdicts.flatMap((verdict) => (verdict.kind === 'ignored' ? verdict.reason : []))
  expect(ignored.toSorted()).toEqual(['echo', 'seen'])
})
