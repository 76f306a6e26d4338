import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { may } from '../staff/staff.ts'
import { insertApproval } from './approvals.repository.ts'
import { openPublication } from './change-content.ts'
import { contentHash } from './content-hash.ts'
import { missingForSubmission } from './publication.ts'
import { publicationIncomplete, publicationNotDraft } from './publications.errors.ts'
import { updatePublication } from './publications.repository.ts'

/** Lays a draft before the approver, exactly as it is now. */
export async function submitPublication(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: { readonly publicationId: string; readonly organisationId: string; readonly by: ActingStaff },
): Promise<void> {
  const { publicationId, organisationId, by } = input
  assertAllowed(by, organisationId, may.write)
  await inTransaction(deps.db, async (tx) => {
    const publication = await openPublication(tx, organisationId, publicationId)
    if (publication.state !== 'draft') throw publicationNotDraft()
    const missing = missingForSubmission(publication)
    if (missing) throw publicationIncomplete({ missing })
    const at = deps.clock.now()
    const hash = contentHash(publication)
    const id = newId(at)
    await insertApproval(tx, { id, publicationId, contentHash: hash, submittedBy: by.id, submittedAt: at })
    await updatePublication(tx, publicationId, { state: 'submitted' })
    const entry = { action: 'publication-submitted', subject: `publication:${publicationId}` }
    await recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry, detail: { contentHash: hash } })
  })
}
