import { expect, test } from 'vitest'
import type { RawUpdate } from '../../../src/channels/channel.ts'
import type { Outgoing } from '../../../src/channels/outgoing-message.ts'
import { listenFor, start, until, zaloChannel, zaloStand } from './stand.ts'

const text = (words: string): Outgoing => ({
  kind: 'message',
  blocks: [{ kind: 'paragraph', text: words }],
  buttons: [],
  files: [],
})
type Desk = Awaited<ReturnType<typeof zaloChannel>>
const partOf = ({ channel }: Desk, outgoing: Outgoing) => {
  const [part] = channel.render(outgoing)
  if (!part) throw new Error('nothing to send')
  return part
}

test.each([
  { failure: { kind: 'drop-after' }, arrived: true },
  { failure: { kind: 'html-502-after' }, arrived: true },
  { failure: { kind: 'drop-before' }, arrived: false },
] as const)('after $failure.kind the chat itself tells whether a message arrived', async ({ failure, arrived }) => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  const part = partOf(desk, text('Kính gửi anh/chị,\n\nnội dung tháng 11'.normalize('NFD')))
  await desk.channel.send(userId, partOf(desk, text('Tin trước đó')))
  stand.clock.advance(60_000)
  const since = stand.clock.now()
  stand.fault({ method: 'message/cs', failure })
  expect(await desk.channel.send(userId, part)).toMatchObject({ kind: 'unknown' })
  const found = await desk.channel.findSent?.(userId, part, since)
  const shown = (await stand.chat('an')).at(-1)
  expect(found).toBe(arrived ? shown?.id : undefined)
})

test('what was said before the attempt, by somebody else or in other words is no evidence', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  const part = partOf(desk, text('Mời họp'))
  await desk.channel.send(userId, part)
  stand.clock.advance(60_000)
  const since = stand.clock.now()
  await stand.do('an', 'text', { text: 'Mời họp' })
  await desk.channel.send(userId, partOf(desk, text('Mời họp báo')))
  expect(await desk.channel.findSent?.(userId, part, since)).toBeUndefined()
  expect(await desk.channel.findSent?.('phone:1', part, since)).toBeUndefined()
})

test('a lost file is found by its name, and a notice by what it said', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  const file = desk.files.add('Đề cương.pdf', 'application/pdf', new Uint8Array([0x25, 0x50, 0x44, 0x46, 1]))
  const parts = [
    partOf(desk, { kind: 'message', blocks: [], buttons: [], files: [file] }),
    partOf(desk, {
      kind: 'notice',
      about: 'bulletin',
      fields: { recipient: 'An', issuer: 'Sở', documentNumber: '12/S', subject: 'Tháng 11', when: '–' },
      reference: 'on.1',
      url: 'https://desk.example.vn/p/t',
    }),
  ]
  for (const part of parts) {
    expect(await desk.channel.send(userId, part)).toMatchObject({ kind: 'sent' })
    expect(await desk.channel.findSent?.(userId, part, start)).toBe((await stand.chat('an')).at(-1)?.id)
  }
})

test('the same words or file sent before are not taken for what stayed unknown', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  const part = partOf(desk, text('Mời họp'))
  const sent = await desk.channel.send(userId, part)
  const known = new Set(sent.kind === 'sent' ? sent.messageIds : [])
  expect(await desk.channel.findSent?.(userId, part, start, known)).toBeUndefined()
  await desk.channel.send(userId, part)
  expect(await desk.channel.findSent?.(userId, part, start, known)).toBe((await stand.chat('an')).at(-1)?.id)
})

test('a look into a chat waits for its turn while much is sent', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand, { more: { requestsPerMinute: 600 } })
  const { userId } = stand.person('an', 1)
  const parts = Array.from({ length: 56 }, (_, at) => partOf(desk, text(`Tin ${at}`)))
  const sent = await Promise.all(parts.map((part) => desk.channel.send(userId, part)))
  const ids = sent.flatMap((outcome) => (outcome.kind === 'sent' ? outcome.messageIds : []))
  expect(ids).toHaveLength(56)
  const last = parts.at(-1)
  expect(last && (await desk.channel.findSent?.(userId, last, start))).toBe(ids.at(-1))
})

test('messages far back in a long chat are still found', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  const part = partOf(desk, text('Đầu tiên'))
  const sent = await desk.channel.send(userId, part)
  for (let more = 0; more < 25; more++) await stand.do('an', 'text', { text: `Tin ${more}` })
  expect(sent).toMatchObject({ kind: 'sent', messageIds: [await desk.channel.findSent?.(userId, part, start)] })
})

async function caughtUp(desk: Desk, since: Date) {
  const kept: RawUpdate[] = []
  await desk.channel.catchUp?.(async (update) => void kept.push(update), since)
  return { kept, events: kept.flatMap(({ payload }) => desk.channel.read(payload)) }
}

test('after a downtime what people wrote meanwhile is read back, oldest first and under the webhook’s own ids', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  await using webhook = await listenFor(desk.channel)
  await stand.control('/zalo/webhook', { url: webhook.url })
  for (const id of ['an', 'binh']) stand.person(id, 1)
  await stand.do('an', 'text', { text: 'Trước khi máy tắt' })
  await until(() => webhook.updates.length > 0)
  stand.clock.advance(60_000)
  const since = stand.clock.now()
  for (let said = 1; said <= 12; said++) {
    stand.clock.advance(1000)
    await stand.do(said % 3 === 0 ? 'binh' : 'an', 'text', { text: `Tin số ${said}` })
  }
  await stand.do('binh', 'link', { url: 'https://bao.example.vn/tin', text: 'đã đăng' })
  await until(() => webhook.updates.length === 14)
  const { kept, events } = await caughtUp(desk, since)
  const numbers = events.map((event) => (event.kind === 'text' ? event.text : event.kind))
  expect(numbers).toEqual([...Array.from({ length: 12 }, (_, at) => `Tin số ${at + 1}`), 'đã đăng'])
  expect(new Set(kept.map(({ externalId }) => externalId))).toEqual(
    new Set(webhook.updates.slice(1).map(({ externalId }) => externalId)),
  )
  expect(events[0]).toMatchObject({ interaction: true, displayName: 'Phóng viên an', messageId: kept[0]?.externalId })
  expect(events.at(-1)).toMatchObject({ links: ['https://bao.example.vn/tin'] })
  expect(webhook.events().find((event) => event.kind === 'text' && event.text === 'Tin số 1')).toMatchObject({
    address: events[0]?.address,
    at: events[0]?.at,
  })
})

test('what the account itself wrote is not read back as if people had said it', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  await desk.channel.send(userId, partOf(desk, text('Của cơ quan')))
  expect((await caughtUp(desk, start)).kept).toEqual([])
})

test('reading back gives up quietly where it is not allowed', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  stand.fault({ method: 'listrecentchat', failure: { kind: 'answer', status: 200, body: { error: -223 } } })
  expect((await caughtUp(desk, start)).kept).toEqual([])
})

test('reading back ends at once when the account is closed, however long it would have to wait', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  stand.fault({ method: 'listrecentchat', failure: { kind: 'answer', status: 200, body: { error: -32 } } })
  const closing = new AbortController()
  const reading = desk.channel.catchUp?.(async () => {}, start, closing.signal)
  await until(() => stand.calls('listrecentchat').length > 0)
  closing.abort()
  await expect(reading).rejects.toThrow(/abort/)
})

test('a row of a chat that cannot be read hides none of those behind it', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  const part = partOf(desk, text('Đầu tiên'))
  const sent = await desk.channel.send(userId, part)
  for (let more = 0; more < 12; more++) await stand.do('an', 'text', { text: `Tin ${more}` })
  const time = String(stand.clock.now().getTime())
  const rows = Array.from({ length: 10 }, (_, at) => (at === 4 ? { src: 1 } : { src: 1, time, message_id: `x${at}` }))
  stand.fault({
    method: 'conversation',
    count: 1,
    failure: { kind: 'answer', status: 200, body: { error: 0, data: rows } },
  })
  expect(sent).toMatchObject({ messageIds: [await desk.channel.findSent?.(userId, part, start)] })
})

test('the platform’s own word on the last interaction is asked, and never is told apart from unknown', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const [an, binh] = [stand.person('an', 5), stand.person('binh')]
  const ask = (address: string) => desk.channel.lastInteraction?.(address)
  expect(await ask(an.userId)).toEqual(new Date(start.getTime() - 5 * 3_600_000))
  expect(await ask(binh.userId)).toBeNull()
  expect(await ask('1')).toBeUndefined()
  expect(await ask('phone:1')).toBeUndefined()
})

test('a name is asked for once, and never while the account is busy', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  const asked = () => stand.calls('user/detail').length
  expect(await desk.channel.nameOf?.(userId)).toBe('Phóng viên an')
  expect(await desk.channel.nameOf?.(userId)).toBe('Phóng viên an')
  expect(asked()).toBe(1)
  stand.fault({ method: 'message/cs', count: 1, failure: { kind: 'answer', status: 200, body: { error: -32 } } })
  await desk.channel.send(userId, partOf(desk, text('Xin chào')))
  expect(await desk.channel.nameOf?.(stand.person('binh', 1).userId)).toBeUndefined()
  expect(asked()).toBe(1)
})
