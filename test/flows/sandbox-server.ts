import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fastify } from 'fastify'
import type { PlatformRoots } from '../../bots/registry.ts'
import type { Call } from '../../bots/sandbox/calls.ts'
import type { NewFault } from '../../bots/sandbox/faults.ts'
import { createSandbox } from '../../bots/sandbox/sandbox.ts'
import type { Config } from '../../src/config.ts'
import type { MovableClock } from '../../src/platform/clock.ts'
import { until } from './until.ts'

/** The platforms as a server of their own, asked over HTTP alone. */
export type SandboxServer = {
  readonly address: string
  readonly roots: PlatformRoots
  readonly telegram: { readonly token: string }
  readonly zalo: typeof officialAccount & { readonly refreshToken: string }
  /** Starts the mail server; gives what an account needs to send through it. */
  mail(): Promise<NonNullable<Config['email']>>
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  bytes(path: string): Promise<Buffer>
  /** What was called and had an effect is evidence; the reading of updates is not in it. */
  calls(filter?: string): Promise<readonly Call[]>
  fail(fault: NewFault): Promise<void>
  /** Everything the people did has reached our doors. */
  quiet(): Promise<boolean>
  billedVnd(): Promise<number>
  close(): Promise<void>
}

const officialAccount = {
  appId: '4300000000000000021',
  appSecret: 'flow-app-secret',
  oaSecret: 'flow-webhook-secret',
  oaId: '2900000000000000021',
  name: 'Sở TTTT Sông Bằng',
  package: 'full',
  templates: ['bulletin', 'announcement', 'invitation', 'reminder'].map((about, at) => ({
    id: `43000${at + 1}`,
    about,
    name: `Mẫu ${about}`,
    costVnd: 300,
  })),
} as const

const mailSender = 'baochi@songbang.example'
const token = '7300000021:flow-token-of-the-sandbox'

export async function startSandbox(clock: MovableClock): Promise<SandboxServer> {
  const folder = await mkdtemp(join(tmpdir(), 'giaoban-flow-'))
  const sandbox = createSandbox({ stateFile: join(folder, 'sandbox.sqlite'), clock })
  const server = fastify({ forceCloseConnections: true })
  await server.register(sandbox.routes)
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  const zalo = { ...officialAccount, refreshToken: 'flow-first-refresh-token' }
  const ask = async (path: string, body?: unknown) => {
    const init = body === undefined ? {} : { method: 'POST', headers: json, body: JSON.stringify(body) }
    const answer = await fetch(`${address}${path}`, init)
    if (!answer.ok) throw new Error(`The sandbox refused ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const get = async <T>(path: string) => (await (await ask(`/control${path}`)).json()) as T
  const post = async <T>(path: string, body: unknown = {}) => (await (await ask(`/control${path}`, body)).json()) as T
  await post('/telegram/bots', { token, username: 'giaoban_songbang_bot', name: 'Giao Ban Sông Bằng' })
  await post('/zalo/oas', zalo)
  await post('/telegram/flood', { on: false })
  await post('/zalo/switches', { limits: false, retries: 'quick' })
  return {
    address,
    roots: {
      telegram: `${address}/telegram`,
      zalo: { api: `${address}/zalo/openapi`, business: `${address}/zalo/business`, oauth: `${address}/zalo/oauth` },
    },
    telegram: { token },
    zalo,
    async mail() {
      const { address: server } = await get<{ address: string }>('/email/server')
      await post('/email/accounts', { user: 'desk', password: 'flow-mail-password', sender: mailSender })
      const smtpUrl = server.replace('smtp://', 'smtp://desk:flow-mail-password@')
      return { smtpUrl, from: `Sở TTTT Sông Bằng <${mailSender}>` }
    },
    get,
    post,
    bytes: async (path) => Buffer.from(await (await ask(`/control${path}`)).arrayBuffer()),
    calls: async (filter = '') => (await get<{ calls: Call[] }>(`/calls?limit=100000&${filter}`)).calls,
    fail: async (fault) => void (await post('/faults', fault)),
    async quiet() {
      const { waiting } = await get<{ waiting: number }>('/zalo/webhook')
      if (waiting > 0) return false
      const answer = await ask(`/telegram/bot${token}/getWebhookInfo`)
      const { result } = (await answer.json()) as { result: { pending_update_count: number } }
      return result.pending_update_count === 0
    },
    async billedVnd() {
      const { oas } = await get<{ oas: { billedVnd: number }[] }>('/zalo/oas')
      return oas.reduce((sum, oa) => sum + oa.billedVnd, 0)
    },
    async close() {
      await server.close()
      sandbox.close()
      await until(
        () =>
          rm(folder, { recursive: true, force: true }).then(
            () => true,
            () => false,
          ),
        'the sandbox to leave its folder',
      )
    },
  }
}

const json = { 'content-type': 'application/json' }
