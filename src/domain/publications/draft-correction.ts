import { newId } from '../../platform/ids.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import { wasSentBefore } from '../broadcasts/broadcasts.repository.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { may } from '../staff/staff.ts'
import { openPublication } from './change-content.ts'
import type { Attachment, Publication } from './publication.ts'
import { insertAttachments, replaceThemes } from './publication-parts.repository.ts'
import { correctionBegun, publicationNotSent, publicationRecalled } from './publications.errors.ts'
import { findCorrection, insertPublication } from './publications.repository.ts'

/**
 * A new draft with the content of what went out, for exactly those who got it; gives its id. It goes the normal way of approval.
 * A conference stays with the publication that invited to it: its invitations and answers stand, and a change of its time is a move.
 */
export async function draftCorrection(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: { readonly publicationId: string; readonly organisationId: string; readonly by: ActingStaff },
): Promise<string> {
  const { publicationId, organisationId, by } = input
  assertAllowed(by, organisationId, may.write)
  return inTransaction(deps.db, async (tx) => {
    const corrected = await openPublication(tx, organisationId, publicationId)
    if (corrected.recalledAt) throw publicationRecalled()
    if (corrected.state !== 'released' || !(await wasSentBefore(tx, publicationId))) throw publicationNotSent()
    if (await findCorrection(tx, publicationId)) throw correctionBegun()
    const at = deps.clock.now()
    const id = newId(at)
    await copyContent(tx, corrected, { id, by, at })
    const entry = { action: 'correction-drafted', subject: `publication:${id}`, detail: { corrects: publicationId } }
    await recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry })
    return id
  })
}

async function copyContent(
  tx: Transaction,
  corrected: Publication,
  { id, by, at }: { readonly id: string; readonly by: ActingStaff; readonly at: Date },
): Promise<void> {
  const { organisationId, kind, letterId, title, period, issuer, text } = corrected
  await insertPublication(tx, {
    ...{ id, organisationId, kind, title, period, issuer, text },
    ...(letterId === null ? {} : { letterId }),
    audience: { kind: 'recipients', publicationId: corrected.id },
    correctsId: corrected.id,
    createdBy: by.id,
    createdAt: at,
  })
  const themes = corrected.themes.map((theme) => ({ ...theme, id: newId(at) }))
  const rows = themes.map(({ attachments: _, ...theme }) => ({ ...theme, publicationId: id }))
  await replaceThemes(tx, id, rows)
  const copy = (themeId: string | null) => (attachment: Attachment, position: number) => {
    const { title, supplier, documentNumber, file } = attachment
    const fileId = file?.id ?? null
    return { id: newId(at), publicationId: id, themeId, position, title, supplier, documentNumber, fileId }
  }
  const ofThemes = themes.flatMap((theme) => theme.attachments.map(copy(theme.id)))
  await insertAttachments(tx, [...corrected.attachments.map(copy(null)), ...ofThemes])
}
