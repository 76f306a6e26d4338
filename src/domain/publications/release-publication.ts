import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { findFile } from '../files/files.repository.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { may } from '../staff/staff.ts'
import { covers, openApproval } from './approval.ts'
import { findApprovals } from './approvals.repository.ts'
import { openPublication } from './change-content.ts'
import { contentHash } from './content-hash.ts'
import type { Publication } from './publication.ts'
import { notApproved, numberMissing, signedFileNotPdf } from './publications.errors.ts'
import { updatePublication } from './publications.repository.ts'

type Clerking = { readonly publicationId: string; readonly organisationId: string; readonly by: ActingStaff }

/** The clerk's part after the approval: number, date and signed PDF. None of it touches the approval. */
export async function numberPublication(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: Clerking & {
    readonly documentNumber: string
    /** ISO date. */
    readonly issuedOn: string
    readonly signedFileId?: string | null
  },
): Promise<void> {
  const { organisationId, by, signedFileId } = input
  const documentNumber = input.documentNumber.normalize('NFC').trim().slice(0, 100)
  const issuedOn = isoDate(input.issuedOn)
  if (documentNumber === '' || !issuedOn) throw numberMissing()
  await clerk(deps, input, async (tx, publication) => {
    if (signedFileId) {
      const file = await findFile(tx, organisationId, signedFileId)
      if (file?.mediaType !== 'application/pdf') throw signedFileNotPdf()
    }
    const signed = signedFileId === undefined ? {} : { signedFileId }
    await updatePublication(tx, publication.id, { documentNumber, issuedOn, ...signed })
    const entry = {
      action: 'publication-numbered',
      subject: `publication:${publication.id}`,
      detail: { documentNumber },
    }
    await recordAudit(tx, { organisationId, at: deps.clock.now(), actor: staffActor(by), ...entry })
  })
}

/** Sets it free to be sent. A bulletin needs number and date; an announcement may go without. */
export async function releasePublication(deps: Pick<Deps, 'db' | 'clock'>, input: Clerking): Promise<void> {
  const { organisationId, by } = input
  await clerk(deps, input, async (tx, publication) => {
    const { id, kind, documentNumber, issuedOn } = publication
    if (kind === 'bulletin' && (!documentNumber || !issuedOn)) throw numberMissing()
    const at = deps.clock.now()
    await updatePublication(tx, id, { state: 'released', releasedBy: by.id, releasedAt: at })
    const detail = { contentHash: contentHash(publication) }
    const entry = { action: 'publication-released', subject: `publication:${id}`, detail }
    await recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry })
  })
}

async function clerk(
  deps: Pick<Deps, 'db'>,
  input: Clerking,
  work: (tx: Transaction, publication: Publication) => Promise<void>,
): Promise<void> {
  assertAllowed(input.by, input.organisationId, may.release)
  await inTransaction(deps.db, async (tx) => {
    const publication = await openPublication(tx, input.organisationId, input.publicationId)
    const approval = openApproval(await findApprovals(tx, publication.id))
    if (publication.state !== 'approved' || !covers(approval, contentHash(publication))) throw notApproved()
    await work(tx, publication)
  })
}

function isoDate(text: string): Date | undefined {
  const date = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
    ? date
    : undefined
}
