import { finishBroadcasts } from '../../../src/domain/broadcasts/sweep.repository.ts'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import { sendDelivery } from '../../../src/domain/deliveries/send-delivery.ts'
import { cancelSchedule } from '../../../src/domain/schedules/cancel-schedule.ts'
import { listMissed } from '../../../src/domain/schedules/missed-moments.ts'
import { runSchedule } from '../../../src/domain/schedules/run-due-schedules.ts'
import { schedulePublication } from '../../../src/domain/schedules/schedule-publication.ts'
import { findSchedule } from '../../../src/domain/schedules/schedules.repository.ts'
import type { TestDatabase } from '../../database.ts'
import { pressDesk } from '../../press-desk.ts'

export const office = (text: string) => new Date(`${text}:00+07:00`)
export const tomorrow = office('2026-11-24T08:00')
export const onceAt = (at: Date) => ({ kind: 'once', at: at.toISOString() })
export const monthly = { kind: 'monthly', day: 31, time: '08:00', until: null } as const

/** A press desk with one reporter, and what is done with schedules at it. */
export async function schedulingDesk(database: TestDatabase) {
  const desk = await pressDesk(database)
  await desk.addReporter({ name: 'An', chats: [{ on: desk.telegram }] })
  const { db, deps, organisationId } = desk
  return {
    ...desk,
    schedule: (publicationId: string, rule: object = onceAt(tomorrow)) =>
      schedulePublication(deps, { publicationId, organisationId, rule, by: desk.staff('editor') }),
    cancel: (scheduleId: string) => cancelSchedule(deps, { scheduleId, organisationId, by: desk.staff('clerk') }),
    broadcastsOf: (publicationId: string) =>
      db.broadcast.findMany({ where: { publicationId }, orderBy: { createdAt: 'asc' } }),
    stateOf: (id: string) => findSchedule(db, organisationId, id),
    missed: async () =>
      (await listMissed(db, { organisationId })).map(({ outcome, moments }) => `${outcome} ${moments.length}`),
    /** What the service does at this moment: sweeps, runs its jobs, and brings what it began to its end. */
    async at(moment: Date) {
      desk.clock.set(moment)
      await sweep(deps, { processStartedAt: moment, alone: false })
      await desk.queue.drain({
        'run-schedule': async (payload) => {
          await runSchedule(deps, payload)
          return { kind: 'done' }
        },
        'send-delivery': (payload) => sendDelivery(deps, payload),
      })
      await finishBroadcasts(db, desk.clock.now())
    },
  }
}

export type SchedulingDesk = Awaited<ReturnType<typeof schedulingDesk>>
