import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Channel, Part } from '../../src/channels/channel.ts'
import type { CarriedFile, OutgoingMessage } from '../../src/channels/outgoing-message.ts'
import type { SendOutcome } from '../../src/channels/send-outcome.ts'
import type { ChannelFacts, ChannelStand, StoodPerson, Trouble } from './channel-stand.ts'

/** What every channel keeps, whatever its platform. */
export function describeChannel(facts: ChannelFacts): void {
  describe(`${facts.name}: what goes out`, () => {
    test('a long text arrives whole, in pieces the platform takes, in order', async () => {
      await using stand = await facts.open()
      const person = stand.person()
      const long = Array.from({ length: 900 }, (_, at) => `chuyên đề ${at} về chuyển đổi số ở xã`).join(' ')
      const outcomes = await sendAll(stand.channel, person, words(long))
      expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['sent']))
      expect(bare((await person.texts()).join(' '))).toContain(bare(long))
    })

    test('a text at the limit goes in one piece, and one letter more does not', async () => {
      await using stand = await facts.open()
      const person = stand.person()
      const atLimit = (more: number) => fill(facts.text.limit + more)
      expect(facts.text.count(atLimit(0))).toBe(facts.text.limit)
      const [one, two] = [stand.channel.render(words(atLimit(0))), stand.channel.render(words(atLimit(1)))]
      expect([one.length, two.length]).toEqual(facts.text.limit === Number.POSITIVE_INFINITY ? [1, 1] : [1, 2])
      for (const part of [...one, ...two])
        expect(await stand.channel.send(person.address, part)).toMatchObject({ kind: 'sent' })
    })

    for (const { mediaType, limitBytes, heavy } of facts.files) {
      const none = limitBytes < 0
      test(
        none
          ? "no file is carried: it goes as the person's link"
          : `a file of ${limitBytes} bytes (${mediaType}) is carried, and one byte more goes as the person's link`,
        async () => {
          await using stand = await facts.open()
          const person = stand.person()
          const bytes = (size: number) => Uint8Array.from({ length: size }, (_, at) => facts.file?.head[at] ?? at % 251)
          const file = (size: number): CarriedFile =>
            heavy
              ? { ...stand.carry('lon.pdf', mediaType, bytes(1000)), sizeBytes: size }
              : stand.carry('lon.pdf', mediaType, bytes(size))
          const [carried, linked] = [file(limitBytes), file(limitBytes + 1)]
          const partsOf = (given: CarriedFile) => stand.channel.render({ ...words('kèm theo'), files: [given] })
          if (!none) expect(partsOf(carried).some(carriesFile)).toBe(true)
          expect(partsOf(linked).some(carriesFile)).toBe(false)
          expect(JSON.stringify(partsOf(linked))).toContain(linked.url.split('/').at(-1))
          if (heavy) return
          for (const part of [...(none ? [] : partsOf(carried)), ...partsOf(linked)])
            expect(await stand.channel.send(person.address, part)).toMatchObject({ kind: 'sent' })
        },
      )
    }

    test.runIf(facts.file)('files arrive byte for byte under their names', async () => {
      await using stand = await facts.open()
      const person = stand.person()
      const { name = '', mediaType = '', head = [] } = facts.file ?? {}
      const contents = [1, 2, 3].map((at) => new Uint8Array(Buffer.concat([Buffer.from(head), randomBytes(at * 9000)])))
      const files = contents.map((bytes, at) => stand.carry(`${at} ${name}`, mediaType, bytes))
      const outcomes = await sendAll(stand.channel, person, { ...words('kèm theo'), files })
      expect(outcomes.every(({ kind }) => kind === 'sent')).toBe(true)
      const arrived = await person.files()
      expect(arrived.map((file) => file.name)).toEqual(files.map((file) => file.name))
      for (const [at, bytes] of contents.entries())
        expect(Buffer.from(arrived[at]?.bytes ?? []).equals(bytes)).toBe(true)
    })

    test.each(['NFC', 'NFD'] as const)('Vietnamese given as %s arrives composed', async (form) => {
      await using stand = await facts.open()
      const person = stand.person()
      const text = 'Kính gửi anh Nguyễn Đức Thịnh, Báo Sơn Lĩnh: mời dự họp báo chiều thứ Tư'
      await sendAll(stand.channel, person, words(text.normalize(form)))
      const arrived = (await person.texts()).join('\n')
      expect(arrived).toBe(arrived.normalize('NFC'))
      expect(bare(arrived)).toContain(bare(text))
    })
  })

  describe(`${facts.name}: what can go wrong`, () => {
    const troubles = Object.entries(facts.troubles) as [Trouble, (typeof facts.troubles)[Trouble]][]
    for (const [trouble, expected] of troubles) {
      if (expected === 'never happens here') continue
      test(`${trouble}: ${expected.outcome.kind}, and nothing secret is told about it`, async () => {
        await using stand = await facts.open()
        const person = stand.person()
        await expected.make(stand, person)
        const [outcome] = await sendAll(stand.channel, person, words('Mời anh chị dự họp báo'))
        expect(outcome).toMatchObject(expected.outcome)
        expect(outcome?.trace.method).not.toBe('')
        expect((await person.texts()).length).toBe(trouble === 'dropped-after' ? 1 : 0)
        const told = JSON.stringify(outcome) + stand.logged()
        for (const secret of stand.secrets) expect(told).not.toContain(secret)
        expect(JSON.stringify(outcome?.trace)).not.toContain('họp báo')
      })
    }

    test('a part that nobody could answer for was called once: nothing repeats it by itself', async () => {
      await using stand = await facts.open()
      const person = stand.person()
      const expected = facts.troubles['dropped-after']
      if (expected === 'never happens here') throw new Error('every platform can lose an answer')
      await expected.make(stand, person)
      const before = stand.calls()
      await sendAll(stand.channel, person, words('một'))
      expect(stand.calls() - before).toBe(1)
      expect(await person.texts()).toHaveLength(1)
    })
  })

  describe(`${facts.name}: what comes in`, () => {
    const { hearing } = facts
    test.runIf(hearing)('words are read as they were typed, composed, whichever way they came', async () => {
      await using stand = await facts.open()
      const person = stand.person()
      for (const form of ['NFC', 'NFD'] as const) {
        const text = 'Tôi sẽ đến dự ạ, xin cảm ơn'
        const events = await heard(stand, person, text.normalize(form))
        expect(events).toMatchObject([{ kind: 'text', text, address: person.address, interaction: true }])
      }
    })

    test.runIf(hearing)('the same update twice is known as one, another as another', async () => {
      await using stand = await facts.open()
      const person = stand.person()
      const [one, other] = [await accepted(stand, person, 'một'), await accepted(stand, person, 'một')]
      const again = stand.channel.verifyWebhook?.(one.request)
      expect(again).toMatchObject({ kind: 'accepted', updates: [{ externalId: one.update?.externalId }] })
      expect(other.update?.externalId).not.toBe(one.update?.externalId)
    })

    test.runIf(hearing)('a proof that is nearly right, or none, is refused', async () => {
      await using stand = await facts.open()
      const person = stand.person()
      const request = (await hearing?.typed(stand, person, 'một')) ?? { headers: {}, body: new Uint8Array() }
      for (const forged of [hearing?.forged(request) ?? request, { ...request, headers: {} }])
        expect(stand.channel.verifyWebhook?.(forged)).toMatchObject({ kind: 'refused' })
    })

    test('junk is nothing, and nothing falls over it', async () => {
      await using stand = await facts.open()
      for (const junk of [
        null,
        17,
        '',
        [],
        {},
        { update_id: 1 },
        { event_name: 'x', timestamp: '1' },
        { message: null },
      ])
        expect(stand.channel.read(junk)).toEqual([])
      for (const body of ['', '{', 'null', '[]', '{"a":1}', '\u0000'])
        expect(stand.channel.verifyWebhook?.({ headers: {}, body: Buffer.from(body) })?.kind).not.toBe('accepted')
    })

    const accepted = async (stand: ChannelStand, person: StoodPerson, text: string) => {
      const request = (await hearing?.typed(stand, person, text)) ?? { headers: {}, body: new Uint8Array() }
      const verdict = stand.channel.verifyWebhook?.(request)
      return { request, update: verdict?.kind === 'accepted' ? verdict.updates[0] : undefined }
    }
    const heard = async (stand: ChannelStand, person: StoodPerson, text: string) =>
      stand.channel.read((await accepted(stand, person, text)).update?.payload)
  })
}

const words = (text: string): OutgoingMessage => ({
  kind: 'message',
  blocks: [{ kind: 'paragraph', text }],
  buttons: [],
  files: [],
})

async function sendAll(
  channel: Channel,
  person: StoodPerson,
  message: OutgoingMessage,
): Promise<readonly SendOutcome[]> {
  const outcomes: SendOutcome[] = []
  for (const part of channel.render(message)) outcomes.push(await channel.send(person.address, part))
  return outcomes
}

/** Words of five letters, so that the cut never falls on a space. */
const fill = (length: number): string =>
  length === Number.POSITIVE_INFINITY
    ? 'dài '.repeat(10_000)
    : 'chữ '
        .repeat(Math.ceil(length / 4))
        .slice(0, length - 1)
        .concat('a')

const bare = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ')

const carriesFile = (part: Part) => JSON.stringify(part.body).includes('"sha256"')
