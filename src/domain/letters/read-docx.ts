import mammoth from 'mammoth'
import { documentLines } from './docx-lines.ts'
import { markerCounter, type NumberFormat, nameLevels } from './docx-numbering.ts'
import { type DocxParts, type DocxRefusal, openDocx, packParts } from './docx-package.ts'
import { bearsSecrecyStamp } from './secrecy.ts'

/** Text of a Word letter, one paragraph per line, its automatic numbers and dashes written out; a file that is none is refused. */
export async function readDocx(bytes: Uint8Array): Promise<{ readonly text: string } | DocxRefusal> {
  const parts = openDocx(bytes)
  if ('refused' in parts) return parts
  const numbered = withNamedLevels(parts)
  let lines: readonly string[] = []
  try {
    await mammoth.convertToHtml(
      { buffer: packParts(numbered.parts) },
      {
        includeEmbeddedStyleMap: false,
        externalFileAccess: false,
        transformDocument: (document: unknown) => {
          lines = documentLines(document, markerCounter(numbered.formats))
          return { type: 'document', children: [] }
        },
      },
    )
  } catch {
    return { refused: 'damaged' }
  }
  const text = [...stampedHeaders(parts), ...lines].join('\n')
  return text.trim() === '' ? { refused: 'empty' } : { text }
}

function withNamedLevels(parts: DocxParts): {
  readonly parts: DocxParts
  readonly formats: ReadonlyMap<string, NumberFormat>
} {
  const numbering = parts.get('word/numbering.xml')
  if (!numbering) return { parts, formats: new Map() }
  const named = nameLevels(new TextDecoder().decode(numbering))
  return {
    parts: new Map([...parts, ['word/numbering.xml', new TextEncoder().encode(named.xml)]]),
    formats: named.formats,
  }
}

/** Page headers are no part of the text, unless one carries a secrecy stamp: then it must be seen. */
function stampedHeaders(parts: DocxParts): string[] {
  const lines: string[] = []
  for (const [name, content] of parts) {
    if (!/^word\/(?:header|footer)\d*\.xml$/.test(name)) continue
    for (const paragraph of new TextDecoder().decode(content).split('</w:p>')) {
      const line = [...paragraph.matchAll(/<w:t(?:\s[^<>]*)?>([^<]*)</g)].map((run) => run[1] ?? '').join('')
      if (bearsSecrecyStamp(line)) lines.push(line)
    }
  }
  return lines
}
