import type { Transaction } from '../../platform/postgres.ts'
import { inviteReporters } from '../conferences/invite-reporters.ts'
import type { Deps } from '../deps.ts'
import { publicationNotFound } from '../publications/publications.errors.ts'
import { findPublication } from '../publications/publications.repository.ts'
import { beginCorrection } from '../revisions/begin-correction.ts'
import { findActiveInLedger, hasBegunBefore } from './beginnings.repository.ts'
import type { Broadcast } from './broadcast.ts'

/**
 * What goes along with a sending when it really begins, and not while it can still be called back: its people are invited to the
 * conferences it tells of, and what it puts right says so.
 */
export async function beginSending(
  deps: Pick<Deps, 'clock' | 'channels' | 'timeZone'>,
  tx: Transaction,
  broadcast: Pick<Broadcast, 'id' | 'organisationId' | 'kind' | 'publicationId' | 'createdBy'>,
  at: Date,
): Promise<void> {
  const { organisationId, kind, publicationId, createdBy } = broadcast
  if (kind !== 'publication' || publicationId === null) return
  const publication = await findPublication(tx, organisationId, publicationId)
  if (!publication) throw publicationNotFound()
  if (publication.conferences.length > 0) {
    const reporterIds = await findActiveInLedger(tx, broadcast.id)
    for (const { id } of publication.conferences) await inviteReporters(tx, id, reporterIds, at, deps.timeZone)
  }
  if (publication.corrects && !(await hasBegunBefore(tx, broadcast.id, publicationId))) {
    const corrected = { organisationId, publicationId: publication.corrects.id, by: { id: createdBy }, at }
    await beginCorrection(deps, tx, corrected)
  }
}
