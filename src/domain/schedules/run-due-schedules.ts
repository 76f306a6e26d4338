import { DomainError } from '../../platform/errors.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { priorities } from '../../queue/catalogue.ts'
import { startSending } from '../broadcasts/start-broadcast.ts'
import type { Deps } from '../deps.ts'
import { isMissed } from '../organisations/missed.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { findPublication } from '../publications/publications.repository.ts'
import { endScheduleWithin } from './cancel-schedule.ts'
import { recordMissed } from './missed-moments.ts'
import { publicationCorrected, scheduleOver } from './schedules.errors.ts'
import { advanceSchedule, findDueSchedules, findScheduleById } from './schedules.repository.ts'
import { type DueMoments, dueMoments, type SendSchedule, scheduleReasons } from './send-schedule.ts'

type RunDeps = Pick<Deps, 'db' | 'clock' | 'channels' | 'queue' | 'log' | 'timeZone'>

/** Hands every schedule whose moment has come over to be run, save where an earlier sending of the same is under way. */
export async function queueDueSchedules(deps: Pick<Deps, 'db' | 'clock' | 'queue'>): Promise<void> {
  const due = await findDueSchedules(deps.db, deps.clock.now())
  const jobs = due.map(({ id, nextAt }) => ({
    id: `schedule-${id}-${nextAt?.getTime()}`,
    payload: { scheduleId: id },
    priority: priorities.bulk,
  }))
  if (jobs.length > 0) await deps.queue.toDesk('run-schedule', jobs)
}

/**
 * Turns the moments of one schedule that have passed into one broadcast, or writes down that they were skipped. Run again it
 * finds them used: moment and broadcast are written together. Gives the broadcast's id.
 */
export async function runSchedule(
  deps: RunDeps,
  { scheduleId }: { readonly scheduleId: string },
): Promise<string | undefined> {
  const now = deps.clock.now()
  const { timeZone } = deps
  const schedule = await findScheduleById(deps.db, scheduleId)
  if (schedule?.state !== 'active' || !schedule.nextAt) return undefined
  const due = dueMoments(schedule.rule, schedule.nextAt, now, timeZone)
  if (!due) return undefined
  const { settings } = await loadOrganisation(deps.db, schedule.organisationId)
  const missed = due.passed.filter((at) => isMissed(at, now, { ...settings, timeZone }))
  const late = missed.includes(due.occurrence)
  const using = { schedule, due, missed, at: now }
  if (late && settings.missed.schedules === 'skip') {
    // Of two that run at the same time the second finds it used.
    await inTransaction(deps.db, (tx) => take(tx, using, 'skipped')).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error
    })
    return undefined
  }
  return send(deps, using, late ? 'sent-late' : 'merged')
}

type Using = {
  readonly schedule: SendSchedule
  readonly due: DueMoments
  readonly missed: readonly Date[]
  readonly at: Date
}

async function send(deps: RunDeps, using: Using, outcome: 'sent-late' | 'merged'): Promise<string | undefined> {
  const { schedule, due, at } = using
  const { id, organisationId, publicationId, createdBy, rule } = schedule
  try {
    return await startSending(deps, {
      publicationId,
      organisationId,
      // Whoever set it up stands for it, also when their access has ended since: the office decided it then.
      by: { id: createdBy },
      moment: {
        scheduleId: id,
        occurrence: due.occurrence,
        repeats: rule.kind === 'monthly',
        take: (tx) => take(tx, using, outcome),
      },
    })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const reason = scheduleReasons.find((each) => each === error.code)
    if (reason) await inTransaction(deps.db, (tx) => endScheduleWithin(tx, schedule, { reason, by: null, at }))
    else deps.log.info({ schedule: id, code: error.code }, 'a due schedule waits or was used up')
    return undefined
  }
}

/** Within the transaction that acts on it, so that a moment is used once, whatever crashes. */
async function take(
  tx: Transaction,
  { schedule, due, missed, at }: Using,
  outcome: 'sent-late' | 'merged' | 'skipped',
): Promise<void> {
  if (!(await advanceSchedule(tx, schedule, { nextAt: due.nextAt, at }))) throw scheduleOver()
  if (missed.length > 0) await recordMissed(tx, { schedule, missed, outcome, at })
  if (outcome === 'skipped') return
  const publication = await findPublication(tx, schedule.organisationId, schedule.publicationId)
  if (publication?.replacedBy && !publication.recalledAt) throw publicationCorrected()
}
