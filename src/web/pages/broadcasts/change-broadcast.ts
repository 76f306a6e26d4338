import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { cancelBroadcast } from '../../../domain/broadcasts/cancel-broadcast.ts'
import { resumeBroadcast } from '../../../domain/broadcasts/resume-broadcast.ts'
import { settleUnknown } from '../../../domain/deliveries/settle-unknown.ts'
import { may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { localPath } from '../../local-path.ts'
import { idOf } from '../../route-ids.ts'
import { goTo } from '../../screen.ts'
import type { WebDeps } from '../../web-deps.ts'

/** Cancelling and resuming a sending, and settling a delivery of which nobody knows whether it arrived. */
export function registerChangeBroadcast(server: FastifyInstance, deps: WebDeps): void {
  server.post('/broadcasts/:id/cancellations', { config: { requires: may.send } }, async (request, reply) => {
    await cancelBroadcast(deps, whose(request))
    return goTo(reply, `/broadcasts/${idOf(request)}`, 'broadcast-cancelled')
  })
  server.post('/broadcasts/:id/resumptions', { config: { requires: may.send } }, async (request, reply) => {
    await resumeBroadcast(deps, whose(request))
    return goTo(reply, `/broadcasts/${idOf(request)}`, 'broadcast-resumed')
  })
  server.post('/deliveries/:id/settlements', { config: { requires: may.settle } }, async (request, reply) => {
    const { as } = z.object({ as: z.enum(['received', 'resend']) }).parse(request.body)
    await settleUnknown(deps, { deliveryId: idOf(request), as, by: staffOf(request) })
    return goTo(reply, cameFrom(request), `settled-${as}`)
  })
}

const whose = (request: FastifyRequest) => {
  const by = staffOf(request)
  return { broadcastId: idOf(request), organisationId: by.organisationId, by }
}

/** Back to the list it was pressed in; only ever a place of ours. */
function cameFrom({ headers }: FastifyRequest): string {
  const { referer } = headers
  if (!referer || !URL.canParse(referer)) return '/'
  const { pathname, search } = new URL(referer)
  return localPath(`${pathname}${search}`)
}
