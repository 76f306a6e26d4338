import type { Db, Transaction } from '../../platform/postgres.ts'

export type ThemeRow = {
  readonly id: string
  readonly publicationId: string
  readonly number: number
  readonly title: string
  readonly points: readonly string[]
  readonly origin: string
}

export type AttachmentRow = {
  readonly id: string
  readonly publicationId: string
  readonly themeId: string | null
  readonly position: number
  readonly title: string
  readonly supplier: string | null
  readonly documentNumber: string | null
  readonly fileId: string | null
}

/** Kept themes keep their id, so that buttons and articles go on pointing at them. */
export async function replaceThemes(
  tx: Transaction,
  publicationId: string,
  themes: readonly ThemeRow[],
): Promise<void> {
  await tx.theme.deleteMany({ where: { publicationId, id: { notIn: themes.map(({ id }) => id) } } })
  // Numbers are unique at every moment, so swapping two of them needs a step aside.
  await tx.$executeRaw`UPDATE "Theme" SET "number" = -1 - "number" WHERE "publicationId" = ${publicationId}::uuid`
  for (const { points, ...theme } of themes) {
    const row = { ...theme, points: [...points] }
    await tx.theme.upsert({ where: { id: theme.id }, create: row, update: row })
  }
}

export async function replaceAttachments(
  tx: Transaction,
  publicationId: string,
  attachments: readonly AttachmentRow[],
): Promise<void> {
  await tx.attachment.deleteMany({ where: { publicationId } })
  await insertAttachments(tx, attachments)
}

export async function insertAttachments(tx: Transaction, attachments: readonly AttachmentRow[]): Promise<void> {
  await tx.attachment.createMany({ data: [...attachments] })
}

/** How many attachments were taken away: 0 or 1. */
export async function deleteAttachment(tx: Transaction, publicationId: string, id: string): Promise<number> {
  return (await tx.attachment.deleteMany({ where: { id, publicationId } })).count
}

export async function setAttachmentFile(
  tx: Transaction,
  publicationId: string,
  id: string,
  fileId: string,
): Promise<number> {
  return (await tx.attachment.updateMany({ where: { id, publicationId }, data: { fileId } })).count
}

/** Which publication of which organisation a theme belongs to. */
export async function findThemeOwner(
  db: Db,
  themeId: string,
): Promise<{ readonly publicationId: string; readonly organisationId: string } | undefined> {
  const row = await db.theme.findUnique({ where: { id: themeId }, include: { publication: true } })
  return row ? { publicationId: row.publicationId, organisationId: row.publication.organisationId } : undefined
}
