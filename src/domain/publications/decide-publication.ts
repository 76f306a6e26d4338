import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { may } from '../staff/staff.ts'
import { openApproval, whyNotApprove } from './approval.ts'
import { decideApproval, findApprovals } from './approvals.repository.ts'
import { openPublication } from './change-content.ts'
import { contentHash } from './content-hash.ts'
import { notWaitingForApproval, publicationChanged, returnWithoutNote } from './publications.errors.ts'
import { updatePublication } from './publications.repository.ts'

type Decision = { readonly publicationId: string; readonly organisationId: string; readonly by: ActingStaff }

/** Approves what was submitted, by somebody who neither wrote nor submitted it. `contentHash` is what the approver had before their eyes. */
export async function approvePublication(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: Decision & { readonly contentHash?: string },
): Promise<void> {
  const { publicationId, organisationId, by } = input
  assertAllowed(by, organisationId, may.decide)
  await inTransaction(deps.db, async (tx) => {
    const publication = await openPublication(tx, organisationId, publicationId)
    const approval = openApproval(await findApprovals(tx, publicationId))
    const hash = contentHash(publication)
    const refusal = whyNotApprove(by, publication, approval, hash)
    if (refusal || !approval) throw refusal ?? notWaitingForApproval()
    if (input.contentHash !== undefined && input.contentHash !== hash) throw publicationChanged()
    const at = deps.clock.now()
    await decideApproval(tx, approval.id, { state: 'approved', decidedBy: by.id, decidedAt: at, note: null })
    await updatePublication(tx, publicationId, { state: 'approved' })
    const entry = { action: 'publication-approved', subject: `publication:${publicationId}` }
    await recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry, detail: { contentHash: hash } })
  })
}

/** Gives it back to the editor with a word why; an approval that was not released yet can be taken back the same way. */
export async function returnPublication(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: Decision & { readonly note: string },
): Promise<void> {
  const { publicationId, organisationId, by } = input
  assertAllowed(by, organisationId, may.decide)
  const note = input.note.normalize('NFC').trim().slice(0, 2000)
  if (note === '') throw returnWithoutNote()
  await inTransaction(deps.db, async (tx) => {
    const publication = await openPublication(tx, organisationId, publicationId)
    const approval = openApproval(await findApprovals(tx, publicationId))
    if (!approval || publication.state === 'released') throw notWaitingForApproval()
    const at = deps.clock.now()
    await decideApproval(tx, approval.id, { state: 'returned', decidedBy: by.id, decidedAt: at, note })
    await updatePublication(tx, publicationId, { state: 'draft' })
    const entry = { action: 'publication-returned', subject: `publication:${publicationId}` }
    await recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry })
  })
}
