import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cleanName } from '../../../bots/telegram/send-files.ts'
import type { Channel } from '../../../src/channels/channel.ts'
import { startedReporter, startTelegram, type TelegramFixture } from '../sandbox/telegram-stand-in.ts'
import { carry, type House, openChannel, openHouse, sendAll, words } from './telegram-channel.ts'

let telegram: TelegramFixture
let house: House
let channel: Channel
let sua: { readonly id: string; readonly userId: string }

beforeEach(async () => {
  telegram = await startTelegram()
  house = openHouse(telegram)
  channel = await openChannel(telegram, house)
  sua = startedReporter(telegram)
})
afterEach(() => telegram.stop())

const inbox = (personId = sua.id) => telegram.telegram.readChat(personId).messages.filter(({ fromBot }) => fromBot)
const fetched = (fileId: string) => Buffer.from(telegram.telegram.fileBytes(fileId)?.bytes ?? [])
const random = (size: number) => randomBytes(size)
const uploads = (method: 'sendDocument' | 'sendMediaGroup') =>
  telegram.calls.list({ method }).filter(({ request }) => JSON.stringify(request).includes('attach://'))
const refuse = (method: string, status: number, description: string, count = 1) =>
  telegram.faults.schedule({
    channel: 'telegram',
    method,
    count,
    failure: { kind: 'answer', status, body: { ok: false, error_code: status, description } },
  })

describe('files', () => {
  test('a file byte for byte under its own name, uploaded once for everybody', async () => {
    const bytes = random(300_000)
    const file = carry(house, 'Phụ lục 1; bản "đồ" 100%.pdf', bytes)
    const others = [startedReporter(telegram, 'Một'), startedReporter(telegram, 'Hai')]
    const all = [sua, ...others]
    const outcomes = await Promise.all(
      all.map(({ userId }) => sendAll(channel, userId, { ...words('kèm'), files: [file] })),
    )
    expect(outcomes.flat().map(({ kind }) => kind)).toEqual(Array(6).fill('sent'))
    for (const { id } of all) {
      const bubble = inbox(id).find((one) => one.file)
      expect(bubble?.file).toMatchObject({ name: 'Phụ lục 1 bản đồ 100.pdf', mediaType: 'application/pdf' })
      expect(fetched(bubble?.file?.fileId ?? '').equals(bytes)).toBe(true)
    }
    expect(uploads('sendDocument')).toHaveLength(1)
  })

  test('an album, by upload and then by handles, each file under its own message', async () => {
    const contents = [random(1000), random(2000), random(3000)]
    const files = contents.map((bytes, index) => carry(house, `Tài liệu ${index}.docx`, bytes))
    const message = { ...words('kèm'), files }
    const [, first] = await sendAll(channel, sua.userId, message)
    const [, second] = await sendAll(channel, sua.userId, message)
    expect(first).toMatchObject({ kind: 'sent', messageIds: ['3', '4', '5'], trace: { weight: 3 } })
    expect(second).toMatchObject({ kind: 'sent', messageIds: ['7', '8', '9'] })
    const received = inbox().filter(({ file }) => file)
    for (const [index, { file }] of received.entries())
      expect(fetched(file?.fileId ?? '').equals(contents[index % 3] as Uint8Array)).toBe(true)
    expect(new Set(received.map(({ albumId }) => albumId)).size).toBe(2)
    expect(JSON.stringify(telegram.calls.list({ method: 'sendMediaGroup' })[1]?.request)).not.toContain('attach://')
  })

  test('the same content under another name keeps the other name', async () => {
    const bytes = random(100)
    await sendAll(channel, sua.userId, { ...words('x'), files: [carry(house, 'a.pdf', bytes)] })
    await sendAll(channel, sua.userId, { ...words('x'), files: [carry(house, 'b.pdf', bytes)] })
    expect(inbox().flatMap(({ file }) => file?.name ?? [])).toEqual(['a.pdf', 'b.pdf'])
  })

  test('a handle that died is forgotten and the file uploaded again, once', async () => {
    const file = carry(house, 'a.pdf', random(100))
    house.handles.set(`${file.sha256} document a.pdf`, 'BQACdead-handle-of-a-bot-that-was-replaced')
    const [, outcome] = await sendAll(channel, sua.userId, { ...words('x'), files: [file] })
    expect(outcome?.kind).toBe('sent')
    expect(telegram.calls.list({ method: 'sendDocument' }).map(({ status }) => status)).toEqual([400, 200])
    expect(house.handles.get(`${file.sha256} document a.pdf`)).not.toContain('dead')
  })

  test('file names lose only what the platform would misread', () => {
    expect(cleanName('Kế hoạch; "quý" 4%.pdf')).toBe('Kế hoạch quý 4.pdf')
    expect(cleanName('a\r\nb/c\\d.pdf')).toBe('a b c d.pdf')
    expect(cleanName('')).toBe('file')
    expect(cleanName(`${'đ'.repeat(300)}.docx`)).toBe(`${'đ'.repeat(110)}.docx`)
  })

  test('two albums that share a file upload it once, whoever comes first', async () => {
    const [a, b, c] = ['a.pdf', 'b.pdf', 'c.pdf'].map((name) => carry(house, name, random(500)))
    if (!a || !b || !c) throw new Error('three files')
    const hai = startedReporter(telegram, 'Hai')
    const outcomes = await Promise.all([
      sendAll(channel, sua.userId, { ...words('x'), files: [a, b] }),
      sendAll(channel, hai.userId, { ...words('x'), files: [c, b] }),
    ])
    expect(outcomes.flat().map(({ kind }) => kind)).toEqual(Array(4).fill('sent'))
    const sent = uploads('sendMediaGroup').map(({ request }) => JSON.stringify(request))
    expect(sent.filter((request) => request.includes('b.pdf'))).toHaveLength(1)
  })

  test('a dead handle within an album is replaced in the same sending', async () => {
    const files = ['a.pdf', 'b.pdf'].map((name) => carry(house, name, random(100)))
    house.handles.set(`${files[0]?.sha256} document a.pdf`, 'BQACdead-handle-of-a-bot-that-was-replaced')
    const [, outcome] = await sendAll(channel, sua.userId, { ...words('x'), files })
    expect(outcome).toMatchObject({ kind: 'sent', messageIds: ['3', '4'] })
    expect(telegram.calls.list({ method: 'sendMediaGroup' }).map(({ status }) => status)).toEqual([400, 200])
  })

  test.each([
    [400, "Bad Request: file can't be accepted"],
    [400, 'Bad Request: never heard of'],
    [413, 'Request Entity Too Large'],
  ])(
    'what the platform refuses (%i %s) goes as the person’s own link, and is not uploaded for the next one',
    async (status, description) => {
      const file = carry(house, 'Bản đồ <1>.pdf', random(2_000))
      const hai = startedReporter(telegram, 'Hai')
      refuse('sendDocument', status, description)
      for (const { id, userId } of [sua, hai]) {
        const [, outcome] = await sendAll(channel, userId, { ...words('kèm'), files: [file] })
        expect(outcome).toMatchObject({
          kind: 'sent',
          messageIds: ['3'],
          trace: { method: 'sendMessage', description: expect.stringContaining('as links') },
        })
        expect(inbox(id).at(-1)).toMatchObject({ text: '📎 Bản đồ <1>.pdf (2 KB)', entities: [{ url: file.url }] })
      }
      expect(telegram.calls.list({ method: 'sendDocument' })).toHaveLength(1)
    },
  )

  test('an album that is refused goes as one message of links', async () => {
    const files = ['a.pdf', 'b.pdf'].map((name) => carry(house, name, random(100)))
    refuse('sendMediaGroup', 413, 'Request Entity Too Large')
    const [, outcome] = await sendAll(channel, sua.userId, { ...words('x'), files })
    expect(outcome).toMatchObject({ kind: 'sent', messageIds: ['3'] })
    expect(inbox().at(-1)?.entities).toMatchObject(files.map(({ url }) => ({ type: 'text_link', url })))
  })

  test('a refusal of the person, of the account or of our haste is none of the file', async () => {
    const file = carry(house, 'a.pdf', random(100))
    for (const [status, description, kind] of [
      [403, 'Forbidden: bot was blocked by the user', 'recipient-gone'],
      [400, 'Bad Request: not enough rights to send documents to the chat', 'recipient-gone'],
      [401, 'Unauthorized', 'misconfigured'],
      [429, 'Too Many Requests: retry after 5', 'throttled'],
      [500, 'Internal Server Error', 'unknown'],
    ] as const) {
      refuse('sendDocument', status, description)
      const [, outcome] = await sendAll(channel, sua.userId, { ...words('x'), files: [file] })
      expect(outcome, description).toMatchObject({ kind })
    }
    expect((await sendAll(channel, sua.userId, { ...words('x'), files: [file] }))[1]).toMatchObject({ kind: 'sent' })
  })

  test('what could not be noted afterwards does not unsay what was sent', async () => {
    const forgetful = openHouse(telegram)
    const away = async () => Promise.reject(new Error('the database is away'))
    const ports = { ...forgetful.ports, files: { ...forgetful.ports.files, keepHandle: away } }
    const sending = await openChannel(telegram, { ...forgetful, ports })
    const file = carry(forgetful, 'a.pdf', random(100))
    expect((await sendAll(sending, sua.userId, { ...words('x'), files: [file] }))[1]).toMatchObject({ kind: 'sent' })
    expect(forgetful.lines.join('\n')).toContain('could not be noted')
  })
})
