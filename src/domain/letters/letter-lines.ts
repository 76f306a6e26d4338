/** One printed line: spaces collapsed, its columns apart. */
export type LetterLine = {
  readonly text: string
  /** Columns of the printed line, at least one. */
  readonly cells: readonly string[]
  /** Spaces before the first character, to tell a right-hand column that stands alone. */
  readonly indent: number
  readonly blankBefore: boolean
}

/** Cuts a text into its printed lines; page breaks, page numbers, rules and invisible characters go. */
export function letterLines(text: string): LetterLine[] {
  const lines: LetterLine[] = []
  let blankBefore = false
  for (const raw of visibleText(text).split(/\r\n|[\n\r\f\v\u2028\u2029]/)) {
    const trimmed = raw.trim()
    if (trimmed === '' || isPageFurniture(trimmed)) {
      blankBefore = true
      continue
    }
    lines.push({
      text: collapse(trimmed),
      cells: columns(trimmed),
      indent: raw.length - raw.trimStart().length,
      blankBefore,
    })
    blankBefore = false
  }
  return lines
}

/** NFC text without the characters nobody sees. */
function visibleText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
    .replace(/[\u00A0\u2000-\u200A\u202F\u3000]/g, ' ')
    .replace(/(?![\t\n\v\f\r])\p{Cc}/gu, ' ')
}

export function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function isPageFurniture(line: string): boolean {
  return /^(?:[-–—]\s?)?\d{1,3}(?:\s?[-–—]|\/\d{1,3})?$/.test(line) || /^[-–—_=*.~·•|]{2,}$/.test(line)
}

/** A blank date («ngày      tháng     năm») has wide gaps that are not columns. */
function columns(line: string): string[] {
  const dated = line.replace(
    /ngày[\s.…_]{0,60}(\d{0,2})[\s.…_]{0,60}tháng[\s.…_]{0,60}(\d{0,2})[\s.…_]{0,60}năm[\s.…_]{0,20}/giu,
    'ngày $1 tháng $2 năm ',
  )
  const blankNumber = dated.replace(/^(Số)\s*:\s*[.…_\s]{0,60}\//iu, '$1: /')
  return blankNumber
    .split(/\t| {3,}/)
    .map(collapse)
    .filter((cell) => cell !== '')
}
