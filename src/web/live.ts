import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Html } from './ui/html.ts'

/**
 * Server-sent events for one part of a screen: each connection gets the whole state at once, and again whenever it has changed.
 * Looks about every second, on real time; ends with the connection, and when the session ends.
 */
export async function streamLive(
  request: FastifyRequest,
  reply: FastifyReply,
  render: () => Promise<Html>,
): Promise<void> {
  let sent = (await render()).toString()
  reply.hijack()
  const { raw } = reply
  // Gone while the first state was looked up: its end has been told already, so nothing would ever stop the looking.
  if (raw.destroyed) return
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value)
  raw.setHeader('content-type', 'text/event-stream; charset=utf-8')
  raw.setHeader('cache-control', 'no-store')
  raw.write(eventOf(sent))
  let ticks = 0
  let busy = false
  const tick = async () => {
    ticks += 1
    if (ticks % sessionTicks === 0 && !(await request.sessions.read(request))) return raw.end()
    const now = (await render()).toString()
    if (now !== sent) raw.write(eventOf(now))
    else if (ticks % heartbeatTicks === 0) raw.write(': still here\n\n')
    sent = now
  }
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    // A connection that ended while we looked, or a database that is away: the browser connects again by itself.
    tick()
      .catch(() => raw.end())
      .finally(() => {
        busy = false
      })
  }, lookEveryMs)
  raw.on('close', () => clearInterval(timer))
}

const lookEveryMs = 1_000
const heartbeatTicks = 15
const sessionTicks = 30

const eventOf = (markup: string): string =>
  `${markup
    .split('\n')
    .map((line) => `data: ${line}`)
    .join('\n')}\n\n`
