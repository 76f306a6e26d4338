import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'
import type { NewFault } from '../../../bots/sandbox/faults.ts'
import { createSandbox } from '../../../bots/sandbox/sandbox.ts'
import type { ChatMessage } from '../../../bots/sandbox/zalo/chats.ts'
import { createZaloChannel } from '../../../bots/zalo/channel.ts'
import type { Channel, RawUpdate, WebhookVerdict } from '../../../src/channels/channel.ts'
import type { IncomingEvent } from '../../../src/channels/incoming-event.ts'
import { type MovableClock, movableClock } from '../../../src/platform/clock.ts'
import { type Keep, newKeep, portsOver } from './ports.ts'

export const oaId = '4210000000000000017'
export const app = {
  appId: '3000000000000000011',
  appSecret: 'Aq7InventedAppKey01x',
  oaSecret: 'Wb5InventedHookKey02',
} as const
export const start = new Date('2026-11-02T01:00:00Z')
export const templates = [
  { id: '410001', about: 'bulletin', name: 'Thông báo nội dung tuyên truyền', costVnd: 275 },
  { id: '410002', about: 'invitation', name: 'Giấy mời', costVnd: 275 },
  { id: '410003', about: 'announcement', name: 'Có thông báo mới', costVnd: 275 },
  { id: '410004', about: 'reminder', name: 'Nhắc lịch', costVnd: 275 },
]

/** The stand-in for Zalo over real HTTP with one Official Account; everything in memory unless a file is named. */
export async function zaloStand({ stateFile = ':memory:', clock = stoodClock(), tier = 'full' } = {}) {
  const frame = createSandbox({ stateFile, clock })
  const { world } = frame.zalo
  const server = fastify({ forceCloseConnections: true })
  await server.register(frame.routes)
  const base = await server.listen({ host: '127.0.0.1', port: 0 })
  const control = async (path: string, body?: unknown) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }
    const response = await fetch(`${base}/control${path}`, body === undefined ? {} : init)
    const answer: Record<string, unknown> = JSON.parse(await response.text())
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`)
    return answer
  }
  await control('/zalo/oas', { ...app, oaId, name: 'Sở thử nghiệm', package: tier, refreshToken: 'seed-1', templates })
  return {
    base,
    clock,
    frame,
    control,
    roots: { api: `${base}/zalo/openapi`, business: `${base}/zalo/business`, oauth: `${base}/zalo/oauth` },
    /** A person with Zalo who last wrote so many hours ago, or never. */
    person(id: string, hoursAgo?: number) {
      const person = frame.people.add({ id, name: `Phóng viên ${id}`, outlet: 'Báo thử', channel: 'zalo' })
      const at = hoursAgo === undefined ? null : new Date(clock.now().getTime() - hoursAgo * 3_600_000)
      world.chats.change({ oaId, userId: person.userId }, { lastInteractionAt: at })
      return person
    },
    do: (id: string, gesture: string, body: unknown = {}) => control(`/zalo/people/${id}/${gesture}`, body),
    chat: async (id: string) => (await control(`/zalo/people/${id}/chat`)).messages as readonly ChatMessage[],
    fault: (fault: Omit<NewFault, 'channel'>) => frame.faults.schedule({ channel: 'zalo', ...fault }),
    calls: (method: string) => frame.calls.list({ channel: 'zalo', method }),
    billedVnd: () => world.accounts.byId(oaId)?.billedVnd,
    async [Symbol.asyncDispose]() {
      await server.close()
      frame.close()
    },
  }
}
export type ZaloStand = Awaited<ReturnType<typeof zaloStand>>

export const stoodClock = (): MovableClock => movableClock({ at: start, running: false })
export const seedSecrets = { ...app, seedRefreshToken: 'seed-1' }
export const settings = {
  queryButtons: true,
  requestsPerMinute: 2000,
  templates: { bulletin: '410001', invitation: '410002', announcement: '410003', reminder: '410004' },
  templateCostVnd: 275,
}

/** The channel under test, against the stand-in. */
export async function zaloChannel(
  stand: Pick<ZaloStand, 'roots' | 'clock'>,
  {
    keep = newKeep(seedSecrets),
    locks,
    more = {},
  }: { keep?: Keep; locks?: Map<string, Promise<unknown>>; more?: object } = {},
) {
  const ports = portsOver(keep, { clock: stand.clock, ...(locks ? { locks } : {}) })
  const channel = await createZaloChannel(ports, { roots: stand.roots, settings: { ...settings, ...more }, oaId })
  return { channel, ports, keep, files: ports.files }
}

/** A desk's webhook: checks each call with the channel and keeps what was accepted. */
export async function listenFor(channel: Channel, { answer = 200 } = {}) {
  const updates: RawUpdate[] = []
  const verdicts: WebhookVerdict[] = []
  const bodies: Buffer[] = []
  const state = { answer }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const body = Buffer.concat(chunks)
    const verdict = channel.verifyWebhook?.({ headers, body }) ?? { kind: 'refused', reason: 'none' }
    response.writeHead(state.answer).end()
    if (state.answer !== 200) return
    bodies.push(body)
    verdicts.push(verdict)
    if (verdict.kind === 'accepted') updates.push(...verdict.updates)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/zalo`,
    verdicts,
    updates,
    bodies,
    state,
    events: (): readonly IncomingEvent[] => updates.flatMap(({ payload }) => channel.read(payload)),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Looks again and again, since HTTP takes its time; gives up loudly. */
export async function until<T>(look: () => T | undefined | false, withinMs = 5000): Promise<T> {
  const end = Date.now() + withinMs
  while (Date.now() < end) {
    const found = look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('It did not happen in time')
}
