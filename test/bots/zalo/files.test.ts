import { expect, test } from 'vitest'
import type { CarriedFile } from '../../../src/channels/outgoing-message.ts'
import { newKeep } from './ports.ts'
import { seedSecrets, zaloChannel, zaloStand } from './stand.ts'

type Desk = Awaited<ReturnType<typeof zaloChannel>>
const sendFile = async ({ channel }: Desk, to: string, file: CarriedFile) => {
  const [part] = channel.render({ kind: 'message', blocks: [], buttons: [], files: [file] })
  if (!part) throw new Error('nothing to send')
  return channel.send(to, part)
}
const filled = (head: readonly number[], size: number) =>
  Uint8Array.from({ length: size }, (_, at) => head[at] ?? (at * 31) % 256)
const pdf = [0x25, 0x50, 0x44, 0x46]

test.each([
  { name: 'Đề cương tháng 11 «mật độ».pdf', type: 'application/pdf', head: pdf, size: 300_000, kind: 'file' },
  { name: 'Ảnh hội nghị', type: 'image/jpeg', head: [0xff, 0xd8, 0xff], size: 90_000, kind: 'image' },
  {
    name: 'cờ bay.gif',
    type: 'image/gif',
    head: [0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x40, 1, 0xf0, 0],
    size: 900,
    kind: 'image',
  },
  { name: 'a"b.png', type: 'image/png', head: [0x89, 0x50, 0x4e, 0x47], size: 900, kind: 'image' },
])('$name arrives byte for byte', async ({ name, type, head, size, kind }) => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  const bytes = filled(head, size)
  expect(await sendFile(desk, userId, desk.files.add(name, type, bytes))).toMatchObject({ kind: 'sent', costVnd: 0 })
  const [message] = await stand.chat('an')
  expect(message).toMatchObject({ kind, file: { sizeBytes: size } })
  expect(message?.file?.name.startsWith(name.slice(0, 3))).toBe(true)
  const got = await fetch(`${stand.base}/control/zalo/people/an/chat/${message?.id}/file`)
  expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true)
})

test('a file is uploaded once for all who get it, and again when Zalo has dropped it', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const people = ['an', 'binh', 'chi'].map((id) => stand.person(id, 1))
  const file = desk.files.add('a.pdf', 'application/pdf', filled(pdf, 1000))
  for (const { userId } of people) expect(await sendFile(desk, userId, file)).toMatchObject({ kind: 'sent' })
  expect(stand.calls('upload/file')).toHaveLength(1)
  // A handle we believe in and Zalo does not.
  const [key = '', kept] = [...desk.files.handles][0] ?? []
  stand.clock.advance(8 * 86_400_000)
  desk.files.handles.set(key, { handle: kept?.handle ?? '', expiresAt: undefined })
  await stand.do('an', 'last-interaction', { hoursAgo: 1 })
  expect(await sendFile(desk, people[0]?.userId ?? '', file)).toMatchObject({ kind: 'sent' })
  expect(stand.calls('upload/file')).toHaveLength(2)
})

test('a handle is not trusted for the whole seven days', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  const file = desk.files.add('a.pdf', 'application/pdf', filled(pdf, 1000))
  await sendFile(desk, userId, file)
  stand.clock.advance(6.6 * 86_400_000)
  expect(await sendFile(desk, userId, file)).toMatchObject({ kind: 'sent' })
  expect(stand.calls('upload/file')).toHaveLength(2)
})

test('a file that is not what it says goes as the person’s link instead', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  const file = desk.files.add('a.pdf', 'application/pdf', filled([1, 2, 3], 1000))
  expect(await sendFile(desk, userId, file)).toMatchObject({ kind: 'sent' })
  expect(await stand.chat('an')).toMatchObject([{ kind: 'text', text: `a.pdf: ${file.url}` }])
})

test('an upload without an answer did not send anything, so it may be tried again', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  const file = desk.files.add('a.pdf', 'application/pdf', filled(pdf, 1000))
  stand.fault({ method: 'upload/file', failure: { kind: 'drop-after' } })
  expect(await sendFile(desk, userId, file)).toMatchObject({ kind: 'not-written', trace: { method: 'upload/file' } })
  expect(await stand.chat('an')).toEqual([])
  expect(await sendFile(desk, userId, file)).toMatchObject({ kind: 'sent' })
})

test('of many who want the same file at once, in two processes, one uploads it', async () => {
  await using stand = await zaloStand()
  const keep = newKeep(seedSecrets)
  const locks = new Map()
  const [one, two] = [await zaloChannel(stand, { keep, locks }), await zaloChannel(stand, { keep, locks })]
  const file = one.files.add('a.pdf', 'application/pdf', filled(pdf, 1000))
  two.files.add('a.pdf', 'application/pdf', filled(pdf, 1000))
  two.files.share(one.files)
  const people = ['an', 'binh', 'chi', 'dung'].map((id) => stand.person(id, 1))
  const sent = people.map(({ userId }, at) => sendFile(at % 2 === 0 ? one : two, userId, file))
  expect(await Promise.all(sent)).toMatchObject(Array(4).fill({ kind: 'sent' }))
  expect(stand.calls('upload/file')).toHaveLength(1)
  // All of them find it dropped in the same moment: again one uploads it.
  stand.clock.advance(8 * 86_400_000)
  const [key = '', kept] = [...one.files.handles][0] ?? []
  one.files.handles.set(key, { handle: kept?.handle ?? '', expiresAt: undefined })
  for (const id of ['an', 'binh', 'chi', 'dung']) await stand.do(id, 'last-interaction', { hoursAgo: 1 })
  const again = people.map(({ userId }, at) => sendFile(at % 2 === 0 ? one : two, userId, file))
  expect(await Promise.all(again)).toMatchObject(Array(4).fill({ kind: 'sent' }))
  expect(stand.calls('upload/file')).toHaveLength(2)
})

test.each([
  {
    name: 'a file under the other name for its id',
    more: { filePayloadKey: 'attachment_id' },
    switches: { filePayloadKey: 'attachment_id' },
    file: ['a.pdf', 'application/pdf', pdf],
  },
  {
    name: 'a sheet, where the newer pages are right',
    more: { csvUpload: true },
    switches: { csvUpload: true },
    file: ['a.csv', 'text/csv', [0x61, 0x3b]],
  },
] as const)('$name goes as a file', async ({ more, switches, file: [name, type, head] }) => {
  await using stand = await zaloStand()
  await stand.control('/zalo/switches', switches)
  const desk = await zaloChannel(stand, { more })
  const { userId } = stand.person('an', 1)
  const file = desk.files.add(name, type, Uint8Array.from(head))
  expect(await sendFile(desk, userId, file)).toMatchObject({ kind: 'sent', trace: { weight: 2 } })
  expect(await stand.chat('an')).toMatchObject([{ kind: 'file' }])
})

test('how many were uploaded this month is remembered, by kind', async () => {
  await using stand = await zaloStand()
  const desk = await zaloChannel(stand)
  const { userId } = stand.person('an', 1)
  for (const more of [1, 2])
    await sendFile(desk, userId, desk.files.add(`${more}.pdf`, 'application/pdf', filled(pdf, 100 + more)))
  await sendFile(desk, userId, desk.files.add('a.png', 'image/png', filled([0x89, 0x50, 0x4e, 0x47], 50)))
  await desk.channel.care?.()
  expect(desk.keep.memory.month).toMatchObject({ month: '2026-11', uploads: { file: 2, image: 1 } })
  stand.clock.set(new Date('2026-11-30T17:30:00Z'))
  await stand.do('an', 'last-interaction', { hoursAgo: 1 })
  await sendFile(desk, userId, desk.files.add('b.pdf', 'application/pdf', filled(pdf, 200)))
  await desk.channel.care?.()
  expect(desk.keep.memory.month).toMatchObject({ month: '2026-12', uploads: { file: 1 } })
})
