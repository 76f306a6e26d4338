import { fastify } from 'fastify'
import { createSandbox, type Sandbox } from '../../../bots/sandbox/sandbox.ts'
import { movableClock } from '../../../src/platform/clock.ts'

export const demoToken = '7000000001:AAsandbox-token-of-the-demo-bot-0001'
export const noon = new Date('2026-11-02T05:00:00Z')

export type TelegramFixture = Sandbox & {
  readonly base: string
  readonly apiRoot: string
  /** A Bot API call, the way every client makes it. */
  call(
    method: string,
    parameters?: unknown,
    token?: string,
  ): Promise<{ status: number; body: ApiBody; headers: Headers }>
  control(path: string, wish?: unknown): Promise<{ status: number; body: Record<string, unknown> }>
  stop(): Promise<void>
}

export type ApiBody = {
  readonly ok: boolean
  readonly result?: unknown
  readonly description?: string
  readonly error_code?: number
  readonly parameters?: { readonly retry_after?: number }
}

/** The sandbox on a port of its own, its clock standing at noon, with one bot and nobody yet. */
export async function startTelegram(
  options: { readonly stateFile?: string; readonly port?: number } = {},
): Promise<TelegramFixture> {
  const sandbox = createSandbox({
    stateFile: options.stateFile ?? ':memory:',
    clock: movableClock({ at: noon, running: false }),
  })
  const server = fastify({ forceCloseConnections: true })
  await server.register(sandbox.routes)
  const base = await server.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  sandbox.telegram.bots.register({ token: demoToken, username: 'giaoban_demo_bot', name: 'Giao Ban' })
  sandbox.telegram.flood.set({ on: false })
  // Tests ask for updates as often as they like.
  sandbox.telegram.switches.set({ pollSlowDown: false })
  return {
    ...sandbox,
    base,
    apiRoot: `${base}/telegram`,
    async call(method, parameters = {}, token = demoToken) {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${base}/telegram/bot${token}/${method}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(parameters),
      })
      return { status: answer.status, body: (await answer.json()) as ApiBody, headers: answer.headers }
    },
    async control(path, wish) {
      const init =
        wish === undefined
          ? {}
          : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wish) }
      const answer = await fetch(`${base}/control${path}`, init)
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    },
    async stop() {
      await server.close()
      sandbox.close()
    },
  }
}

/** A reporter who pressed Start. */
export function startedReporter(sandbox: Sandbox, name = 'Giàng Thị Sua') {
  const person = sandbox.people.add({ name, outlet: 'Báo Tam Đường', channel: 'telegram' })
  sandbox.telegram.hands.start(person.id)
  return person
}
