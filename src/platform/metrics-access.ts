import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import { constantTimeEqual } from './crypto.ts'

/** Who asks for the metrics, as the connection and the headers tell. */
export type MetricsCall = {
  readonly headers: IncomingHttpHeaders
  readonly socket: Pick<Socket, 'remoteAddress'>
}

/**
 * With a token whoever shows it may read the metrics; without one only a program on this machine that asks us directly, since
 * behind a proxy everybody comes from here; where one is known to stand, nobody.
 */
export function mayReadMetrics(
  { headers, socket }: MetricsCall,
  token: string | undefined,
  { behindProxy = false }: { readonly behindProxy?: boolean } = {},
): boolean {
  if (token === undefined && behindProxy) return false
  if (token !== undefined) return constantTimeEqual(headers.authorization ?? '', `Bearer ${token}`)
  return isLoopback(socket.remoteAddress) && !passedOn.some((name) => headers[name] !== undefined)
}

/** What proxies add. */
const passedOn = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']

const isLoopback = (address = ''): boolean => /^(::ffff:)?127\./.test(address) || address === '::1'
