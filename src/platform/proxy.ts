import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici'

export type ProxySettings = {
  readonly https: string | undefined
  readonly http: string | undefined
  readonly none: string | undefined
}

const timeouts = { connect: { timeout: 10_000 }, headersTimeout: 30_000, bodyTimeout: 30_000 } as const
/** Calls to this machine never leave through a proxy. */
const local = 'localhost,127.0.0.1,::1'

/** The way out for calls to the platforms: through the standard proxy variables when they are set, else directly. */
export function createDispatcher({ https, http, none }: ProxySettings): Dispatcher {
  if (!https && !http) return new Agent(timeouts)
  return new EnvHttpProxyAgent({
    ...timeouts,
    ...(http ? { httpProxy: http } : {}),
    ...(https ? { httpsProxy: https } : {}),
    noProxy: none ? `${none},${local}` : local,
  })
}

/** Whether the proxy turned a call away before it reached the platform; undici has no code of its own for it. */
export const isProxyRefusal = (error: unknown): boolean =>
  error instanceof Error && /^Proxy response \(\d+\) !== 200/.test(error.message)
