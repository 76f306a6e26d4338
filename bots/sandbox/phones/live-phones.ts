import type { FastifyReply, FastifyRequest } from 'fastify'
import { controlBar } from './control-bar.ts'
import { channels, type PhonesDeps, readView } from './phone-view.ts'
import { seat } from './seat.ts'

/** Several changes of one moment are drawn once. */
const gatherMs = 25
/** Keeps the connection open, and the time on the page right. */
const heartbeatMs = 20_000

export type LivePhones = {
  /** Keeps the request open and sends each phone as it is now, and again after every change. */
  watch(request: FastifyRequest, reply: FastifyReply, mountedBelow: boolean): void
}

export function createLivePhones(deps: PhonesDeps): LivePhones {
  const open = new Set<() => void>()
  deps.frame.onClose(() => {
    for (const end of open) end()
  })
  return {
    watch(request, reply, mountedBelow) {
      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' })
      const changed = new Set<string>()
      let timer: NodeJS.Timeout | undefined
      const send = (event: string, markup: unknown) =>
        raw.write(`event: ${event}\ndata: ${JSON.stringify(String(markup))}\n\n`)
      const draw = (wanted: (personId: string) => boolean) => {
        timer = undefined
        const view = readView(deps, request)
        const stale = channels.filter((channel) => wanted(view.shown[channel]?.id ?? ''))
        for (const channel of stale) send('seat', seat(deps, view, channel))
        if (stale.length > 0) tellTime()
      }
      const tellTime = () => send('bar', controlBar(deps, readView(deps, request), mountedBelow))
      const stopListening = deps.frame.events.on('changed', (personId) => {
        changed.add(personId)
        // Later, since the change may still be inside its transaction.
        timer ??= setTimeout(() => {
          draw((id) => changed.has(id))
          changed.clear()
        }, gatherMs)
      })
      const heartbeat = setInterval(tellTime, heartbeatMs)
      const end = () => {
        stopListening()
        clearInterval(heartbeat)
        clearTimeout(timer)
        open.delete(end)
        raw.end()
      }
      open.add(end)
      raw.on('close', end)
      draw(() => true)
    },
  }
}
