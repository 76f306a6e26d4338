import type { Db, Transaction } from '../../platform/postgres.ts'
import { begunSending } from '../broadcasts/beginnings.repository.ts'
import { findFiles } from '../files/files.repository.ts'
import {
  type Attachment,
  type Audience,
  audienceSchema,
  type Publication,
  type PublicationKind,
  type PublicationLine,
  type PublicationRef,
  type PublicationState,
} from './publication.ts'

const attachmentRows = {
  include: { file: { include: { content: true } } },
  orderBy: [{ position: 'asc' as const }, { id: 'asc' as const }],
}

const refColumns = { id: true, title: true, documentNumber: true, issuedOn: true } as const

/** A correction replaces what it corrects once its sending has begun; the newest counts. */
const sentCorrection = {
  where: { state: 'released' as const, broadcasts: { some: begunSending } },
  select: refColumns,
  orderBy: { id: 'desc' as const },
  take: 1,
}

type AttachmentRow = Omit<Attachment, 'file'> & {
  readonly file: {
    readonly id: string
    readonly sha256: string
    readonly name: string
    readonly mediaType: string
    readonly content: { readonly size: number }
  } | null
}

/** All of it, or undefined when the organisation has no such publication. */
export async function findPublication(db: Db, organisationId: string, id: string): Promise<Publication | undefined> {
  const row = await db.publication.findFirst({
    where: { id, organisationId },
    include: {
      themes: { orderBy: { number: 'asc' }, include: { attachments: attachmentRows } },
      attachments: { ...attachmentRows, where: { themeId: null } },
      corrects: { select: refColumns },
      corrections: sentCorrection,
    },
  })
  if (!row) return undefined
  const { signedFileId, correctsId: _, corrections, ...head } = row
  const [signedFile] = signedFileId ? await findFiles(db, [signedFileId]) : []
  return {
    ...head,
    audience: audienceSchema.parse(row.audience),
    themes: row.themes.map(({ publicationId: _, ...theme }) => ({
      ...theme,
      attachments: theme.attachments.map(toAttachment),
    })),
    attachments: row.attachments.map(toAttachment),
    conferences: await findAnnouncedConferences(db, id),
    signedFile: signedFile ?? null,
    replacedBy: corrections[0] ?? null,
  }
}

function toAttachment({ id, title, supplier, documentNumber, file }: AttachmentRow): Attachment {
  const stored = file && {
    id: file.id,
    sha256: file.sha256,
    name: file.name,
    mediaType: file.mediaType,
    sizeBytes: file.content.size,
  }
  return { id, title, supplier, documentNumber, file: stored }
}

async function findAnnouncedConferences(db: Db, publicationId: string): Promise<Publication['conferences']> {
  const moved = { moves: { some: { noticeId: publicationId } } }
  const rows = await db.conference.findMany({
    where: { OR: [{ publicationId }, moved] },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map((row) => {
    const { createdBy: _by, createdAt: _at, updatedAt: _updated, buttonsClosedAt: _closed, ...conference } = row
    return conference
  })
}

/** Holds off everybody else who wants to change it until the transaction ends. */
export async function lockPublication(tx: Transaction, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Publication" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`
}

export type NewPublication = {
  readonly id: string
  readonly organisationId: string
  readonly kind: PublicationKind
  readonly letterId?: string
  readonly title: string
  readonly period?: string
  readonly issuer: string
  readonly text?: string
  readonly audience?: Audience
  readonly documentNumber?: string | null
  readonly issuedOn?: Date | null
  readonly correctsId?: string
  readonly createdBy: string
  readonly createdAt: Date
}

export async function insertPublication(tx: Transaction, publication: NewPublication): Promise<void> {
  await tx.publication.create({ data: { ...publication, updatedAt: publication.createdAt } })
}

export type PublicationChange = Partial<
  Pick<Publication, 'title' | 'period' | 'issuer' | 'text' | 'state' | 'documentNumber' | 'issuedOn'> &
    Pick<Publication, 'recalledAt' | 'recalledBy' | 'recallReason'> &
    Pick<Publication, 'releasedBy' | 'releasedAt' | 'updatedAt'> & { audience: Audience; signedFileId: string | null }
>

export async function updatePublication(tx: Transaction, id: string, change: PublicationChange): Promise<void> {
  await tx.publication.update({ where: { id }, data: change })
}

/** With all that hangs on it, and its letter when nothing else came of that; only what nobody was invited by may go. */
export async function deletePublication(
  tx: Transaction,
  { id, letterId }: Pick<Publication, 'id' | 'letterId'>,
): Promise<void> {
  await tx.conference.deleteMany({ where: { publicationId: id, invitations: { none: {} } } })
  await tx.publication.delete({ where: { id } })
  if (letterId) await tx.letter.deleteMany({ where: { id: letterId, publications: { none: {} } } })
}

/** Newest first. */
export async function listPublicationLines(
  db: Db,
  filter: { readonly organisationId: string; readonly kind?: PublicationKind; readonly state?: PublicationState },
): Promise<readonly PublicationLine[]> {
  const rows = await db.publication.findMany({
    where: filter,
    orderBy: { id: 'desc' },
    select: {
      id: true,
      kind: true,
      state: true,
      title: true,
      period: true,
      documentNumber: true,
      createdBy: true,
      createdAt: true,
      updatedAt: true,
      recalledAt: true,
      corrections: sentCorrection,
    },
  })
  return rows.map(({ corrections, ...line }) => ({ ...line, replacedBy: corrections[0] ?? null }))
}

/** Whether somebody has begun to put it right: one correction at a time. */
export const findCorrection = (db: Db, publicationId: string): Promise<PublicationRef | null> =>
  db.publication.findFirst({ where: { correctsId: publicationId, recalledAt: null }, select: refColumns })
