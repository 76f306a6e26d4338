import { createTelegramChannel } from '../../bots/telegram/channel.ts'
import { sha256 } from '../../src/platform/crypto.ts'
import { demoToken, startedReporter, startTelegram, type TelegramFixture } from '../bots/sandbox/telegram-stand-in.ts'
import { openHouse, webhookSecret } from '../bots/telegram/telegram-channel.ts'
import type { ChannelFacts, ChannelStand, StoodPerson } from './channel-stand.ts'

type TelegramStand = ChannelStand & { readonly telegram: TelegramFixture; idOf(person: StoodPerson): string }

const asTelegram = (stand: ChannelStand) => stand as TelegramStand

async function open(): Promise<TelegramStand> {
  const telegram = await startTelegram()
  const house = openHouse(telegram)
  const channel = await createTelegramChannel(house.ports, { apiRoot: telegram.apiRoot, settings: {} })
  const people = new Map<StoodPerson, string>()
  return {
    telegram,
    channel,
    secrets: [demoToken, demoToken.split(':')[1] ?? '', webhookSecret],
    logged: () => house.lines.join('\n'),
    idOf: (person) => people.get(person) ?? '',
    person() {
      const { id, userId } = startedReporter(telegram)
      const bubbles = () => telegram.telegram.readChat(id).messages.filter(({ fromBot }) => fromBot)
      const person: StoodPerson = {
        address: userId,
        texts: async () => bubbles().flatMap(({ text }) => (text ? [text] : [])),
        files: async () =>
          bubbles().flatMap(({ file }) =>
            file
              ? [{ name: file.name ?? '', bytes: telegram.telegram.fileBytes(file.fileId)?.bytes ?? new Uint8Array() }]
              : [],
          ),
      }
      people.set(person, id)
      return person
    },
    carry(name, mediaType, bytes) {
      const hash = sha256(bytes)
      house.contents.set(hash, bytes)
      return { sha256: hash, name, mediaType, sizeBytes: bytes.length, url: `https://vd.example.vn/p/${hash}` }
    },
    calls: () => telegram.calls.list({ channel: 'telegram' }).filter(({ method }) => method.startsWith('send')).length,
    [Symbol.asyncDispose]: () => telegram.stop(),
  }
}

const answers = (stand: ChannelStand, code: number, description: string, parameters?: object) =>
  asTelegram(stand).telegram.faults.schedule({
    channel: 'telegram',
    method: 'sendMessage',
    failure: {
      kind: 'answer',
      status: code,
      body: { ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) },
    },
  })
const fails = (stand: ChannelStand, kind: 'drop-before' | 'drop-after' | 'html-502') =>
  asTelegram(stand).telegram.faults.schedule({ channel: 'telegram', method: 'sendMessage', failure: { kind } })

export const telegramFacts: ChannelFacts = {
  name: 'Telegram',
  open,
  text: { limit: 4096, count: (text) => [...text].length },
  files: [{ mediaType: 'application/pdf', limitBytes: 50 << 20, heavy: true }],
  file: { name: 'Đề cương tháng 11 (bản ký).pdf', mediaType: 'application/pdf', head: [0x25, 0x50, 0x44, 0x46] },
  troubles: {
    throttled: {
      make: (stand) => answers(stand, 429, 'Too Many Requests: retry after 7', { retry_after: 7 }),
      outcome: { kind: 'throttled', retryAfterMs: 7000 },
    },
    blocked: {
      make: (stand, person) => void asTelegram(stand).telegram.telegram.hands.block(asTelegram(stand).idOf(person)),
      outcome: { kind: 'recipient-gone', state: 'blocked' },
    },
    gone: {
      make: (stand) => answers(stand, 403, 'Forbidden: user is deactivated'),
      outcome: { kind: 'recipient-gone', state: 'gone' },
    },
    'window-closed': 'never happens here',
    rejected: {
      make: (stand) => answers(stand, 400, 'Bad Request: BUTTON_DATA_INVALID'),
      outcome: { kind: 'rejected' },
    },
    misconfigured: { make: (stand) => answers(stand, 401, 'Unauthorized'), outcome: { kind: 'misconfigured' } },
    'dropped-before': { make: (stand) => fails(stand, 'drop-before'), outcome: { kind: 'unknown' } },
    'dropped-after': { make: (stand) => fails(stand, 'drop-after'), outcome: { kind: 'unknown' } },
    'proxy-page': { make: (stand) => fails(stand, 'html-502'), outcome: { kind: 'unknown' } },
  },
  hearing: {
    async typed(stand, person, text) {
      const { telegram, idOf } = asTelegram(stand)
      telegram.telegram.hands.text(idOf(person), { text })
      const { body } = await telegram.call('getUpdates', {})
      const update = (body.result as readonly { readonly update_id: number }[]).at(-1)
      return {
        headers: { 'x-telegram-bot-api-secret-token': webhookSecret },
        body: Buffer.from(JSON.stringify(update)),
      }
    },
    forged: (request) => ({ ...request, headers: { 'x-telegram-bot-api-secret-token': `${webhookSecret.slice(1)}x` } }),
  },
}
