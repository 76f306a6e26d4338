import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { fileNotFound } from '../files/files.errors.ts'
import { findFile } from '../files/files.repository.ts'
import type { ContentChange } from './change-content.ts'
import { changeContent } from './change-content.ts'
import type { Publication } from './publication.ts'
import { attachmentFacts, parseOrRefuse } from './publication-edit.ts'
import { deleteAttachment, insertAttachments, setAttachmentFile } from './publication-parts.repository.ts'
import { attachmentNotFound, themeNotFound } from './publications.errors.ts'

type Change = Omit<ContentChange, 'action'>

/** Adds a document to a theme, or to the whole when `themeId` is missing; without a title it is called as its file. */
export async function addAttachment(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: Change & {
    readonly themeId?: string | null
    readonly title?: string
    readonly supplier?: string | null
    readonly documentNumber?: string | null
    readonly fileId?: string | null
  },
): Promise<Publication> {
  const {
    themeId = null,
    title: _title,
    supplier: _supplier,
    documentNumber: _number,
    fileId = null,
    ...change
  } = input
  const { title, supplier, documentNumber } = parseOrRefuse(attachmentFacts, input)
  return inTransaction(deps.db, (tx) =>
    changeContent(deps, tx, { ...change, action: 'attachment-added' }, async (publication) => {
      const theme = publication.themes.find(({ id }) => id === themeId)
      if (themeId !== null && !theme) throw themeNotFound()
      const file = fileId === null ? undefined : await findFile(tx, change.organisationId, fileId)
      if (fileId !== null && !file) throw fileNotFound()
      const name = title || file?.name || ''
      if (name === '') throw attachmentNotFound()
      const position = (theme ?? publication).attachments.length
      const row = { id: newId(deps.clock.now()), publicationId: publication.id, themeId, position, title: name }
      await insertAttachments(tx, [{ ...row, supplier, documentNumber, fileId }])
    }),
  )
}

/** Gives a document that the letter only names its file, or another file than before. */
export async function fillAttachment(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: Change & { readonly attachmentId: string; readonly fileId: string },
): Promise<Publication> {
  const { attachmentId, fileId, ...change } = input
  return inTransaction(deps.db, (tx) =>
    changeContent(deps, tx, { ...change, action: 'attachment-filled' }, async (publication) => {
      if (!(await findFile(tx, change.organisationId, fileId))) throw fileNotFound()
      if ((await setAttachmentFile(tx, publication.id, attachmentId, fileId)) === 0) throw attachmentNotFound()
    }),
  )
}

/** Takes a document away; the file itself stays in the store. */
export async function removeAttachment(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: Change & { readonly attachmentId: string },
): Promise<Publication> {
  const { attachmentId, ...change } = input
  return inTransaction(deps.db, (tx) =>
    changeContent(deps, tx, { ...change, action: 'attachment-removed' }, async (publication) => {
      if ((await deleteAttachment(tx, publication.id, attachmentId)) === 0) throw attachmentNotFound()
    }),
  )
}
