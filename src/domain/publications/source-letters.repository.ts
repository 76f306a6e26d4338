import type { Db, Transaction } from '../../platform/postgres.ts'
import type { ReadLetter } from '../letters/letter.ts'

/** The letter a bulletin was made from: as it came in, and as the importer read it. */
export type SourceLetter = {
  readonly id: string
  readonly sourceText: string
  readonly fileId: string | null
  readonly reading: ReadLetter
}

export async function insertLetter(
  tx: Transaction,
  letter: SourceLetter & { readonly organisationId: string; readonly createdBy: string; readonly createdAt: Date },
): Promise<void> {
  const { reading, ...row } = letter
  await tx.letter.create({ data: { ...row, reading: JSON.parse(JSON.stringify(reading)) } })
}

export async function findLetter(db: Db, organisationId: string, id: string): Promise<SourceLetter | undefined> {
  const row = await db.letter.findFirst({ where: { id, organisationId } })
  if (!row) return undefined
  const { sourceText, fileId, reading } = row
  // Written by insertLetter only, from the importer's own type.
  return { id, sourceText, fileId, reading: reading as unknown as ReadLetter }
}
