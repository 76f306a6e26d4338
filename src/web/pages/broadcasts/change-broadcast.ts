import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { cancelBroadcast } from '../../../domain/broadcasts/cancel-broadcast.ts'
import { pauseBroadcast } from '../../../domain/broadcasts/pause-broadcast.ts'
import { resumeBroadcast } from '../../../domain/broadcasts/resume-broadcast.ts'
import { retryFailures } from '../../../domain/broadcasts/retry-failures.ts'
import { agreeToUrgency, askForUrgency } from '../../../domain/broadcasts/urgent.ts'
import { settleAllUnknown } from '../../../domain/deliveries/settle-all-unknown.ts'
import { settleUnknown } from '../../../domain/deliveries/settle-unknown.ts'
import { may } from '../../../domain/staff/staff.ts'
import { cameFrom } from '../../came-from.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { goTo } from '../../screen.ts'
import type { WebDeps } from '../../web-deps.ts'

/** What staff decide about a sending, and about deliveries of which nobody knows whether they arrived. All of it may be pressed twice. */
export function registerChangeBroadcast(server: FastifyInstance, deps: WebDeps): void {
  const senders = { config: { requires: may.send } }
  const back = (request: FastifyRequest, reply: FastifyReply, done: string) =>
    goTo(reply, `/broadcasts/${idOf(request)}`, done)

  server.post('/broadcasts/:id/cancellations', senders, async (request, reply) => {
    await cancelBroadcast(deps, whose(request))
    return back(request, reply, 'broadcast-cancelled')
  })
  server.post('/broadcasts/:id/pauses', senders, async (request, reply) => {
    await pauseBroadcast(deps, whose(request))
    return back(request, reply, 'broadcast-paused')
  })
  server.post('/broadcasts/:id/resumptions', senders, async (request, reply) => {
    await resumeBroadcast(deps, whose(request))
    return back(request, reply, 'broadcast-resumed')
  })
  server.post('/broadcasts/:id/retries', senders, async (request, reply) => {
    const { retried } = await retryFailures(deps, whose(request))
    return back(request, reply, retried > 0 ? 'broadcast-retried' : 'broadcast-nothing-retried')
  })
  server.post('/broadcasts/:id/urgency-requests', senders, async (request, reply) => {
    const { reason } = z.object({ reason: z.string() }).parse(request.body)
    await askForUrgency(deps, { ...whose(request), reason })
    return back(request, reply, 'broadcast-urgency-asked')
  })
  server.post('/broadcasts/:id/urgency-agreements', { config: { requires: may.decide } }, async (request, reply) => {
    await agreeToUrgency(deps, whose(request))
    return back(request, reply, 'broadcast-urgency-agreed')
  })
  server.post('/broadcasts/:id/settlements', { config: { requires: may.settle } }, async (request, reply) => {
    const { as } = settlement.parse(request.body)
    const { settled } = await settleAllUnknown(deps, { ...whose(request), as })
    return back(request, reply, settled > 0 ? `settled-${as}` : 'settled-nothing')
  })
  server.post('/deliveries/:id/settlements', { config: { requires: may.settle } }, async (request, reply) => {
    const { as, attempt } = settlement.extend({ attempt: z.coerce.number().int().optional() }).parse(request.body)
    await settleUnknown(deps, { deliveryId: idOf(request), as, attempt, by: staffOf(request) })
    return goTo(reply, cameFrom(request), `settled-${as}`)
  })
}

const settlement = z.object({ as: z.enum(['received', 'resend']) })

const whose = (request: FastifyRequest) => {
  const by = staffOf(request)
  return { broadcastId: idOf(request), organisationId: by.organisationId, by }
}
