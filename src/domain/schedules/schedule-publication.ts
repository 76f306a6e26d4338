import { isDeepStrictEqual } from 'node:util'
import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import { broadcastUnderWay, publicationSentBefore } from '../broadcasts/broadcasts.errors.ts'
import { findUnfinished, wasSentBefore } from '../broadcasts/broadcasts.repository.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { assertSendable } from '../publications/assert-sendable.ts'
import { lockPublication } from '../publications/publications.repository.ts'
import { may } from '../staff/staff.ts'
import {
  publicationCorrected,
  publicationScheduled,
  scheduleInPast,
  scheduleInvalid,
  scheduleNever,
  scheduleTooFar,
} from './schedules.errors.ts'
import { findActiveSchedule, insertSchedule } from './schedules.repository.ts'
import { momentAfter, type ScheduleRule, type SendSchedule, scheduleRuleSchema } from './send-schedule.ts'

/** Sets up that a released publication goes later, or every month; a second press of the same button changes nothing. */
export async function schedulePublication(
  deps: Pick<Deps, 'db' | 'clock' | 'log' | 'timeZone'>,
  input: {
    readonly publicationId: string
    readonly organisationId: string
    readonly rule: unknown
    readonly by: ActingStaff
  },
): Promise<Pick<SendSchedule, 'id' | 'rule'> & { readonly nextAt: Date }> {
  const { publicationId, organisationId, by } = input
  assertAllowed(by, organisationId, may.send)
  const createdAt = deps.clock.now()
  const parsed = scheduleRuleSchema.safeParse(input.rule)
  if (!parsed.success) throw scheduleInvalid()
  const rule = parsed.data
  const nextAt = firstMoment(rule, createdAt, deps.timeZone)
  return inTransaction(deps.db, async (tx) => {
    await lockPublication(tx, publicationId)
    const { replacedBy } = await assertSendable(deps, tx, { publicationId, organisationId })
    if (replacedBy) throw publicationCorrected()
    const active = await findActiveSchedule(tx, publicationId)
    if (active?.nextAt && isDeepStrictEqual(active.rule, rule)) return { ...active, nextAt: active.nextAt }
    if (active) throw publicationScheduled()
    // Every month is on purpose; once more is not.
    if (rule.kind === 'once') {
      if (await findUnfinished(tx, publicationId)) throw broadcastUnderWay()
      if (await wasSentBefore(tx, publicationId)) throw publicationSentBefore()
    }
    const id = newId(createdAt)
    await insertSchedule(tx, { id, organisationId, publicationId, rule, nextAt, createdBy: by.id, createdAt })
    const entry = { action: 'schedule-added', subject: `schedule:${id}` }
    const detail = { publicationId, rule, nextAt: nextAt.toISOString() }
    await recordAudit(tx, { organisationId, at: createdAt, actor: staffActor(by), ...entry, detail })
    return { id, rule, nextAt }
  })
}

/** A moment further away than this is a slip of the pen. */
const furthestMs = 731 * 86_400_000

function firstMoment(rule: ScheduleRule, now: Date, timeZone: string): Date {
  const first = momentAfter(rule, now, timeZone)
  if (!first) throw rule.kind === 'once' ? scheduleInPast() : scheduleNever()
  if (first.getTime() - now.getTime() > furthestMs) throw scheduleTooFar()
  return first
}
