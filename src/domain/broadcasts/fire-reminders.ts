import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { findReportersById } from './audience.repository.ts'
import { insertBroadcast } from './broadcasts.repository.ts'
import { chooseSurface } from './choose-surface.ts'
import { isQuiet } from './due-reminders.ts'
import { whyNotRemind } from './reminder-validity.ts'
import { findConferenceOrganisation, settleReminders, takeReminders } from './reminders.repository.ts'
import { topUp } from './top-up.ts'

type FireDeps = Pick<Deps, 'db' | 'clock' | 'channels' | 'queue' | 'log' | 'timeZone'>

/** Turns the due reminders of one conference, kind and moment into one broadcast; run again, it finds nothing left to fire. */
export async function fireReminders(
  deps: FireDeps,
  due: { readonly conferenceId: string; readonly kind: string; readonly dueAt: Date },
): Promise<string | undefined> {
  const { conferenceId, kind } = due
  const organisationId = await findConferenceOrganisation(deps.db, conferenceId)
  if (!organisationId || due.dueAt > deps.clock.now() || (await isQuiet(deps, organisationId))) return undefined
  const at = deps.clock.now()
  const fired = await inTransaction(deps.db, async (tx) => {
    const rows = (await takeReminders(tx, due)).map((row) => ({ ...row, obstacle: whyNotRemind(row, at) }))
    for (const reason of ['cancelled', 'answered', 'past'] as const) {
      const ids = rows.filter(({ obstacle }) => obstacle === reason).map(({ id }) => id)
      if (ids.length > 0) await settleReminders(tx, ids, { state: 'cancelled', reason, at })
    }
    const valid = rows.filter(({ obstacle }) => obstacle === undefined)
    if (valid.length === 0) return undefined
    const reporters = await findReportersById(
      tx,
      valid.map(({ reporterId }) => reporterId),
    )
    const chosen = reporters.map((reporter) => ({ reporter, choice: chooseSurface(reporter, deps.channels, at) }))
    const id = newId(at)
    const broadcast = { id, organisationId, kind: 'reminder', publicationId: null, conferenceId } as const
    await insertBroadcast(tx, { ...broadcast, reminderKind: kind, createdBy: 'schedule', createdAt: at }, chosen)
    await settleReminders(
      tx,
      valid.map((row) => row.id),
      { state: 'fired', broadcastId: id, at },
    )
    return id
  })
  if (fired) await topUp(deps).catch((error: unknown) => deps.log.warn({ err: error }, 'queue is away'))
  return fired
}
