import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { probe, probeKinds } from './console-probe.ts'
import type { OfficialAccount } from './official-accounts.ts'
import type { ZaloWorld } from './world.ts'

const address = z.strictObject({ url: z.url().nullable() })
const last = z.strictObject({ last: z.number().int().min(1) })
const order = z.strictObject({ order: z.enum(['given', 'reversed']).default('given') })
const which = z.strictObject({ kind: z.enum(probeKinds), oaId: z.string().optional() })
const anyEvent = z.strictObject({
  oaId: z.string().optional(),
  zns: z.literal(true).optional(),
  event: z.looseObject({ event_name: z.string().min(1) }),
})

/** Where events go, and what may happen to them on the way. */
export function webhookControls(server: FastifyInstance, world: ZaloWorld): void {
  const { webhooks, frame } = world
  server.get('/webhook', () => webhooks.state())
  server.post('/webhook', (request) => {
    webhooks.setUrl(address.parse(request.body).url)
    return webhooks.state()
  })
  server.post('/webhook/subscription', (request) => {
    webhooks.switchOn(z.strictObject({ on: z.boolean() }).parse(request.body).on)
    return webhooks.state()
  })
  server.post('/webhook/repeat', (request) => {
    webhooks.repeat(last.parse(request.body).last)
    return {}
  })
  server.post('/webhook/hold', () => {
    webhooks.hold()
    return webhooks.state()
  })
  server.post('/webhook/release', async (request) => {
    await webhooks.release(order.parse(request.body ?? {}).order)
    return webhooks.state()
  })
  server.post('/webhook/probe', async (request) => {
    const { kind, oaId } = which.parse(request.body)
    const { url } = webhooks.state()
    if (url === null) throw Object.assign(new Error('no address yet'), { statusCode: 409 })
    return { status: await probe(frame, accountOf(world, oaId), { url, kind }) }
  })
  server.post('/webhook/event', (request) => {
    const { oaId, event, zns } = anyEvent.parse(request.body)
    webhooks.emit(accountOf(world, oaId), event, zns ? { zns } : {})
    return {}
  })
}

/** The named account, or the first. */
export function accountOf({ accounts }: ZaloWorld, oaId: string | undefined): OfficialAccount {
  const account = oaId === undefined ? accounts.all()[0] : accounts.byId(oaId)
  if (!account) throw Object.assign(new Error('no such account on Zalo'), { statusCode: 404 })
  return account
}
