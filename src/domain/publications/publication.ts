import { z } from 'zod'
import type { Conference } from '../conferences/conference.ts'
import type { StoredFile } from '../files/file.ts'

export type PublicationKind = 'bulletin' | 'announcement'
export type PublicationState = 'draft' | 'submitted' | 'approved' | 'released'

/** For whom it is: part of what is approved. */
export const audienceSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('everyone') }),
    z.object({ kind: z.literal('outlet-kinds'), kinds: z.array(z.string().min(1).max(60)).min(1) }),
    z.object({ kind: z.literal('invited'), conferenceId: z.uuid() }),
    /** Exactly those whom an earlier publication reached: for what puts it right. */
    z.object({ kind: z.literal('recipients'), publicationId: z.uuid() }),
  ])
  .and(z.object({ except: z.array(z.uuid()).optional() }))
export type Audience = z.infer<typeof audienceSchema>

/** A document of a theme or of the whole; without a file it is only named so far. */
export type Attachment = {
  readonly id: string
  readonly title: string
  readonly supplier: string | null
  readonly documentNumber: string | null
  readonly file: StoredFile | null
}

export type Theme = {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly points: readonly string[]
  readonly origin: string
  readonly attachments: readonly Attachment[]
}

/** A bulletin or announcement with all that is sent, plus what the clerk added. */
export type Publication = {
  readonly id: string
  readonly organisationId: string
  readonly kind: PublicationKind
  readonly state: PublicationState
  readonly letterId: string | null
  readonly title: string
  readonly period: string
  readonly issuer: string
  readonly text: string
  readonly audience: Audience
  readonly themes: readonly Theme[]
  /** Of the whole. */
  readonly attachments: readonly Attachment[]
  /** Those it invites to, by time: attached ones, and the moved one it tells of. */
  readonly conferences: readonly Conference[]
  readonly documentNumber: string | null
  /** Midnight UTC of the letter's date. */
  readonly issuedOn: Date | null
  readonly signedFile: StoredFile | null
  /** What it puts right and replaces. */
  readonly corrects: PublicationRef | null
  /** What has gone out in its place. */
  readonly replacedBy: PublicationRef | null
  /** Since when nobody is given its content any more, by whose decision and why. */
  readonly recalledAt: Date | null
  readonly recalledBy: string | null
  readonly recallReason: string | null
  readonly releasedBy: string | null
  readonly releasedAt: Date | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** Another publication as it is named in a sentence. */
export type PublicationRef = Pick<Publication, 'id' | 'title' | 'documentNumber' | 'issuedOn'>

/** A line of the console's list. */
export type PublicationLine = Pick<
  Publication,
  | 'id'
  | 'kind'
  | 'state'
  | 'title'
  | 'period'
  | 'documentNumber'
  | 'createdBy'
  | 'createdAt'
  | 'updatedAt'
  | 'recalledAt'
  | 'replacedBy'
>

/** All files that go out with it, each content once: the signed letter first, then in reading order. */
export function filesOf(publication: Publication): readonly StoredFile[] {
  const attached = [...publication.attachments, ...publication.themes.flatMap((theme) => theme.attachments)]
  return distinctFiles([publication.signedFile, ...attached.map((attachment) => attachment.file)])
}

/** Files that are there, each content once, in the order given. */
export function distinctFiles(files: readonly (StoredFile | null)[]): readonly StoredFile[] {
  const bySha = new Map<string, StoredFile>()
  for (const file of files) if (file && !bySha.has(file.sha256)) bySha.set(file.sha256, file)
  return [...bySha.values()]
}

/** Why a draft cannot be submitted yet; undefined when it can. */
export function missingForSubmission(publication: Publication): 'title' | 'issuer' | 'themes' | 'text' | undefined {
  if (publication.title.trim() === '') return 'title'
  if (publication.issuer.trim() === '') return 'issuer'
  if (publication.kind === 'bulletin' && publication.themes.length === 0) return 'themes'
  if (publication.kind === 'announcement' && publication.text.trim() === '') return 'text'
  return undefined
}
