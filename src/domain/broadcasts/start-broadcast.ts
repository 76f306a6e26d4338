import { newId } from '../../platform/ids.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { assertSendable } from '../publications/assert-sendable.ts'
import { findPublication, lockPublication } from '../publications/publications.repository.ts'
import { queueRevisions } from '../revisions/queue-revisions.ts'
import { publicationScheduled } from '../schedules/schedules.errors.ts'
import { findActiveSchedule } from '../schedules/schedules.repository.ts'
import { may } from '../staff/staff.ts'
import { beginSending } from './begin-sending.ts'
import { broadcastUnderWay, publicationSentBefore } from './broadcasts.errors.ts'
import { findUnfinished, insertBroadcast, wasSentBefore } from './broadcasts.repository.ts'
import { holdOf } from './hold.ts'
import { chooseForAudience } from './plan-broadcast.ts'
import { settleDoubts } from './settle-doubts.ts'
import { topUp } from './top-up.ts'

type StartDeps = Pick<Deps, 'db' | 'clock' | 'channels' | 'queue' | 'log' | 'timeZone'>

/**
 * Starts sending what was approved and released: the whole ledger in one transaction, then the first jobs, unless the abort window or
 * the office's hours hold it at first. Gives its id.
 */
export async function startBroadcast(
  deps: StartDeps,
  input: { readonly publicationId: string; readonly organisationId: string; readonly by: ActingStaff },
): Promise<string> {
  assertAllowed(input.by, input.organisationId, may.send)
  return startSending(deps, input)
}

/** The moment of a schedule that a sending uses up. */
export type ScheduledMoment = {
  readonly scheduleId: string
  readonly occurrence: Date
  /** Sends again what was sent before, which nothing else may. */
  readonly repeats: boolean
  /** Uses it up within the sending's transaction; throws when that was done already, or it was called off. */
  take(tx: Transaction): Promise<void>
}

/** The same without asking who may: by a press of the button above, or by the schedule that somebody set up. */
export async function startSending(
  deps: StartDeps,
  input: {
    readonly publicationId: string
    readonly organisationId: string
    readonly by: Pick<ActingStaff, 'id'>
    readonly moment?: ScheduledMoment
  },
): Promise<string> {
  const { publicationId, organisationId, by, moment } = input
  const createdAt = deps.clock.now()
  const id = newId(createdAt)
  // Before the ledger is written, since no transaction may wait for a platform.
  const planned = await findPublication(deps.db, organisationId, publicationId)
  if (planned) await settleDoubts(deps, organisationId, planned.audience)
  await inTransaction(
    deps.db,
    async (tx) => {
      await lockPublication(tx, publicationId)
      if (moment) await moment.take(tx)
      else if (await findActiveSchedule(tx, publicationId)) throw publicationScheduled()
      const publication = await assertSendable(deps, tx, { publicationId, organisationId })
      if (await findUnfinished(tx, publicationId)) throw broadcastUnderWay()
      // A plan left open in another window must not bring everybody the same once more.
      if (!moment?.repeats && (await wasSentBefore(tx, publicationId))) throw publicationSentBefore()
      // Whoever is still to get the first would have it after what puts it right.
      if (publication.corrects && (await findUnfinished(tx, publication.corrects.id))) throw broadcastUnderWay()
      const chosen = chooseForAudience(deps, organisationId, publication)
      const nothing = { conferenceId: null, reminderKind: null }
      const broadcast = { id, organisationId, kind: 'publication', publicationId, createdBy: by.id, createdAt } as const
      const scheduled = { scheduleId: moment?.scheduleId ?? null, occurrence: moment?.occurrence ?? null }
      const { settings } = await loadOrganisation(tx, organisationId)
      const rules = { ...settings, timeZone: deps.timeZone }
      const hold = holdOf({ ...broadcast, ...scheduled, urgentAgreedBy: null }, rules, createdAt)
      const audience = await insertBroadcast(tx, { ...broadcast, ...nothing, ...scheduled, hold }, chosen)
      if (!hold) await beginSending(deps, tx, broadcast, createdAt)
      const entry = { action: 'broadcast-started', subject: `broadcast:${id}` }
      const held = hold && { held: hold.reason, until: hold.until.toISOString() }
      const detail = { publicationId, audience, ...(moment && { scheduleId: moment.scheduleId }), ...held }
      await recordAudit(tx, { organisationId, at: createdAt, actor: staffActor(by), ...entry, detail })
    },
    wholeAudience,
  )
  // The ledger is written: when the queue is away now, the sweep does this a moment later.
  await topUp(deps)
    .then(() => queueRevisions(deps))
    .catch((error: unknown) => deps.log.warn({ err: error }, 'queue is away'))
  return id
}

/** Ledger and invitations of a whole country stand or fall together. */
const wholeAudience = { withinMs: 60_000 }
