import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import { inviteReporters } from '../conferences/invite-reporters.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { assertSendable } from '../publications/assert-sendable.ts'
import { findPublication, lockPublication } from '../publications/publications.repository.ts'
import { beginCorrection } from '../revisions/begin-correction.ts'
import { queueRevisions } from '../revisions/queue-revisions.ts'
import { may } from '../staff/staff.ts'
import { broadcastUnderWay, publicationSentBefore } from './broadcasts.errors.ts'
import { findUnfinished, insertBroadcast, wasSentBefore } from './broadcasts.repository.ts'
import { chooseForAudience } from './plan-broadcast.ts'
import { settleDoubts } from './settle-doubts.ts'
import { topUp } from './top-up.ts'

/** Starts sending what was approved and released: the whole ledger in one transaction, then the first jobs. Gives its id. */
export async function startBroadcast(
  deps: Pick<Deps, 'db' | 'clock' | 'channels' | 'queue' | 'log' | 'timeZone'>,
  input: { readonly publicationId: string; readonly organisationId: string; readonly by: ActingStaff },
): Promise<string> {
  const { publicationId, organisationId, by } = input
  assertAllowed(by, organisationId, may.send)
  const createdAt = deps.clock.now()
  const id = newId(createdAt)
  // Before the ledger is written, since no transaction may wait for a platform.
  const planned = await findPublication(deps.db, organisationId, publicationId)
  if (planned) await settleDoubts(deps, organisationId, planned.audience)
  await inTransaction(
    deps.db,
    async (tx) => {
      await lockPublication(tx, publicationId)
      const publication = await assertSendable(deps, tx, { publicationId, organisationId })
      if (await findUnfinished(tx, publicationId)) throw broadcastUnderWay()
      // A plan left open in another window must not bring everybody the same once more.
      if (await wasSentBefore(tx, publicationId)) throw publicationSentBefore()
      // Whoever is still to get the first would have it after what puts it right.
      if (publication.corrects && (await findUnfinished(tx, publication.corrects.id))) throw broadcastUnderWay()
      const chosen = await chooseForAudience(deps, tx, organisationId, publication)
      const nothing = { conferenceId: null, reminderKind: null }
      const broadcast = { id, organisationId, kind: 'publication', publicationId, createdBy: by.id, createdAt } as const
      await insertBroadcast(tx, { ...broadcast, ...nothing }, chosen)
      const reporterIds = chosen
        .filter(({ reporter }) => reporter.state === 'active')
        .map(({ reporter }) => reporter.id)
      for (const { id: conferenceId } of publication.conferences) {
        await inviteReporters(tx, conferenceId, reporterIds, createdAt, deps.timeZone)
      }
      if (publication.corrects) {
        const corrected = { organisationId, publicationId: publication.corrects.id, by, at: createdAt }
        await beginCorrection(deps, tx, corrected)
      }
      const entry = { action: 'broadcast-started', subject: `broadcast:${id}` }
      const detail = { publicationId, audience: chosen.length }
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
