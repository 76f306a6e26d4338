import { expect, test } from 'vitest'
import type { OutgoingMessage } from '../../../src/channels/outgoing-message.ts'
import { listenFor, until, zaloChannel, zaloStand } from './stand.ts'

const asking: OutgoingMessage = {
  kind: 'message',
  blocks: [
    { kind: 'heading', text: 'Đăng ký nhận tin' },
    { kind: 'paragraph', text: 'Anh/chị chọn một cách dưới đây.' },
  ],
  buttons: [
    { label: 'Trang riêng', url: 'https://desk.example.vn/p/1' },
    { label: 'Gửi số điện thoại', ask: 'phone' },
    { label: 'Đã đóng', reference: 'closed', closed: true },
    { label: 'Để sau', reference: 'ot1.later' },
  ],
  files: [],
}
async function sent(more: object, { switches = {}, message = asking, hoursAgo = 1 } = {}) {
  const stand = await zaloStand()
  await stand.control('/zalo/switches', switches)
  const desk = await zaloChannel(stand, { more })
  const { userId } = stand.person('an', hoursAgo)
  const outcomes = []
  for (const part of desk.channel.render(message)) outcomes.push(await desk.channel.send(userId, part))
  return {
    stand,
    desk,
    userId,
    outcomes,
    chat: await stand.chat('an'),
    [Symbol.asyncDispose]: stand[Symbol.asyncDispose],
  }
}
const contactImageUrl = 'https://desk.example.vn/card.png'

test('a contact is asked for by Zalo’s own card, and what was shared comes back as a number', async () => {
  await using house = await sent({ contactImageUrl })
  expect(house.outcomes).toMatchObject([{ kind: 'sent' }, { kind: 'sent' }])
  expect(house.chat).toMatchObject([
    { kind: 'text', buttons: [{ label: 'Trang riêng' }, { label: 'Để sau' }] },
    { kind: 'request', elements: [{ title: 'Gửi số điện thoại', imageUrl: contactImageUrl }] },
  ])
  await using webhook = await listenFor(house.desk.channel)
  await house.stand.control('/zalo/webhook', { url: webhook.url })
  await house.stand.do('an', 'submit-info', { messageId: house.chat[1]?.id, phone: '84912345678' })
  const [shared] = await until(() => webhook.events().length > 0 && webhook.events())
  expect(shared).toMatchObject({ kind: 'phone', number: '84912345678', proven: false, displayName: 'Phóng viên an' })
})

test('without a picture for the card it is left out, and the number is typed', async () => {
  await using house = await sent({})
  expect(house.chat).toHaveLength(1)
})

test('where lists are on, links stand as rows and choices as buttons below', async () => {
  await using house = await sent({ listMessages: true })
  expect(house.chat).toMatchObject([
    {
      kind: 'list',
      elements: [
        { title: 'Đăng ký nhận tin', subtitle: 'Anh/chị chọn một cách dưới đây.' },
        { title: 'Trang riêng', url: 'https://desk.example.vn/p/1' },
      ],
      buttons: [{ label: 'Để sau' }],
    },
  ])
})

test.each([
  { name: 'a list', more: { listMessages: true }, switches: { lists: false } },
  { name: 'buttons', more: {}, switches: { buttons: false } },
])('where $name is refused, the same words go in plain text, and the doctor is told', async ({ more, switches }) => {
  await using house = await sent(more, { switches })
  expect(house.outcomes).toMatchObject([{ kind: 'sent', trace: { weight: 2 } }])
  expect(house.chat).toMatchObject([{ kind: 'text', text: expect.stringContaining('https://desk.example.vn/p/1') }])
  expect((await house.desk.channel.examine()).map(({ code }) => code)).toContain('buttons-refused')
})

test.each([-201, -224, -233])('buttons refused with %d are tried as text, once', async (error) => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  stand.fault({ method: 'message/cs', count: 1, failure: { kind: 'answer', status: 200, body: { error } } })
  const [part] = desk.channel.render(asking)
  expect(part && (await desk.channel.send(userId, part))).toMatchObject({ kind: 'sent' })
  stand.fault({ method: 'message/cs', count: 2, failure: { kind: 'answer', status: 200, body: { error } } })
  const refused = part && (await desk.channel.send(userId, part))
  expect(refused).toMatchObject({ kind: error === -224 ? 'misconfigured' : 'rejected', code: String(error) })
})

test('where Zalo’s console asks for a proof, each call carries it; without it the account stops', async () => {
  const switches = { appsecretProof: true }
  await using house = await sent({ appsecretProof: true }, { switches })
  expect(house.outcomes).toMatchObject([{ kind: 'sent' }])
  await using without = await sent({}, { switches })
  expect(without.outcomes[0]).toMatchObject({ kind: 'misconfigured', code: '-242' })
})

test('charges, quotas and the minute’s allowance are noted, a few writes at most', async () => {
  await using house = await sent({}, { hoursAgo: 60 })
  const { stand, desk, userId } = house
  const [part] = desk.channel.render(asking)
  for (let more = 0; more < 5; more++) if (part) await desk.channel.send(userId, part)
  await desk.channel.care?.()
  const { memory } = desk.keep
  expect(memory.month).toMatchObject({ month: '2026-11', chargedVnd: 6 * 55, chargedMessages: 6 })
  expect(stand.billedVnd()).toBe(6 * 55)
  expect(memory.rate).toMatchObject({ limit: 2000, remain: expect.any(Number) })
  expect(desk.keep.memoryWrites.filter((names) => names.includes('rate')).length).toBeLessThanOrEqual(3)
})

test('where the package pays for late replies, nothing is charged and what is left is shown', async () => {
  await using house = await sent({}, { hoursAgo: 60, switches: { packageQuota: true } })
  expect(house.outcomes).toMatchObject([{ kind: 'sent', costVnd: 0 }])
  expect(await house.desk.channel.prepaid?.()).toBe(1999)
  const finding = (await house.desk.channel.examine()).find(({ code }) => code === 'quota')
  expect(finding?.values).toMatchObject({ type: 'sub_quota', remain: 1999 })
})

test('with a cap on replies set, the ones above it are planned as charged', async () => {
  await using house = await sent({ replyCap: 2 })
  const { desk, userId, stand } = house
  const costAfter = (lastInteractionMs: number) => {
    const now = stand.clock.now()
    const lastInteractionAt = new Date(now.getTime() + lastInteractionMs)
    const reach = desk.channel.reach({ address: userId, lastInteractionAt, now })
    return reach.kind === 'message' && reach.costVnd
  }
  const [part] = desk.channel.render(asking)
  const planned = [costAfter(-60_000)]
  if (part) await desk.channel.send(userId, part)
  planned.push(costAfter(-60_000))
  // Whoever writes anew begins anew.
  expect([...planned, costAfter(1)]).toEqual([0, 55, 0])
})
