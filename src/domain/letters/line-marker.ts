/** How deep a numbering stands by custom: parts, Roman, arabic, decimal, letters, brackets, dashes. */
export type MarkerRank = 0 | 1 | 2 | 3 | 4 | 5 | 6

/** The number, letter or dash a paragraph begins with. */
export type LineMarker = {
  readonly rank: MarkerRank
  /** Printed number as a figure; 0 for a dash. */
  readonly value: number
  /** The paragraph without its marker. */
  readonly rest: string
}

const patterns: readonly (readonly [MarkerRank, RegExp, (printed: string) => number])[] = [
  [0, /^Phần\s+(?:thứ\s+)?([IVX]{1,5}|\d{1,2})\s*[.:)\-–]\s*/u, anyNumber],
  [1, /^([IVX]{1,5})\s*[./)]\s+/u, romanNumber],
  [2, /^(?:Điều|Chuyên đề|Nội dung|Chủ đề)\s+(?:số\s+|thứ\s+)?([IVX]{1,5}|\d{1,2})\s*[.:)\-–]\s*/iu, anyNumber],
  [2, /^(\d{1,2})\s?[./]\s*(?=[^\s\d])/u, Number],
  [3, /^\d{1,2}\.(\d{1,2})\s?[.)]?\s+(?=\p{L})/u, Number],
  [3, /^(\d{1,2})\)\s*(?=\S)/u, Number],
  [4, /^([a-zđ])\s?\)\s*(?=\S)/u, letterNumber],
  [4, /^([a-hđ])\.\s+(?=\S)/u, letterNumber],
  [5, /^\(([ivx]{1,5}|\d{1,2}|[a-zđ])\)\s*(?=\S)/u, anyNumber],
  [6, /^([-–—+*•●▪◦·])\s*(?=[\p{L}\p{N}“"«(])/u, () => 0],
]

/** Reads the marker at the start of a paragraph, if there is one. */
export function markerOf(text: string): LineMarker | null {
  const head = text.slice(0, 40)
  for (const [rank, pattern, value] of patterns) {
    const found = pattern.exec(head)
    if (found) return { rank, value: value(found[1] ?? ''), rest: text.slice(found[0].length).trim() }
  }
  return null
}

/** Value of a Roman number of either case, 0 if it is none. */
export function romanNumber(printed: string): number {
  const values: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10 }
  let total = 0
  let last = 0
  for (const letter of [...printed.toLowerCase()].reverse()) {
    const value = values[letter]
    if (value === undefined) return 0
    total += value < last ? -value : value
    last = Math.max(last, value)
  }
  return total
}

function anyNumber(printed: string): number {
  if (/^\d/.test(printed)) return Number(printed)
  return romanNumber(printed) || letterNumber(printed)
}

function letterNumber(printed: string): number {
  return 'abcdđeghiklmnopqrstuvxy'.indexOf(printed.toLowerCase()) + 1
}
