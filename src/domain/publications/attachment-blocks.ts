import type { Block } from '../../channels/outgoing-message.ts'
import type { Locale, Say } from '../../texts.ts'
import type { Attachment } from './publication.ts'

/** The documents by title, number and supplier; those without a file say so. */
export function attachmentBlocks(say: Say, locale: Locale, attachments: readonly Attachment[]): readonly Block[] {
  if (attachments.length === 0) return []
  const items = attachments.map((attachment) => lineOf(say, locale, attachment))
  return [
    { kind: 'paragraph', text: say(locale, 'publications-attachments') },
    { kind: 'points', items },
  ]
}

function lineOf(say: Say, locale: Locale, { title, supplier, documentNumber, file }: Attachment): string {
  const parts = [documentNumber ? `${title} (${documentNumber})` : title]
  if (supplier) parts.push(say(locale, 'publications-supplied-by', { supplier }))
  if (!file) parts.push(say(locale, 'publications-not-yet-a-file'))
  return parts.join(' – ')
}
