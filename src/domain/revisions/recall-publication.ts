import { newId } from '../../platform/ids.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import { openStates } from '../broadcasts/broadcast.ts'
import { findUnfinished, listBroadcasts, wasSentBefore } from '../broadcasts/broadcasts.repository.ts'
import { endBroadcast } from '../broadcasts/controls.repository.ts'
import { topUp } from '../broadcasts/top-up.ts'
import { callOffWithin } from '../conferences/call-off-conference.ts'
import { conferencesOf } from '../conferences/closings.repository.ts'
import { lockConference } from '../conferences/conferences.repository.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { openPublication } from '../publications/change-content.ts'
import { publicationNotSent, publicationRecalled, recallWithoutReason } from '../publications/publications.errors.ts'
import { updatePublication } from '../publications/publications.repository.ts'
import { endScheduleOf } from '../schedules/cancel-schedule.ts'
import { may } from '../staff/staff.ts'
import { queueRevisions } from './queue-revisions.ts'
import { insertRevision } from './revisions.repository.ts'
import { takeBack } from './take-back.ts'

export type Recall = {
  readonly publicationId: string
  readonly organisationId: string
  /** As reporters will read it. */
  readonly reason: string
  /** The conferences it invites to do not take place either; without it they stand, and so do their invitations. */
  readonly callOff: boolean
  readonly by: ActingStaff
}

/** Takes back what went out: nothing more of it goes, its messages are changed where that can be done, and everybody else is told. */
export async function recallPublication(
  deps: Pick<Deps, 'db' | 'clock' | 'channels' | 'queue' | 'log'>,
  input: Recall,
): Promise<void> {
  const { publicationId, organisationId, callOff, by } = input
  assertAllowed(by, organisationId, may.decide)
  const reason = input.reason.normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, longestReason)
  if (reason === '') throw recallWithoutReason()
  const at = deps.clock.now()
  await inTransaction(
    deps.db,
    async (tx) => {
      // In the order a move takes them, so that neither waits for the other.
      const conferenceIds = callOff ? await conferencesOf(tx, publicationId) : []
      for (const id of conferenceIds) await lockConference(tx, id)
      const publication = await openPublication(tx, organisationId, publicationId)
      if (publication.recalledAt) throw publicationRecalled()
      // What is held, or has just begun, reaches people in the next moment.
      const gone = (await findUnfinished(tx, publicationId)) ?? (await wasSentBefore(tx, publicationId))
      if (publication.state !== 'released' || !gone) throw publicationNotSent()
      await updatePublication(tx, publicationId, { recalledAt: at, recalledBy: by.id, recallReason: reason })
      for (const conferenceId of conferenceIds) await callOffWithin(tx, { conferenceId, by, at })
      await endScheduleOf(tx, publicationId, { reason: 'publication-recalled', by, at })
      await endSending(tx, { publicationId, organisationId, by, at })
      const revision = { id: newId(at), organisationId, kind: 'recalled', publicationId, createdAt: at } as const
      const recalled = { ...revision, conferenceId: null, createdBy: by.id }
      await insertRevision(tx, recalled)
      await takeBack(deps, tx, recalled, publication.releasedAt ?? publication.createdAt)
      const entry = { action: 'publication-recalled', subject: `publication:${publicationId}` }
      const detail = { reason, callOff }
      await recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry, detail })
    },
    wholeAudience,
  )
  // All is written: when the queue is away now, the sweep does this a moment later.
  await queueRevisions(deps)
    .then(() => topUp(deps))
    .catch((error: unknown) => deps.log.warn({ err: error }, 'queue is away'))
}

const longestReason = 500
/** The rows of a whole country stand or fall together. */
const wholeAudience = { withinMs: 60_000 }

async function endSending(
  tx: Transaction,
  recall: {
    readonly publicationId: string
    readonly organisationId: string
    readonly by: ActingStaff
    readonly at: Date
  },
): Promise<void> {
  const { publicationId, organisationId, by, at } = recall
  const underWay = { organisationId, publicationId, states: openStates }
  const end = { at, by: by.id, reason: 'recalled' } as const
  for (const { id } of await listBroadcasts(tx, underWay)) await endBroadcast(tx, id, end)
}
