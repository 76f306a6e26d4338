import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { may } from '../staff/staff.ts'
import { scheduleNotFound, scheduleOver } from './schedules.errors.ts'
import { endSchedule, findActiveSchedule, findSchedule } from './schedules.repository.ts'
import type { ScheduleReason, SendSchedule } from './send-schedule.ts'

/** Nothing goes by this schedule any more; what it has sent stays sent. Calling it off again changes nothing. */
export async function cancelSchedule(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: { readonly scheduleId: string; readonly organisationId: string; readonly by: ActingStaff },
): Promise<SendSchedule> {
  const { scheduleId, organisationId, by } = input
  assertAllowed(by, organisationId, may.send)
  return inTransaction(deps.db, async (tx) => {
    const schedule = await findSchedule(tx, organisationId, scheduleId)
    if (!schedule) throw scheduleNotFound()
    await endScheduleWithin(tx, schedule, { reason: 'by-staff', by, at: deps.clock.now() })
    const now = (await findSchedule(tx, organisationId, scheduleId)) ?? schedule
    if (now.state === 'ended') throw scheduleOver()
    return now
  })
}

/** Within a decision on the publication: it is not sent by a schedule any more either. */
export async function endScheduleOf(
  tx: Transaction,
  publicationId: string,
  why: Parameters<typeof endScheduleWithin>[2],
): Promise<void> {
  const active = await findActiveSchedule(tx, publicationId)
  if (active) await endScheduleWithin(tx, active, why)
}

/** Within a decision of the caller's, or of the service itself (`by` null); false when it was over already. */
export async function endScheduleWithin(
  tx: Transaction,
  { id, organisationId, publicationId }: Pick<SendSchedule, 'id' | 'organisationId' | 'publicationId'>,
  why: { readonly reason: ScheduleReason; readonly by: Pick<ActingStaff, 'id'> | null; readonly at: Date },
): Promise<boolean> {
  const { reason, by, at } = why
  if (!(await endSchedule(tx, id, { reason, by: by?.id ?? null, at }))) return false
  const entry = { action: 'schedule-cancelled', subject: `schedule:${id}`, detail: { publicationId, reason } }
  await recordAudit(tx, { organisationId, at, actor: by ? staffActor(by) : 'system', ...entry })
  return true
}
