import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { may } from '../staff/staff.ts'
import { openPublication } from './change-content.ts'
import { publicationNotDraft } from './publications.errors.ts'
import { deletePublication } from './publications.repository.ts'

/** Throws a draft away with its letter and its conference; what was submitted is returned first, what was released stays. */
export async function discardDraft(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: { readonly publicationId: string; readonly organisationId: string; readonly by: ActingStaff },
): Promise<void> {
  const { publicationId, organisationId, by } = input
  assertAllowed(by, organisationId, may.write)
  await inTransaction(deps.db, async (tx) => {
    const publication = await openPublication(tx, organisationId, publicationId)
    if (publication.state !== 'draft') throw publicationNotDraft()
    await deletePublication(tx, publication)
    const entry = { action: 'draft-discarded', subject: `publication:${publicationId}` }
    await recordAudit(tx, { organisationId, at: deps.clock.now(), actor: staffActor(by), ...entry })
  })
}
