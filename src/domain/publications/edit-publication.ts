import { newId } from '../../platform/ids.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { fileNotFound } from '../files/files.errors.ts'
import { findFile } from '../files/files.repository.ts'
import { bearsSecrecyStamp } from '../letters/secrecy.ts'
import type { ActingStaff } from '../organisations/acting-staff.ts'
import { changeContent } from './change-content.ts'
import type { Publication } from './publication.ts'
import { type CheckedEdit, type PublicationEdit, parseOrRefuse, publicationEditSchema } from './publication-edit.ts'
import { replaceAttachments, replaceThemes } from './publication-parts.repository.ts'
import { letterSecret, publicationInvalid, themeNotFound, themeNumberRepeated } from './publications.errors.ts'
import { updatePublication } from './publications.repository.ts'

/** Saves the whole content at once; when somebody else saved since `expectedUpdatedAt`, nothing is changed and the editor is told. */
export async function editPublication(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: {
    readonly publicationId: string
    readonly organisationId: string
    readonly expectedUpdatedAt: Date
    readonly content: PublicationEdit
    readonly by: ActingStaff
  },
): Promise<Publication> {
  const { content, ...who } = input
  const edit = parseOrRefuse(publicationEditSchema, content)
  if (new Set(edit.themes.map(({ number }) => number)).size < edit.themes.length) throw themeNumberRepeated()
  const words = [edit.title, edit.text, ...edit.themes.flatMap(({ title, points }) => [title, ...points])]
  if (words.some(bearsSecrecyStamp)) throw letterSecret()
  return inTransaction(deps.db, (tx) =>
    changeContent(deps, tx, { ...who, action: 'publication-edited' }, (publication) =>
      saveEdit(tx, publication, edit, deps.clock.now()),
    ),
  )
}

async function saveEdit(tx: Transaction, publication: Publication, edit: CheckedEdit, at: Date): Promise<void> {
  const { title, period, issuer, text, audience, themes, attachments } = edit
  if (publication.kind === 'announcement' && themes.length > 0) throw publicationInvalid()
  const publicationId = publication.id
  const known = new Set(publication.themes.map(({ id }) => id))
  const rows = themes.map((theme) => {
    if (theme.id && !known.has(theme.id)) throw themeNotFound()
    return { ...theme, id: theme.id ?? newId(at), publicationId }
  })
  const idByNumber = new Map(rows.map(({ number, id }) => [number, id]))
  await assertOwnFiles(tx, publication, attachments)
  await updatePublication(tx, publicationId, { title, period, issuer, text, audience })
  await replaceThemes(tx, publicationId, rows)
  const keptIds = new Set(attachmentIds(publication))
  await replaceAttachments(
    tx,
    publicationId,
    attachments.map(({ id, theme, fileId = null, ...attachment }, position) => {
      const themeId = theme === null ? null : idByNumber.get(theme)
      if (themeId === undefined) throw themeNotFound()
      const ownId = id && keptIds.delete(id) ? id : newId(at)
      return { ...attachment, id: ownId, publicationId, themeId, position, fileId }
    }),
  )
}

const attachmentIds = ({ attachments, themes }: Publication) =>
  [...attachments, ...themes.flatMap((theme) => theme.attachments)].map(({ id }) => id)

async function assertOwnFiles(
  tx: Transaction,
  { organisationId }: Publication,
  attachments: CheckedEdit['attachments'],
) {
  const ids = new Set(attachments.flatMap(({ fileId }) => fileId ?? []))
  for (const id of ids) if (!(await findFile(tx, organisationId, id))) throw fileNotFound()
}
