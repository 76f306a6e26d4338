import {
  type LetterAttachment,
  type LetterRefusal,
  type LetterWarning,
  longestLetterCharacters,
  type ReadLetter,
} from './letter.ts'
import { readClosing } from './letter-closing.ts'
import { readAddressees, readHead } from './letter-head.ts'
import { readIssuer } from './letter-issuer.ts'
import { type LetterLine, letterLines } from './letter-lines.ts'
import { isClosingWords, isNumbered, type OutlineNode, outline } from './letter-outline.ts'
import { readMatter, themeWarnings } from './letter-themes.ts'
import { letterZones } from './letter-zones.ts'
import { wholeLetterMaterials } from './materials.ts'
import { paragraphs } from './paragraphs.ts'
import { linesBearSecrecyStamp } from './secrecy.ts'

/** Reads an official letter out of plain text; a stamped, empty or endless text is refused, anything else gives what was understood. */
export function readLetter(text: string): ReadLetter | LetterRefusal {
  if (text.length > longestLetterCharacters) return { refused: 'too-long' }
  const lines = letterLines(text)
  if (!lines.some((line) => /[\p{L}\p{N}]/u.test(line.text))) return { refused: 'empty' }
  if (linesBearSecrecyStamp(lines)) return { refused: 'secret' }
  return understood(lines)
}

/** Tells a refusal from a letter. */
export function isRefused(read: ReadLetter | LetterRefusal): read is LetterRefusal {
  return 'refused' in read
}

function understood(lines: readonly LetterLine[]): ReadLetter {
  const zones = letterZones(lines)
  const head = readHead(zones.head)
  const closing = readClosing(zones.closing)
  const body = paragraphs(zones.body)
  const nodes = outline(body)
  const matter = readMatter(nodes)
  const { issuer, derived } = readIssuer({
    letterhead: head.letterhead,
    numberSymbol: head.numberSymbol,
    body,
    signerTitle: closing.signer.capacity ?? closing.signer.title,
  })
  const whole = wholeLetterMaterials(aroundThemes(nodes))
  const appendices = readAppendices(zones.appendices)
  const warnings: LetterWarning[] = [...head.warnings]
  if (derived && issuer !== null) warnings.push({ code: 'issuer-derived', detail: issuer })
  warnings.push(...themeWarnings(matter.themes))
  if (whole.byQr !== null) warnings.push({ code: 'material-by-qr', detail: whole.byQr })
  for (const appendix of appendices) warnings.push({ code: 'appendix-unread', detail: appendix.title })
  return {
    documentNumber: head.documentNumber,
    issuer,
    place: head.place,
    issuedOn: head.issuedOn,
    subject: head.subject,
    addressees: readAddressees(zones.addressees),
    ...matter,
    attachments: [...whole.attachments, ...appendices.filter(({ title }) => !isAnnounced(title, whole.attachments))],
    signer: closing.signer,
    copies: closing.copies,
    warnings,
  }
}

/** Opening and last words: what they announce belongs to the whole letter. */
function aroundThemes(nodes: readonly OutlineNode[]): string[] {
  return nodes
    .filter((node) => !isNumbered(node) && (node.marker === null || isClosingWords(node.text)))
    .map((node) => node.text)
}

function readAppendices(lines: readonly LetterLine[]): LetterAttachment[] {
  return lines
    .filter((line) => /^PHỤ LỤC(?=$|[\s:.\d])/u.test(line.text))
    .map((line) => ({ title: line.text.slice(0, 200), supplier: null }))
}

function isAnnounced(title: string, announced: readonly LetterAttachment[]): boolean {
  return announced.some((one) => one.title.toLowerCase().startsWith(title.toLowerCase()))
}
