import type { LetterLine } from './letter-lines.ts'
import { markerOf } from './line-marker.ts'

/** Rejoins the lines of a letter's body into paragraphs; text that was never wrapped keeps one paragraph per line. */
export function paragraphs(lines: readonly LetterLine[]): string[] {
  const layout = layoutOf(lines)
  const joined: string[][] = []
  let previous: LetterLine | undefined
  for (const line of lines) {
    const open = joined.at(-1)
    if (open && previous && layout.wrapped && continues(previous, line, layout) && !leavesHeading(open, line))
      open.push(line.text)
    else joined.push([line.text])
    previous = line
  }
  return joined.map((parts) => parts.join(' '))
}

type Layout = {
  /** Lines end where the page was full, not where a paragraph ends. */
  readonly wrapped: boolean
  /** A blank line ends a paragraph; false when PDF text has one after every line. */
  readonly blanksMean: boolean
  readonly ruler: Ruler
  /** A line that would reach this width with the next word was full. */
  readonly fullFrom: number
}

type Ruler = (text: string) => number

/** Longer lines than these come from a text that was never wrapped. */
const longestPrintedLine = 150

/** Lines that plainly go on in small letters show how wide the page was, and by which measure. */
function layoutOf(lines: readonly LetterLine[]): Layout {
  const broken: (readonly [LetterLine, LetterLine])[] = []
  let blanks = 0
  let long = 0
  for (const [at, line] of lines.entries()) {
    if (line.blankBefore) blanks += 1
    if (line.text.length > longestPrintedLine) long += 1
    const before = lines[at - 1]
    if (before && startsLow(line.text) && !endsSentence(before.text)) broken.push([before, line])
  }
  const measures = [typesetWidth, typedWidth].map((ruler) => measure(broken, ruler))
  const best = measures.reduce((one, other) => (other.fit > one.fit ? other : one))
  return {
    wrapped: broken.length > 0 && broken.length * 30 >= lines.length && long * 20 <= lines.length,
    blanksMean: blanks * 5 < lines.length * 3,
    ruler: best.ruler,
    fullFrom: best.fullFrom,
  }
}

/** The better the broken lines agree on one width, the nearer the fit is to 1 or above it. */
function measure(broken: readonly (readonly [LetterLine, LetterLine])[], ruler: Ruler) {
  const widest = broken.reduce((most, [before]) => Math.max(most, ruler(before.text) + before.indent * ruler(' ')), 1)
  const reached = broken.map(([before, line]) => reach(before, line, ruler)).sort((one, other) => one - other)
  const fullFrom = Math.max(reached[Math.floor(reached.length * 0.05)] ?? 0, widest * 0.85)
  return { ruler, fullFrom, fit: fullFrom / widest }
}

function reach(before: LetterLine, line: LetterLine, ruler: Ruler): number {
  return ruler(before.text) + before.indent * ruler(' ') + ruler(` ${line.text.split(' ', 1)[0] ?? ''}`)
}

function continues(before: LetterLine, line: LetterLine, layout: Layout): boolean {
  const full = reach(before, line, layout.ruler) >= layout.fullFrom
  if (line.blankBefore && layout.blanksMean) return full && startsLow(line.text) && !endsSentence(before.text)
  const marker = markerOf(line.text)
  if (marker && marker.rank < 5) return false
  if (marker?.rank === 5) return full && !/[.!?]$/.test(before.text)
  if (marker) return full && !/[.;:…!?]$/.test(before.text)
  if (startsLow(line.text)) return full || !/[:;.]$/.test(before.text)
  if (endsOpen(before.text)) return true
  return full && !endsSentence(before.text)
}

/** A heading can fill its last line by chance; then the word the next line opens with tells. */
function leavesHeading(open: readonly string[], line: LetterLine): boolean {
  const first = open[0] ?? ''
  const heads = /^(?:\d{1,2}|[IVX]{1,5})\s?[.)]\s/.test(first) && open.length <= 3 && !/[.:]\s/.test(first.slice(4))
  return heads && !endsOpen(open.at(-1) ?? '') && sentenceOpener.test(line.text)
}

const sentenceOpener =
  /^(?:Tuyên truyền|Thông tin|Tăng cường|Tập trung|Phản ánh|Giới thiệu|Đẩy mạnh|Nêu|Tiếp tục|Khai thác|Chú trọng|Nhấn mạnh|Khẳng định|Kịp thời|Chủ động|Phổ biến|Hướng dẫn|Cảnh báo|Trong thời gian|Trong những năm|Thời gian qua)(?=[\s,])/u

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

/** Width in characters, for text wrapped by a mail program or a typewriter face. */
function typedWidth(text: string): number {
  return text.length
}

/** Rough set width of a text in a book face; counting characters would misjudge short Vietnamese lines. */
function typesetWidth(text: string): number {
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
