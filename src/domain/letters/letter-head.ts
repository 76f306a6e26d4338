import type { LetterWarning } from './letter.ts'
import { collapse, type LetterLine } from './letter-lines.ts'
import { isCapitals, isDocumentKind } from './letter-zones.ts'
import { markerOf } from './line-marker.ts'

/** What the form above the text says. */
export type LetterHead = {
  readonly documentNumber: string | null
  /** Everything after the slash, also when the number itself is still blank. */
  readonly numberSymbol: string | null
  readonly letterhead: string | null
  readonly place: string | null
  readonly issuedOn: string | null
  readonly subject: string | null
  readonly warnings: readonly LetterWarning[]
}

/** Reads number, letterhead, place, date and subject from the lines above «Kính gửi». */
export function readHead(lines: readonly LetterLine[]): LetterHead {
  const cells = leftThenRight(lines)
  const number = readNumber(cells)
  const dated = readDate(cells)
  return {
    documentNumber: number.documentNumber,
    numberSymbol: number.symbol,
    letterhead: readLetterhead(cells),
    place: dated.place,
    issuedOn: dated.issuedOn,
    subject: readSubject(cells),
    warnings: [...number.warnings, ...dated.warnings],
  }
}

/** Reads «Kính gửi»: one addressee, or a list by kind. */
export function readAddressees(lines: readonly LetterLine[]): string[] {
  const items: string[] = []
  for (const [at, line] of lines.entries()) {
    const text = at === 0 ? line.text.replace(/^Kính (?:gửi|gởi|trình)\s*:?\s*/iu, '') : line.text
    const marker = markerOf(text)
    const last = items.at(-1)
    if (marker?.rank === 6) items.push(marker.rest)
    else if (last !== undefined && at > 0 && /^\p{Ll}/u.test(text)) items[items.length - 1] = `${last} ${text}`
    else items.push(text)
  }
  return items
    .flatMap((item) => item.split(';'))
    .map((item) => collapse(item).replace(/[.,:]$/, ''))
    .filter((item) => item !== '')
}

const motto = /^(?:CỘNG HÒA|CỘNG HOÀ|ĐẢNG CỘNG SẢN VIỆT NAM)|^Độc lập\s*[-–—]/iu
const date = /ngày([\s.…_\d]{0,40})tháng([\s.…_\d]{0,40})năm([\s.…_]{0,20}\d{0,4})/iu
const numbered = /^Số(?:\s*:|(?=\s+\d)|(?=\s*\/))\s*/iu
const subjectMark = /^(?:V\/v|Về việc)\s*:?\s*/iu

/** A two-column form is read down its left column first; what stands alone on the right follows. */
function leftThenRight(lines: readonly LetterLine[]): string[] {
  const left: string[] = []
  const right: string[] = []
  for (const line of lines) {
    const first = line.cells[0] ?? line.text
    if (line.cells.length > 1) {
      left.push(first)
      right.push(...line.cells.slice(1))
    } else if (line.indent >= 30 && !subjectMark.test(first) && !numbered.test(first)) right.push(first)
    else left.push(first)
  }
  return [...left, ...right]
}

function readNumber(cells: readonly string[]) {
  const cell = cells.find((one) => numbered.test(one))
  const printed = cell ? collapse(cell.replace(numbered, '').slice(0, 80)) : ''
  const whole = /^(\d{1,6}[a-zA-Z]?(?:\/\d{4})?)\s?([/-])\s?([\p{L}\d][\p{L}\d.&\-–/]*)/u.exec(printed)
  const symbol = whole?.[3] ?? /^[\s.…_]*\/\s?([\p{L}][\p{L}\d.&\-–]*)/u.exec(printed)?.[1] ?? null
  const documentNumber = whole ? `${whole[1]}${whole[2]}${whole[3]}` : /^\d{1,6}$/.test(printed) ? printed : null
  const warnings: LetterWarning[] =
    cell !== undefined && documentNumber === null ? [{ code: 'number-blank', detail: collapse(cell.slice(0, 80)) }] : []
  return { documentNumber, symbol, warnings }
}

function readDate(cells: readonly string[]) {
  const cell = cells.find((one) => date.test(one) && one.length < 160)
  const found = cell ? date.exec(cell) : null
  if (!cell || !found) return { place: null, issuedOn: null, warnings: [] }
  const before = collapse(cell.slice(0, found.index).replace(/[\s,]+$/, ''))
  const place = /(?:^|\s{2,})([\p{L}][\p{L}\s.\-–]{1,60})$/u.exec(before)?.[1] ?? null
  const [day, month, year] = [found[1], found[2], found[3]].map((part) => Number((part ?? '').replace(/\D/g, '')))
  const detail = collapse(found[0])
  if (!day || !month || !year || year < 1000) {
    return { place, issuedOn: null, warnings: [{ code: 'date-partial', detail } satisfies LetterWarning] }
  }
  const issuedOn = calendarDay(year, month, day)
  if (issuedOn) return { place, issuedOn, warnings: [] }
  return { place, issuedOn: null, warnings: [{ code: 'date-impossible', detail } satisfies LetterWarning] }
}

/** The ISO date, or null for a day that the calendar does not have. */
function calendarDay(year: number, month: number, day: number): string | null {
  const iso = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const time = Date.parse(`${iso}T00:00:00Z`)
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(iso) ? null : iso
}

function readSubject(cells: readonly string[]): string | null {
  const marked = cells.findIndex((cell) => subjectMark.test(cell))
  const titled = marked >= 0 ? marked : cells.findIndex((cell) => isDocumentKind(cell))
  if (titled < 0) return null
  const parts = marked >= 0 ? [(cells[titled] ?? '').replace(subjectMark, '')] : []
  for (const cell of cells.slice(titled + 1, titled + 8)) {
    if (motto.test(cell) || date.test(cell) || numbered.test(cell) || (marked >= 0 && isCapitals(cell))) break
    parts.push(cell)
  }
  return collapse(parts.join(' ')) || null
}

const bodyStart =
  /^(?:BỘ|SỞ|CỤC|BAN|ỦY BAN|UỶ BAN|UBND|HĐND|HỘI|VĂN PHÒNG|TRUNG TÂM|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|ĐẢNG ỦY|ĐÀI|BÁO|CÔNG AN|PHÒNG|TỔNG CỤC|CHI CỤC|VIỆN|TRƯỜNG|VỤ|THÀNH PHỐ|TỈNH|LIÊN HIỆP|LIÊN ĐOÀN|BẢO TÀNG|THƯ VIỆN|CƠ QUAN|CHÍNH PHỦ|THANH TRA)(?=\s|$)/u

/** The lowest body of the letterhead is the one that writes; those above it are its parents. */
function readLetterhead(cells: readonly string[]): string | null {
  const bodies: string[] = []
  for (const cell of cells.slice(0, 12)) {
    const last = bodies.at(-1)
    if (motto.test(cell) || !isCapitals(cell) || isDocumentKind(cell)) {
      if (last !== undefined && !motto.test(cell)) break
      continue
    }
    if (bodyStart.test(cell) && !(last !== undefined && goesOn(last, cell))) bodies.push(cell)
    else if (last !== undefined) bodies[bodies.length - 1] = `${last} ${cell}`
  }
  return bodies.at(-1) ?? null
}

/** «ỦY BAN NHÂN DÂN / TỈNH …» and «… THỂ THAO / VÀ DU LỊCH» are one name on two lines. */
function goesOn(last: string, cell: string): boolean {
  return /^(?:TỈNH|THÀNH PHỐ)\s/u.test(cell) && !/(?:TỈNH|THÀNH PHỐ)\s\p{L}/u.test(last)
}
