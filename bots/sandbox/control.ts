import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { faultRatesSchema } from './fault-rates.ts'
import { channelSchema, faultSchema } from './faults.ts'
import type { SandboxFrame } from './frame.ts'
import { sandboxChannels } from './people.ts'

const clockMove = z.union([
  z.strictObject({ set: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advanceMs: z.number().int().min(0) }),
])
const newPerson = z.strictObject({
  id: z.string().min(1).max(64).optional(),
  name: z.string().min(1),
  outlet: z.string().default(''),
  channel: z.enum(sandboxChannels),
  userId: z.string().regex(/^\d+$/).optional(),
  flags: z.record(z.string(), z.unknown()).optional(),
})
const callFilter = z.object({
  since: z.coerce.number().int().min(0).optional(),
  channel: channelSchema.optional(),
  method: z.string().optional(),
  recipient: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100_000).optional(),
})

/** Everything the real platforms do not have: the people, their clock, the faults and the log. JSON only. */
export const controlRoutes =
  (frame: SandboxFrame): FastifyPluginAsync =>
  async (server) => {
    acceptOnlyJson(server)
    server.get('/people', () => ({ people: frame.people.all() }))
    server.post('/people', (request) => ({ person: frame.people.add(defined(newPerson.parse(request.body))) }))
    server.get('/clock', () => ({ now: frame.clock.now().toISOString(), offsetMs: frame.clock.offsetMs }))
    server.post('/clock', (request) => {
      const move = clockMove.parse(request.body)
      frame.moveClock('set' in move ? { to: new Date(move.set) } : { byMs: move.advanceMs })
      for (const { id } of frame.people.all()) frame.events.emit('changed', id)
      return { now: frame.clock.now().toISOString(), offsetMs: frame.clock.offsetMs }
    })
    server.get('/calls', (request) => ({ calls: frame.calls.list(defined(callFilter.parse(request.query))) }))
    server.get('/faults', () => ({ faults: frame.faults.list() }))
    server.post('/faults', (request) => {
      for (const fault of z
        .union([faultSchema, z.array(faultSchema)])
        .transform((given) => [given].flat())
        .parse(request.body))
        frame.faults.schedule(fault)
      return { faults: frame.faults.list() }
    })
    server.delete('/faults', () => {
      frame.faults.clear()
      return { faults: [] }
    })
    server.get('/fault-rates', () => ({ faultRates: frame.faultDice.list() }))
    server.post('/fault-rates', (request) => {
      frame.faultDice.set(faultRatesSchema.parse(request.body))
      return { faultRates: frame.faultDice.list() }
    })
    server.delete('/fault-rates', () => {
      frame.faultDice.clear()
      return { faultRates: [] }
    })
  }

/** A page of another origin can send forms and plain text here, but never JSON without being asked first. */
export function acceptOnlyJson(server: Parameters<FastifyPluginAsync>[0]): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: 72 << 20 },
    (_request, body, done) => {
      try {
        done(null, body === '' ? {} : JSON.parse(String(body)))
      } catch {
        done(Object.assign(new Error('The body is no JSON'), { statusCode: 400 }))
      }
    },
  )
  server.addHook('onRequest', async (request, reply) => {
    const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
    if (request.method !== 'GET' && request.method !== 'HEAD' && type !== 'application/json')
      return reply.code(415).send({ error: 'Only application/json' })
  })
  server.setErrorHandler((error, request, reply) => {
    if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) })
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
    if (status >= 500) request.log.error({ err: error }, 'sandbox control failed')
    return reply.code(status).send({ error: error instanceof Error ? error.message : 'failed' })
  })
}

/** The same object without the keys that are undefined. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}
