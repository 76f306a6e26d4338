import { newId } from '../../platform/ids.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import type { Conference } from '../conferences/conference.ts'
import { findConferenceById } from '../conferences/conferences.repository.ts'
import { type ReminderKind, reminderKinds, reminderVerdict } from '../conferences/reminder.ts'
import { cancelReminders } from '../conferences/reminders.repository.ts'
import type { Deps } from '../deps.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { findReportersById } from './audience.repository.ts'
import { insertBroadcast } from './broadcasts.repository.ts'
import { chooseSurface } from './choose-surface.ts'
import { findReminded, markFired, takeReminders } from './reminders.repository.ts'
import { settleDoubtsOf } from './settle-doubts.ts'
import { topUp } from './top-up.ts'

type FireDeps = Pick<Deps, 'db' | 'clock' | 'channels' | 'queue' | 'log' | 'timeZone'>
type Due = { readonly conferenceId: string; readonly kind: string; readonly dueAt: Date }

/** Turns the due reminders of one conference, kind and moment into one broadcast; run again, it finds nothing left to fire. */
export async function fireReminders(deps: FireDeps, due: Due): Promise<string | undefined> {
  const kind = reminderKinds.find((each) => each === due.kind)
  if (!kind || due.dueAt > deps.clock.now()) return undefined
  // Before anything is taken, since no transaction may wait for a platform.
  await settleDoubtsOf(deps, async () => findReportersById(deps.db, await findReminded(deps.db, due)))
  const fired = await inTransaction(
    deps.db,
    async (tx) => {
      const conference = await findConferenceById(tx, due.conferenceId)
      return conference && fire(deps, tx, conference, { ...due, kind })
    },
    { withinMs: 60_000 },
  )
  if (fired) await topUp(deps).catch((error: unknown) => deps.log.warn({ err: error }, 'queue is away'))
  return fired
}

async function fire(
  deps: FireDeps,
  tx: Transaction,
  conference: Conference,
  due: Due & { readonly kind: ReminderKind },
): Promise<string | undefined> {
  const at = deps.clock.now()
  const { organisationId, id: conferenceId } = conference
  const { settings } = await loadOrganisation(tx, organisationId)
  const rules = { ...settings, timeZone: deps.timeZone }
  const judged = (await takeReminders(tx, due)).map((row) => ({
    ...row,
    verdict: reminderVerdict(due, conference, row.answer, at, rules),
  }))
  for (const reason of ['cancelled', 'answered', 'too-late', 'missed'] as const) {
    const dropped = judged.filter(({ verdict }) => verdict.kind === 'drop' && verdict.reason === reason)
    const ids = dropped.map(({ id }) => id)
    await cancelReminders(tx, ids, { reason, at })
    if (reason === 'too-late' || reason === 'missed') await tell(tx, due, { conference, reason, at, count: ids.length })
  }
  const firing = judged.filter(({ verdict }) => verdict.kind === 'fire')
  if (firing.length === 0) return undefined
  const late = firing.filter(({ verdict }) => verdict.kind === 'fire' && verdict.late).length
  await tell(tx, due, { conference, reason: 'late', at, count: late })
  const reporterIds = firing.map(({ reporterId }) => reporterId)
  const reporters = await findReportersById(tx, reporterIds)
  const chosen = reporters.map((reporter) => ({
    reporter,
    choice: chooseSurface(reporter, deps.channels, at, [], 'reminder'),
  }))
  const id = newId(at)
  const broadcast = {
    id,
    organisationId,
    kind: 'reminder',
    publicationId: null,
    conferenceId,
    reminderKind: due.kind,
  } as const
  await insertBroadcast(tx, { ...broadcast, createdBy: 'schedule', createdAt: at }, chosen)
  const firedIds = firing.map((row) => row.id)
  await markFired(tx, firedIds, { broadcastId: id, at })
  return id
}

/** What did not go as planned is written down, one entry per conference, kind and moment. */
async function tell(
  tx: Transaction,
  { kind, dueAt }: Pick<Due, 'kind' | 'dueAt'>,
  told: {
    readonly conference: Conference
    readonly reason: 'late' | 'too-late' | 'missed'
    readonly at: Date
    readonly count: number
  },
): Promise<void> {
  const { conference, reason, at, count } = told
  if (count === 0) return
  const { organisationId, id } = conference
  const action = reason === 'late' ? 'reminders-sent-late' : 'reminders-skipped'
  const detail = { kind, dueAt: dueAt.toISOString(), count, ...(reason !== 'late' && { reason }) }
  await recordAudit(tx, { organisationId, at, actor: 'system', action, subject: `conference:${id}`, detail })
}
