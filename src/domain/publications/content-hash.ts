import { sha256 } from '../../platform/crypto.ts'
import type { Attachment, Publication } from './publication.ts'

/** Names exactly the content that is approved and sent: the same whatever the rows' ids and the order of keys, another after any change. */
export function contentHash(publication: Publication): string {
  return sha256(canonicalJson(approvedContent(publication)))
}

/** JSON with sorted keys and without blanks, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined)
    const sorted = entries.sort(([left], [right]) => (left < right ? -1 : 1))
    return `{${sorted.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`
  }
  return JSON.stringify(value)
}

// The clerk's number, date and signed PDF stay out: they come after the approval and do not touch it.
function approvedContent(publication: Publication): unknown {
  const { kind, title, period, issuer, text, audience } = publication
  const attachments = publication.attachments.map(approvedAttachment)
  const themes = publication.themes.map(({ number, title, points, origin, attachments }) => ({
    number,
    title,
    points,
    origin,
    attachments: attachments.map(approvedAttachment),
  }))
  const conferences = publication.conferences.map(({ organisationId: _, publicationId: __, ...rest }) => rest)
  // Left out where there is none, so that what was approved before corrections existed keeps its name.
  const corrects = publication.corrects?.id
  return { kind, title, period, issuer, text, audience, themes, attachments, conferences, corrects }
}

function approvedAttachment({ title, supplier, documentNumber, file }: Attachment): unknown {
  return { title, supplier, documentNumber, file: file && { sha256: file.sha256, name: file.name } }
}
