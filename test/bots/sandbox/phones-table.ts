import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'
import { createSandbox, type Sandbox } from '../../../bots/sandbox/sandbox.ts'
import { movableClock } from '../../../src/platform/clock.ts'

export const oaId = '2900000000000000029'
const botToken = '7000000001:AAsandbox-token-of-the-demo-bot-0001'
const noon = new Date('2026-11-02T05:00:00Z')

export type PhonesTable = Sandbox & {
  /** Where the sandbox was mounted. */
  readonly base: string
  /** What the webhook of the Official Account was told. */
  readonly told: readonly { readonly event_name: string; readonly message?: { readonly text?: string } }[]
  bot(method: string, parameters: unknown): Promise<unknown>
  page(query?: string, headers?: Record<string, string>): Promise<string>
  /** A form of the page, sent as its script sends it. */
  press(path: string, fields: Record<string, string> | FormData, headers?: Record<string, string>): Promise<Response>
  stop(): Promise<void>
}

/** A reporter on each channel before their phones, below a prefix as in the demo; the clock stands still. */
export async function layPhones(prefix = '/sandbox'): Promise<PhonesTable> {
  const sandbox = createSandbox({ stateFile: ':memory:', clock: movableClock({ at: noon, running: false }) })
  const server = fastify({ forceCloseConnections: true })
  await server.register(sandbox.routes, { prefix })
  const origin = await server.listen({ host: '127.0.0.1', port: 0 })
  const told: { event_name: string }[] = []
  const hook = createServer(async (request, response) => {
    told.push(JSON.parse(Buffer.concat(await request.toArray()).toString()))
    response.end()
  })
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
  seat(sandbox, `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`)
  return {
    ...sandbox,
    base: `${origin}${prefix}`,
    told,
    async bot(method, parameters) {
      const answer = await fetch(`${origin}${prefix}/telegram/bot${botToken}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(parameters),
      })
      const body = (await answer.json()) as { readonly ok: boolean; readonly result: unknown }
      if (!body.ok) throw new Error(JSON.stringify(body))
      return body.result
    },
    page: async (query = '', headers = {}) => (await fetch(`${origin}${prefix}${query}`, { headers })).text(),
    press: (path, fields, headers = {}) =>
      fetch(`${origin}${prefix}/phones/${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin, accept: 'application/json', ...headers },
        body: fields instanceof FormData ? fields : new URLSearchParams(fields),
      }),
    async stop() {
      await server.close()
      hook.close()
      sandbox.close()
    },
  }
}

function seat({ telegram, zalo, people }: Sandbox, webhook: string): void {
  telegram.bots.register({ token: botToken, username: 'giaoban_demo_bot', name: 'Giao Ban Sông Lam' })
  telegram.flood.set({ on: false })
  telegram.switches.set({ pollSlowDown: false })
  zalo.world.accounts.register(
    {
      ...{
        appId: '4100000000000000041',
        appSecret: 'app',
        oaSecret: 'oa',
        oaId,
        name: 'Sở VHTT Sông Lam',
        package: 'full',
      },
      ...{ refreshToken: 'first', templates: [] },
    },
    new Date('2027-01-01T00:00:00Z'),
  )
  zalo.world.webhooks.setUrl(webhook)
  people.add({ id: 'binh', name: 'Đỗ Thanh Bình', outlet: 'Báo Tiếng Nói Xanh', channel: 'telegram' })
  people.add({ id: 'nam', name: 'Hồ Hải Nam', outlet: 'Báo Nhịp Sống Mới', channel: 'telegram' })
  people.add({ id: 'an', name: 'Nguyễn Hoài An', outlet: 'Báo Sông Lam', channel: 'zalo' })
  telegram.hands.start('binh')
}

/** What the account writes to a person on Zalo, put straight into the chat. */
export function accountWrites({ zalo, people }: Sandbox, personId: string, text: string, payload?: string): string {
  const userId = people.byId(personId)?.userId ?? ''
  const buttons = payload ? [{ kind: 'query' as const, label: 'Tham dự', payload, hidden: false }] : []
  return zalo.world.chats.add({ oaId, userId }, { from: 'oa', kind: 'text', text, buttons }).id
}

export const chatIdOf = ({ people }: Sandbox, personId: string): number => Number(people.byId(personId)?.userId)
