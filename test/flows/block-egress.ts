import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

/** Every attempt to reach beyond this machine since `blockEgress`, as "host:port" or "dns host". */
export const refusedEgress: string[] = []

const here = new Set(['127.0.0.1', '::1', 'localhost', '0.0.0.0', ''])
let blocked = false

/** From now on this process reaches nothing but this machine: any other connection or look-up of a name fails and is noted. */
export function blockEgress(): void {
  if (blocked) return
  blocked = true
  const connect = net.Socket.prototype.connect
  net.Socket.prototype.connect = function (this: net.Socket, ...given: unknown[]) {
    const host = hostOf(given)
    if (here.has(host)) return Reflect.apply(connect, this, given)
    refusedEgress.push(host)
    // The usual way of failing, so that whoever called is told as by a real network.
    const lookup = (_name: string, _options: unknown, done: (error: Error) => void) => done(refusal(host))
    const { options, then } = readArguments(given)
    return Reflect.apply(connect, this, [{ ...options, host: 'blocked.invalid', lookup }, then])
  } as typeof connect
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6'] as const) {
    const [plain, promised] = [dns[name], dns.promises[name]] as unknown as readonly [Ask, Ask]
    const asked = (original: Ask, fail: (error: Error, given: unknown[]) => unknown): Ask =>
      function (this: unknown, ...given) {
        if (here.has(String(given[0]))) return Reflect.apply(original, this, given)
        refusedEgress.push(`dns ${String(given[0])}`)
        return fail(refusal(String(given[0])), given)
      }
    const told = (error: Error, given: unknown[]) => {
      const callback = given.at(-1)
      if (typeof callback === 'function') process.nextTick(() => callback(error))
    }
    Object.assign(dns, { [name]: asked(plain, told) })
    Object.assign(dns.promises, { [name]: asked(promised, (error) => Promise.reject(error)) })
  }
  syncBuiltinESMExports()
}

type Ask = (...given: unknown[]) => unknown

const refusal = (host: string) =>
  Object.assign(new Error(`This test reaches nothing but this machine, not ${host}`), { code: 'EGRESS_BLOCKED' })

type ConnectOptions = { readonly host?: string | null; readonly path?: string | null; readonly port?: unknown }

/** The forms of `connect`: (options), (port, host), (path), and the list that node:net makes of any of them. */
function readArguments(given: readonly unknown[]): { readonly options: ConnectOptions; readonly then: unknown } {
  const list = Array.isArray(given[0]) ? given[0] : given
  const [first, second] = list
  const then = list.findLast((each) => typeof each === 'function')
  if (typeof first === 'object' && first !== null) return { options: first, then }
  if (typeof first === 'string' && Number.isNaN(Number(first))) return { options: { path: first }, then }
  return { options: { port: first, host: typeof second === 'string' ? second : '' }, then }
}

/** Nothing for a path in the file system, which stays on the machine. */
function hostOf(given: readonly unknown[]): string {
  const { host, path } = readArguments(given).options
  return path ? '' : (host ?? '')
}
