import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createZaloChannel } from '../../bots/zalo/channel.ts'
import type { WebhookRequest } from '../../src/channels/channel.ts'
import { createLogger } from '../../src/platform/logger.ts'
import { newKeep, portsOver } from '../bots/zalo/ports.ts'
import { app, oaId, seedSecrets, settings, until, type ZaloStand, zaloStand } from '../bots/zalo/stand.ts'
import type { ChannelFacts, ChannelStand, StoodPerson } from './channel-stand.ts'

type StoodZalo = ChannelStand & {
  readonly zalo: ZaloStand
  readonly desk: Awaited<ReturnType<typeof takeRequests>>
  idOf(person: StoodPerson): string
}
const asZalo = (stand: ChannelStand) => stand as StoodZalo

async function open(): Promise<StoodZalo> {
  const zalo = await zaloStand()
  const lines: string[] = []
  const log = createLogger({ level: 'debug', destination: { write: (line) => lines.push(line) } })
  const keep = newKeep(seedSecrets)
  const ports = portsOver(keep, { clock: zalo.clock, log })
  const channel = await createZaloChannel(ports, { roots: zalo.roots, settings, oaId })
  const ids = new Map<StoodPerson, string>()
  const desk = await takeRequests()
  const tokens = () => JSON.stringify(keep.written).match(/(?<=Token":")[^"]+/g) ?? []
  return {
    zalo,
    desk,
    channel,
    get secrets() {
      return [app.appSecret, app.oaSecret, ...tokens()]
    },
    logged: () => lines.join('\n'),
    idOf: (person) => ids.get(person) ?? '',
    person() {
      const id = `p${ids.size}`
      const { userId } = zalo.person(id, 1)
      const messages = () => zalo.frame.zalo.world.chats.messages({ oaId, userId }).filter(({ from }) => from === 'oa')
      const person: StoodPerson = {
        address: userId,
        texts: async () => messages().flatMap(({ text }) => (text ? [text] : [])),
        files: async () =>
          messages().flatMap(({ file }) =>
            file
              ? [{ name: file.name, bytes: zalo.frame.zalo.world.assets.bytes(file.handle) ?? new Uint8Array() }]
              : [],
          ),
      }
      ids.set(person, id)
      return person
    },
    carry: (name, mediaType, bytes) => ports.files.add(name, mediaType, bytes),
    calls: () => zalo.calls('message/cs').length,
    async [Symbol.asyncDispose]() {
      await zalo[Symbol.asyncDispose]()
      await desk[Symbol.asyncDispose]()
    },
  }
}

const answers = (stand: ChannelStand, error: number) =>
  asZalo(stand).zalo.fault({
    method: 'message/cs',
    failure: { kind: 'answer', status: 200, body: { error, message: 'refused' } },
  })
const fails = (stand: ChannelStand, kind: 'drop-before' | 'drop-after' | 'html-502') =>
  asZalo(stand).zalo.fault({ method: 'message/cs', failure: { kind } })
const pdf = [0x25, 0x50, 0x44, 0x46]

export const zaloFacts: ChannelFacts = {
  name: 'Zalo',
  open,
  text: { limit: 2000, count: (text) => text.length },
  files: [
    { mediaType: 'application/pdf', limitBytes: 5_000_000 },
    { mediaType: 'application/msword', limitBytes: 5_000_000, heavy: true },
    { mediaType: 'image/png', limitBytes: 1_000_000, heavy: true },
  ],
  file: { name: 'Đề cương tháng 11 (bản ký).pdf', mediaType: 'application/pdf', head: pdf },
  troubles: {
    throttled: { make: (stand) => answers(stand, -32), outcome: { kind: 'throttled' } },
    blocked: { make: (stand) => answers(stand, -217), outcome: { kind: 'recipient-gone', state: 'blocked' } },
    gone: { make: (stand) => answers(stand, -227), outcome: { kind: 'recipient-gone', state: 'gone' } },
    'window-closed': {
      make: async (stand, person) => {
        await asZalo(stand).zalo.do(asZalo(stand).idOf(person), 'last-interaction', { hoursAgo: 24 * 9 })
      },
      outcome: { kind: 'window-closed' },
    },
    rejected: { make: (stand) => answers(stand, -201), outcome: { kind: 'rejected' } },
    misconfigured: { make: (stand) => answers(stand, -224), outcome: { kind: 'misconfigured' } },
    'dropped-before': { make: (stand) => fails(stand, 'drop-before'), outcome: { kind: 'unknown' } },
    'dropped-after': { make: (stand) => fails(stand, 'drop-after'), outcome: { kind: 'unknown' } },
    'proxy-page': { make: (stand) => fails(stand, 'html-502'), outcome: { kind: 'unknown' } },
  },
  hearing: {
    async typed(stand, person, text) {
      const { zalo, idOf, desk } = asZalo(stand)
      const before = desk.requests.length
      await zalo.control('/zalo/webhook', { url: desk.url })
      await zalo.do(idOf(person), 'text', { text })
      return until(() => desk.requests[before])
    },
    forged: (request) => ({
      ...request,
      headers: { 'x-zevent-signature': `${request.headers['x-zevent-signature']?.slice(0, -1)}0` },
    }),
  },
}

/** Takes webhook calls as they come, says 200 to all of them. */
async function takeRequests() {
  const requests: WebhookRequest[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    requests.push({ headers, body: Buffer.concat(chunks) })
    response.writeHead(200).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
