import { createTelegramChannel } from '../../../bots/telegram/channel.ts'
import type { Channel, ChannelPorts, RawUpdate, SendManner } from '../../../src/channels/channel.ts'
import type { CarriedFile, OutgoingMessage } from '../../../src/channels/outgoing-message.ts'
import type { SendOutcome } from '../../../src/channels/send-outcome.ts'
import { sha256 } from '../../../src/platform/crypto.ts'
import { createLogger } from '../../../src/platform/logger.ts'
import { demoToken, type TelegramFixture } from '../sandbox/telegram-stand-in.ts'

export const webhookSecret = 'a-secret-word-for-webhooks'

/** What the house keeps for the bot, in memory; `lines` is all that was logged. */
export type House = {
  readonly ports: ChannelPorts
  readonly memory: Record<string, unknown>
  readonly handles: Map<string, string>
  readonly contents: Map<string, Uint8Array>
  readonly lines: string[]
}

export function openHouse(telegram: Pick<TelegramFixture, 'clock'>, token = demoToken): House {
  const memory: Record<string, unknown> = {}
  const handles = new Map<string, string>()
  const contents = new Map<string, Uint8Array>()
  const lines: string[] = []
  const turns = new Map<string, Promise<unknown>>()
  const ports: ChannelPorts = {
    accountId: 'account-1',
    clock: telegram.clock,
    log: createLogger({ level: 'debug', destination: { write: (line) => lines.push(line) } }),
    files: {
      bytes: async (hash) => contents.get(hash) ?? new Uint8Array(),
      handleOf: async (file, kind) => handles.get(`${file.sha256} ${kind}`),
      keepHandle: async (file, kind, handle) => void handles.set(`${file.sha256} ${kind}`, handle),
      forgetHandle: async (file, kind) => void handles.delete(`${file.sha256} ${kind}`),
    },
    secrets: { read: async () => ({ token, webhookSecret }), change: async () => {} },
    memory: { read: async () => ({ ...memory }), write: async (values) => remember(memory, values) },
    phoneOf: async () => undefined,
    exclusively: (name, work) => {
      const mine = () => work(new AbortController().signal)
      const turn = (turns.get(name) ?? Promise.resolve()).then(mine, mine)
      turns.set(name, turn)
      return turn
    },
  }
  return { ports, memory, handles, contents, lines }
}

function remember(memory: Record<string, unknown>, values: Record<string, unknown>): void {
  Object.assign(memory, values)
  for (const key of Object.keys(memory)) if (memory[key] === null) delete memory[key]
}

export const openChannel = (telegram: TelegramFixture, house: House, settings: unknown = {}): Promise<Channel> =>
  Promise.resolve(createTelegramChannel(house.ports, { apiRoot: telegram.apiRoot, settings }))

export function carry(house: House, name: string, bytes: Uint8Array): CarriedFile {
  const hash = sha256(bytes)
  house.contents.set(hash, bytes)
  const url = `https://vd.example.vn/p/${encodeURIComponent(name)}`
  return { sha256: hash, name, mediaType: 'application/pdf', sizeBytes: bytes.length, url }
}

export const words = (text: string): OutgoingMessage => ({
  kind: 'message',
  blocks: [{ kind: 'paragraph', text }],
  buttons: [],
  files: [],
})

export async function sendAll(
  channel: Channel,
  address: string,
  message: OutgoingMessage,
  how?: SendManner,
): Promise<readonly SendOutcome[]> {
  const outcomes: SendOutcome[] = []
  for (const part of channel.render(message)) outcomes.push(await channel.send(address, part, how))
  return outcomes
}

/** Polls until `enough` says so; what `keep` refuses comes again. */
export async function pollUntil(
  channel: Channel,
  enough: (kept: readonly RawUpdate[]) => boolean,
  keep: (update: RawUpdate) => Promise<void> = async () => {},
): Promise<readonly RawUpdate[]> {
  const kept: RawUpdate[] = []
  const stop = new AbortController()
  const take = async (update: RawUpdate) => {
    await keep(update)
    kept.push(update)
    if (enough(kept)) stop.abort()
  }
  await channel.poll?.(take, AbortSignal.any([stop.signal, AbortSignal.timeout(15_000)]))
  return kept
}
