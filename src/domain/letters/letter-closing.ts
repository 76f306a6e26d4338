import type { LetterCopy, LetterSigner } from './letter.ts'
import { collapse, type LetterLine } from './letter-lines.ts'
import { isCapitals, isSignature } from './letter-zones.ts'
import { markerOf } from './line-marker.ts'

/** Who signed and who gets copies. */
export type LetterClosing = { readonly signer: LetterSigner; readonly copies: readonly LetterCopy[] }

/** Reads the lines below the text; «Nơi nhận» and the signature may stand side by side or one after the other. */
export function readClosing(lines: readonly LetterLine[]): LetterClosing {
  const copies: string[] = []
  const signature: string[] = []
  let inCopies = false
  for (const line of lines) {
    for (const [column, cell] of line.cells.entries()) {
      const heading = /^Nơi nhận\s*:?\s*/iu.exec(cell)
      if (heading) {
        inCopies = true
        const rest = cell.slice(heading[0].length)
        if (rest !== '') copies.push(rest)
      } else if (column > 0 || line.indent >= 30 || isSignature(cell) || stampNotes.test(cell)) signature.push(cell)
      else if (inCopies && isCopyLine(cell)) copies.push(cell)
      else if (inCopies && continuesCopy(cell, copies.at(-1))) copies[copies.length - 1] = `${copies.at(-1)} ${cell}`
      else signature.push(cell)
    }
  }
  return { signer: readSigner(signature), copies: copies.map(readCopy) }
}

function isCopyLine(cell: string): boolean {
  return markerOf(cell)?.rank === 6 || /^Lưu\s*:/iu.test(cell) || /[;)]\s*;?$/.test(cell)
}

function continuesCopy(cell: string, last: string | undefined): boolean {
  return last !== undefined && !/[;.]$/.test(last) && !isCapitals(cell) && (/^[\p{Ll}(]/u.test(cell) || /,$/.test(last))
}

function readCopy(line: string): LetterCopy {
  const text = collapse((markerOf(line)?.rest ?? line).replace(/[\s;,.]+$/, ''))
  const kept = /^Lưu\s*:?\s*(.*)$/iu.exec(text)
  if (kept) return { addressee: kept[1] || text, purpose: kept[1] ? 'Lưu' : null }
  const open = text.lastIndexOf('(')
  if (open > 0 && text.endsWith(')'))
    return { addressee: text.slice(0, open).trim(), purpose: text.slice(open + 1, -1).trim() }
  return { addressee: text, purpose: null }
}

const stampNotes = /^(?:Ký bởi|Người ký|Cơ quan|Email|Thời gian ký|Ngày ký|[([]?đã ký[)\]]?|\[?ký số)/iu

function readSigner(lines: readonly string[]): LetterSigner {
  const capacities: string[] = []
  let title: string | null = null
  let name: string | null = null
  for (const line of lines) {
    const text = collapse(line)
    if (stampNotes.test(text) || text.length > 120) continue
    if (name === null && /^(?:KT|TL|TM|TUQ|T\/M|Q)\s?\.\s*\p{Lu}/u.test(text)) capacities.push(text)
    else if (name === null && isCapitals(text) && isSignature(text)) title = text
    else if (name === null && title !== null && isCapitals(text) && !isName(text)) title = `${title} ${text}`
    else if (name === null && (title !== null || capacities.length > 0) && isName(text)) name = text
  }
  return { capacity: capacities.join(', ') || null, title, name }
}

/** Two to six words, each with a capital; a degree or rank may stand before them. */
function isName(text: string): boolean {
  const bare = text.replace(/^(?:(?:PGS|GS|TS|ThS|BS|CKI{1,2}|KS|CN|NSƯT|NSND)\s?\.\s?)+/u, '')
  const words = bare.split(' ')
  return words.length >= 2 && words.length <= 6 && words.every((word) => /^\p{Lu}[\p{L}'’-]*$/u.test(word))
}
