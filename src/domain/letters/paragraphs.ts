import type { LetterLine } from './letter-lines.ts'
import { markerOf } from './line-marker.ts'

/** Rejoins the lines of a letter's body into paragraphs; text that was never wrapped keeps one paragraph per line. */
export function paragraphs(lines: readonly LetterLine[]): string[] {
  const layout = layoutOf(lines)
  const joined: string[][] = []
  let previous: LetterLine | undefined
  for (const line of lines) {
    const open = joined.at(-1)
    if (open && previous && layout.wrapped && continues(previous, line, layout)) open.push(line.text)
    else joined.push([line.text])
    previous = line
  }
  return joined.map((parts) => parts.join(' '))
}

type Layout = {
  readonly wrapped: boolean
  /** A blank line ends a paragraph; false when PDF text has one after every line. */
  readonly blanksMean: boolean
  /** Width of the text block in the units of `widthOf`. */
  readonly width: number
}

function layoutOf(lines: readonly LetterLine[]): Layout {
  const widths: number[] = []
  let blanks = 0
  for (const [at, line] of lines.entries()) {
    if (line.blankBefore) blanks += 1
    const before = lines[at - 1]
    if (before && startsLow(line.text) && !endsSentence(before.text)) widths.push(widthOf(before.text))
  }
  widths.sort((one, other) => one - other)
  return {
    wrapped: widths.length >= 2 && widths.length * 8 >= lines.length,
    blanksMean: blanks * 5 < lines.length * 3,
    width: widths[Math.floor(widths.length * 0.9)] ?? 0,
  }
}

function continues(before: LetterLine, line: LetterLine, layout: Layout): boolean {
  if (line.blankBefore && layout.blanksMean)
    return startsLow(line.text) && !endsSentence(before.text) && isFull(before, line, layout)
  const marker = markerOf(line.text)
  if (marker && marker.rank < 5) return false
  if (marker) return !/[.;:…!?]$/.test(before.text) && isFull(before, line, layout)
  if (startsLow(line.text)) return !/[:]$/.test(before.text)
  if (endsOpen(before.text)) return true
  if (endsSentence(before.text)) return isFull(before, line, layout) && !/[.:…!?)]$/.test(before.text)
  return isFull(before, line, layout)
}

function startsLow(text: string): boolean {
  return /^[\p{Ll}\d),;.]/u.test(text) && markerOf(text) === null
}

function endsSentence(text: string): boolean {
  return /[.;:…!?]["”»)]?$|\.\/\.$/.test(text) || (/\)$/.test(text) && /^\(/.test(text))
}

/** Words after which a Vietnamese clause cannot stop. */
function endsOpen(text: string): boolean {
  return /(?:^|\s)(?:của|và|về|với|tại|ở|do|theo|cho|các|những|trong|từ|đến|để|là|bị|nhân|hoặc|số|giữa|gồm|cùng|trên|dưới|vào|bằng|thuộc)$|,$/iu.test(
    text,
  )
}

/** Whether the next word would not have fitted on the line, allowing for a first-line indent. */
function isFull(before: LetterLine, line: LetterLine, layout: Layout): boolean {
  const next = line.text.split(' ', 1)[0] ?? ''
  return widthOf(before.text) + widthOf(` ${next}`) >= layout.width * 0.93
}

/** Rough set width of a text in a book face; counting characters would misjudge short Vietnamese lines. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text.slice(0, 400).normalize('NFD')) {
    if (/\p{M}/u.test(letter)) continue
    if (/[iljtfr.,;:'’!()/|\s-]/.test(letter)) width += 0.6
    else if (/[mwMW…%]/.test(letter)) width += 1.6
    else if (/\p{Lu}/u.test(letter)) width += 1.35
    else width += 1
  }
  return width
}
