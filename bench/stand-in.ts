import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { BenchOptions } from './bench.ts'
import type { Place } from './place.ts'
import { type Program, startProgram } from './program.ts'

/** The strict stand-in for the platforms, a process of its own; its limits are on or off. */
export type StandIn = {
  readonly address: string
  readonly program: Program
  /** Its own file, for writing many people at once and for reading the log of calls without asking it. */
  readonly file: string
  readonly telegram: { readonly token: string; readonly botId: number; readonly root: string }
  readonly zalo: readonly ZaloAccount[]
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  /** Reads or writes its file; nothing of it is cached over there. */
  withFile<T>(work: (database: DatabaseSync) => T): T
}

export type ZaloAccount = {
  readonly appId: string
  readonly appSecret: string
  readonly oaSecret: string
  readonly oaId: string
  readonly name: string
  /** 100 calls a minute, or 2,000. */
  readonly package: 'growth' | 'full'
  readonly refreshToken: string
}

/** Invented; one app each, so that neither eats of the other's calls. */
const zaloAccounts: readonly ZaloAccount[] = (['growth', 'full'] as const).map((tier, at) => ({
  appId: `430000000000000003${at}`,
  appSecret: `bench-app-secret-${tier}`,
  oaSecret: `bench-webhook-secret-${tier}`,
  oaId: `290000000000000003${at}`,
  name: `Sở TTTT Sông Bằng ${at + 1}`,
  package: tier,
  refreshToken: `bench-first-refresh-token-${tier}`,
}))

const token = '7300000031:bench-token-of-the-stand-in'
const json = { 'content-type': 'application/json' }

export async function openStandIn(
  { folder }: Pick<Place, 'folder'>,
  { onEnd }: Pick<BenchOptions, 'onEnd'>,
  { limits }: { readonly limits: boolean },
): Promise<StandIn> {
  const file = join(folder, 'stand-in.sqlite')
  const program = startProgram({ file: 'bots/sandbox/main.ts', args: ['--state', file], folder })
  onEnd('the stand-in', () => program.stop())
  const [, address = ''] = await program.says(/Sandbox ready at (\S+)/)
  const ask = async (path: string, body?: unknown) => {
    const init = body === undefined ? {} : { method: 'POST', headers: json, body: JSON.stringify(body) }
    const answer = await fetch(`${address}/control${path}`, init)
    if (!answer.ok) throw new Error(`The stand-in refused ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const post = async <T>(path: string, body: unknown = {}) => (await ask(path, body)) as T
  await post('/telegram/bots', { token, username: 'giaoban_bench_bot', name: 'Giao Ban' })
  for (const account of zaloAccounts) await post('/zalo/oas', account)
  await post('/telegram/flood', { on: limits })
  await post('/zalo/switches', { limits })
  return {
    address,
    program,
    file,
    telegram: { token, botId: Number(token.split(':')[0]), root: `${address}/telegram` },
    zalo: zaloAccounts,
    get: async <T>(path: string) => (await ask(path)) as T,
    post,
    withFile(work) {
      const database = new DatabaseSync(file)
      try {
        database.exec('PRAGMA busy_timeout = 30000')
        return work(database)
      } finally {
        database.close()
      }
    },
  }
}

/** Where the service finds it, as its environment says it. */
export const standInEnvironment = ({ address }: Pick<StandIn, 'address'>): Readonly<Record<string, string>> => ({
  TELEGRAM_API_ROOT: `${address}/telegram`,
  ZALO_API_ROOT: `${address}/zalo/openapi`,
  ZALO_BUSINESS_ROOT: `${address}/zalo/business`,
  ZALO_OAUTH_ROOT: `${address}/zalo/oauth`,
})
