import { newId } from '../../platform/ids.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { deleteUnusedFile } from '../files/files.repository.ts'
import type { LetterAttachment, LetterRefusal, ReadLetter } from '../letters/letter.ts'
import { periodOf } from '../letters/letter-period.ts'
import { isRefused, readLetter } from '../letters/read-letter.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { may } from '../staff/staff.ts'
import { asTitle, isOwnLetter, uniqueNumbers } from './letter-draft.ts'
import { insertAttachments, replaceThemes } from './publication-parts.repository.ts'
import { letterEmpty, letterSecret, letterTooLong } from './publications.errors.ts'
import { insertPublication } from './publications.repository.ts'
import { insertLetter } from './source-letters.repository.ts'

export type LetterInput = {
  readonly organisationId: string
  readonly text: string
  /** The letter as it was uploaded, when it was. */
  readonly fileId?: string
  readonly by: ActingStaff
}

/** Makes a draft bulletin of an official letter and gives its id. Of a refused letter nothing is kept, its file included. */
export async function draftFromLetter(deps: Pick<Deps, 'db' | 'clock'>, input: LetterInput): Promise<string> {
  const { organisationId, by, fileId } = input
  assertAllowed(by, organisationId, may.write)
  const text = input.text.normalize('NFC')
  const reading = readLetter(text)
  if (isRefused(reading)) {
    if (fileId) await inTransaction(deps.db, (tx) => deleteUnusedFile(tx, organisationId, fileId))
    throw refusals[reading.refused]()
  }
  return inTransaction(deps.db, async (tx) => {
    const at = deps.clock.now()
    const id = newId(at)
    await keepDraft(tx, { ...input, text, reading, id, at })
    const detail = { themes: reading.themes.length, warnings: reading.warnings.map(({ code }) => code) }
    const entry = { action: 'letter-drafted', subject: `publication:${id}`, detail }
    await recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry })
    return id
  })
}

const refusals: { readonly [R in LetterRefusal['refused']]: typeof letterSecret } = {
  secret: letterSecret,
  empty: letterEmpty,
  'too-long': letterTooLong,
}

type Draft = LetterInput & { readonly reading: ReadLetter; readonly id: string; readonly at: Date }

async function keepDraft(tx: Transaction, { organisationId, text, fileId, by, reading, id, at }: Draft): Promise<void> {
  const organisation = await loadOrganisation(tx, organisationId)
  const letterId = newId(at)
  const whose = { organisationId, createdBy: by.id, createdAt: at }
  await insertLetter(tx, { id: letterId, sourceText: text, fileId: fileId ?? null, reading, ...whose })
  await insertPublication(tx, {
    id,
    kind: 'bulletin',
    letterId,
    title: asTitle(reading.subject ?? ''),
    period: periodOf(text),
    // The bulletin is the office's own; whose letter it was stands in the letter beside it.
    issuer: organisation.name,
    text: reading.guidance.join('\n'),
    ...ownNumber(reading, organisation.name),
    ...whose,
  })
  const themes = uniqueNumbers(reading.themes).map((theme) => ({ ...theme, id: newId(at) }))
  const rows = themes.map((theme) => ({
    id: theme.id,
    publicationId: id,
    number: theme.number,
    title: asTitle(theme.title),
    points: theme.points,
    origin: 'central',
  }))
  await replaceThemes(tx, id, rows)
  const row = (themeId: string | null) => (attachment: LetterAttachment, position: number) => ({
    id: newId(at),
    publicationId: id,
    themeId,
    position,
    ...attachment,
    documentNumber: null,
    fileId: null,
  })
  const ofThemes = themes.flatMap((theme) => theme.attachments.map(row(theme.id)))
  await insertAttachments(tx, [...reading.attachments.map(row(null)), ...ofThemes])
}

/** The number and date of the office's own letter are already the bulletin's; another body's are not. */
function ownNumber(reading: ReadLetter, organisationName: string) {
  if (!isOwnLetter(reading, organisationName)) return {}
  const issuedOn = reading.issuedOn === null ? null : new Date(`${reading.issuedOn}T00:00:00Z`)
  return { documentNumber: reading.documentNumber, issuedOn }
}
