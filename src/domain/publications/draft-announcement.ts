import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { bearsSecrecyStamp } from '../letters/secrecy.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { may } from '../staff/staff.ts'
import { type Audience, audienceSchema } from './publication.ts'
import { parseOrRefuse, publicationText, publicationTitle } from './publication-edit.ts'
import { letterSecret } from './publications.errors.ts'
import { insertPublication } from './publications.repository.ts'

/** A text of the day outside the bulletin; gives the draft's id. */
export async function draftAnnouncement(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: {
    readonly organisationId: string
    readonly title: string
    readonly text: string
    readonly audience?: Audience
    readonly by: ActingStaff
  },
): Promise<string> {
  const { organisationId, by } = input
  assertAllowed(by, organisationId, may.write)
  const title = parseOrRefuse(publicationTitle, input.title)
  const text = parseOrRefuse(publicationText, input.text)
  const audience = parseOrRefuse(audienceSchema, input.audience ?? { kind: 'everyone' })
  if (bearsSecrecyStamp(text)) throw letterSecret()
  return inTransaction(deps.db, async (tx) => {
    const at = deps.clock.now()
    const id = newId(at)
    const { name: issuer } = await loadOrganisation(tx, organisationId)
    const row = { id, organisationId, kind: 'announcement', title, text, issuer, audience } as const
    await insertPublication(tx, { ...row, createdBy: by.id, createdAt: at })
    const entry = { action: 'announcement-drafted', subject: `publication:${id}` }
    await recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry })
    return id
  })
}
