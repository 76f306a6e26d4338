import type { LetterLine } from './letter-lines.ts'
import { markerOf } from './line-marker.ts'

/** The letter cut into what stands above the text, the text, and what stands below it. */
export type LetterZones = {
  readonly head: readonly LetterLine[]
  readonly addressees: readonly LetterLine[]
  readonly body: readonly LetterLine[]
  readonly closing: readonly LetterLine[]
  readonly appendices: readonly LetterLine[]
}

const headReach = 60
const closingReach = 16

/** Finds the zones by what Vietnamese office form puts between them; every zone may be empty. */
export function letterZones(lines: readonly LetterLine[]): LetterZones {
  const greeting = lines.slice(0, headReach).findIndex((line) => isGreeting(line.text))
  const headEnd = greeting >= 0 ? greeting : endOfLooseHead(lines)
  const bodyStart = greeting >= 0 ? endOfAddressees(lines, greeting) : headEnd
  const closingStart = startOfClosing(lines, bodyStart)
  const appendix = lines.findIndex((line, at) => at > closingStart && /^PHỤ LỤC(?=$|[\s:.\d])/u.test(line.text))
  const closingEnd = appendix >= 0 ? appendix : lines.length
  return {
    head: lines.slice(0, headEnd),
    addressees: lines.slice(headEnd, bodyStart),
    body: lines.slice(bodyStart, closingStart),
    closing: lines.slice(closingStart, closingEnd),
    appendices: lines.slice(closingEnd),
  }
}

/** Whether a line belongs to the form above the text, not to the text. */
function isHeadLine(line: LetterLine): boolean {
  return (
    isCapitals(line.text) ||
    /^(?:Số|V\/v|Về việc)(?:\s*:|\s)/iu.test(line.text) ||
    /^Độc lập\s*[-–—]/iu.test(line.text) ||
    /ngày[\s.…_\d]{0,40}tháng[\s.…_\d]{0,40}năm/iu.test(line.text)
  )
}

/** Whether a line only names the kind of document: KẾ HOẠCH, THÔNG BÁO … */
export function isDocumentKind(text: string): boolean {
  return /^(?:CÔNG VĂN|KẾ HOẠCH|THÔNG BÁO|HƯỚNG DẪN|ĐỀ CƯƠNG|BÁO CÁO|CÔNG ĐIỆN|THÔNG CÁO BÁO CHÍ|GIẤY MỜI|QUYẾT ĐỊNH|CHỈ THỊ|TỜ TRÌNH|CHƯƠNG TRÌNH)$/u.test(
    text,
  )
}

/** Whether a line is set in capitals, as bodies and titles are in the form. */
export function isCapitals(text: string): boolean {
  return /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text)
}

/** Whether a line opens the signature: a capacity or a title in capitals. */
export function isSignature(cell: string): boolean {
  return (
    isCapitals(cell) &&
    (/^(?:KT|TL|TM|TUQ|T\/M|Q)\s?\.\s*\p{Lu}/u.test(cell) ||
      /^(?:PHÓ |QUYỀN |Q\. ?)?(?:TỔNG |THƯỜNG TRỰC )?(?:GIÁM ĐỐC|CHỦ TỊCH|CỤC TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG|VỤ TRƯỞNG|TRƯỞNG BAN|TRƯỞNG PHÒNG|CHÁNH VĂN PHÒNG|BÍ THƯ|VIỆN TRƯỞNG|HIỆU TRƯỞNG|TỔNG BIÊN TẬP|CHI CỤC TRƯỞNG|CHÁNH THANH TRA|TRƯỞNG TIỂU BAN)(?=$|[\s,])/u.test(
        cell,
      ))
  )
}

function isGreeting(text: string): boolean {
  return /^Kính (?:gửi|gởi|trình)(?=\s*:|\s|$)/iu.test(text)
}

/** Without «Kính gửi» the form ends with its last recognised line near the top. */
function endOfLooseHead(lines: readonly LetterLine[]): number {
  let end = 0
  for (const [at, line] of lines.slice(0, 20).entries()) {
    if (markerOf(line.text) !== null || line.text.length > 300) break
    if (isHeadLine(line)) end = at + 1
    else if (at > end + 2) break
    else if (at === end && end > 0 && /^\p{Ll}/u.test(line.text)) end = at + 1
  }
  const kind = lines[end - 1]?.text
  return kind !== undefined && isDocumentKind(kind) && (lines[end]?.text.length ?? 0) < 200
    ? endOfTitle(lines, end)
    : end
}

/** What a plan or guidance is about stands below its kind, on one line or several. */
function endOfTitle(lines: readonly LetterLine[], from: number): number {
  let at = Math.min(from + 1, lines.length)
  while (at < lines.length && at < from + 4 && /^\p{Ll}/u.test(lines[at]?.text ?? '')) at += 1
  return at
}

/** Addressees go on while lines are dashes or plainly continue the one before. */
function endOfAddressees(lines: readonly LetterLine[], greeting: number): number {
  let at = greeting + 1
  while (at < lines.length && at < greeting + 60) {
    const line = lines[at]
    const before = lines[at - 1]?.text ?? ''
    if (!line) break
    const dash = markerOf(line.text)?.rank === 6
    const goesOn =
      /^\p{Ll}/u.test(line.text) || (/(?:;|,|:)$/.test(before) && line.text.length < 120 && isNamed(line.text))
    if (!dash && !goesOn) break
    at += 1
  }
  return at
}

function isNamed(text: string): boolean {
  return /[;.]$/.test(text) || !/[.,:]/.test(text)
}

function startOfClosing(lines: readonly LetterLine[], bodyStart: number): number {
  let copies = -1
  for (let at = bodyStart; at < lines.length; at += 1) {
    if (/^Nơi nhận(?=\s*:|$|\s{2})/iu.test(lines[at]?.cells[0] ?? '')) {
      copies = at
      break
    }
  }
  const until = copies >= 0 ? copies : lines.length
  const signature = lines
    .slice(Math.max(bodyStart, until - closingReach), until)
    .findIndex((line) => line.cells.some(isSignature))
  if (signature >= 0) return Math.max(bodyStart, until - closingReach) + signature
  return until
}
