import type { Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { may } from '../staff/staff.ts'
import { voidApprovals } from './approvals.repository.ts'
import { contentHash } from './content-hash.ts'
import type { Publication } from './publication.ts'
import { publicationChanged, publicationNotFound, publicationReleased } from './publications.errors.ts'
import { findPublication, lockPublication, updatePublication } from './publications.repository.ts'

export type ContentChange = {
  readonly publicationId: string
  readonly organisationId: string
  readonly by: ActingStaff
  /** What the editor saw when they began; another editor's save in between is a conflict. */
  readonly expectedUpdatedAt?: Date
  /** For the audit: "publication-edited", "attachment-added", … */
  readonly action: string
}

/** The one way to change content: by an editor, never of what is released, and an approval of the old content does not survive it. */
export async function changeContent(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  input: ContentChange,
  change: (publication: Publication) => Promise<void>,
): Promise<Publication> {
  const { publicationId, organisationId, by, expectedUpdatedAt, action } = input
  assertAllowed(by, organisationId, may.write)
  const before = await openPublication(tx, organisationId, publicationId)
  if (before.state === 'released') throw publicationReleased()
  if (expectedUpdatedAt && expectedUpdatedAt.getTime() !== before.updatedAt.getTime()) throw publicationChanged()
  await change(before)
  const at = deps.clock.now()
  const after = await settleChange(tx, before, { at, reason: 'content-changed' })
  const entry = { action, subject: `publication:${publicationId}`, detail: { contentHash: contentHash(after) } }
  await recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry })
  return after
}

/** After any change: what no longer is what was decided on goes back to draft. Released content is left alone. */
export async function settleChange(
  tx: Transaction,
  before: Publication,
  change: { readonly at: Date; readonly reason: string },
): Promise<Publication> {
  const after = await findPublication(tx, before.organisationId, before.id)
  if (!after) throw publicationNotFound()
  if (after.state === 'released' || contentHash(after) === contentHash(before)) return after
  await voidApprovals(tx, before.id, change)
  // Later than before even on a clock that stands still, since it tells one save from the next.
  const updatedAt = new Date(Math.max(change.at.getTime(), before.updatedAt.getTime() + 1))
  await updatePublication(tx, before.id, { state: 'draft', updatedAt })
  return { ...after, state: 'draft', updatedAt }
}

/** Locked until the transaction ends. */
export async function openPublication(tx: Transaction, organisationId: string, id: string): Promise<Publication> {
  await lockPublication(tx, id)
  const publication = await findPublication(tx, organisationId, id)
  if (!publication) throw publicationNotFound()
  return publication
}
