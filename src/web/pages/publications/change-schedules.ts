import type { FastifyInstance } from 'fastify'
import { cancelSchedule } from '../../../domain/schedules/cancel-schedule.ts'
import { may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { goTo } from '../../screen.ts'
import type { WebDeps } from '../../web-deps.ts'

/** Calling a schedule off; it is set up on the plan's page. */
export function registerChangeSchedules(server: FastifyInstance, deps: WebDeps): void {
  server.post('/schedules/:id/cancellations', { config: { requires: may.send } }, async (request, reply) => {
    const by = staffOf(request)
    const scheduleId = idOf(request)
    const { publicationId } = await cancelSchedule(deps, { scheduleId, organisationId: by.organisationId, by })
    return goTo(reply, `/publications/${publicationId}#schedules`, 'schedule-cancelled')
  })
}
