import { type LetterLine, letterLines } from './letter-lines.ts'

/** Lines from the top within which a faint stamp (small letters, no accents, in brackets) still counts. */
const headLines = 15

/** Whether a text carries a secrecy stamp; a word such as «bảo mật» or «mật độ» in running text is none. */
export function bearsSecrecyStamp(text: string): boolean {
  return linesBearSecrecyStamp(letterLines(text))
}

/** The same, for a text already cut into lines. */
export function linesBearSecrecyStamp(lines: readonly LetterLine[]): boolean {
  return lines.some((line, at) => {
    const before = lines[at - 1]?.text ?? ''
    const cells = line.cells.length > 1 ? [...line.cells, line.text] : line.cells
    return cells.some((cell) => isStamp(cell, before, at < headLines))
  })
}

const urgency = '(?:(?:hỏa tốc|hoả tốc|thượng khẩn|khẩn)[\\s\\-–—,/+&]{1,5}(?:và )?)?'
const level = '(?:(?:tuyệt|tối)\\s+)?mật'
const copyNumber = '(?:[\\s\\-–—,;.()]*bản\\s+số.{0,30})?'
const stamp = new RegExp(`^${urgency}(?:(?:tài liệu|văn bản|công văn|dấu|loại)\\s*:?\\s+)?${level}${copyNumber}$`, 'iu')
const declaredLevel = /^(?:mức\s+)?độ\s+mật(?=$|[\s:.…_\-–—])\s*[:.…_\-–—]*\s*(.{0,40})$/iu
const openLevel = /^(?:không|thường|bình thường|0)(?:$|[\s.,;(])/iu
const bracketed = new RegExp(`[(\\[{<|/«“"]\\s*${level}\\s*[)\\]}>|/»”"]`, 'iu')

function isStamp(cell: string, before: string, nearHead: boolean): boolean {
  const bare = closeLetterSpacing(cell.replace(/^[^\p{L}\p{N}]{1,20}|[^\p{L}\p{N}]{1,20}$/gu, ''))
  if (bare.length > 80) return nearHead && headMark(cell)
  const declared = declaredLevel.exec(bare)
  if (declared) return declares(declared[1] ?? '')
  if (stamp.test(bare)) return (nearHead || isLoud(bare)) && !isWrapped(before)
  if (nearHead && /^(?:TUYET MAT|TOI MAT|MAT)$/.test(bare)) return true
  return nearHead && headMark(cell)
}

/** «Độ mật» with nothing after it is a stamp as well; running text goes on with other words. */
function declares(value: string): boolean {
  const bare = value.trim()
  if (bare === '' || /^[^\p{L}\p{N}]*$/u.test(bare)) return true
  return !openLevel.test(bare) && /^(?:\S\s?)?(?:(?:tuyệt|tối)\s+)?mật(?![\p{L}])/iu.test(bare)
}

function headMark(cell: string): boolean {
  const text = cell.slice(0, 400)
  return (
    bracketed.test(text) || /(?:^|[\s,;(])(?:mức\s+)?độ\s+mật\s*:\s*(?:(?:tuyệt|tối)\s+)?mật(?![\p{L}])/iu.test(text)
  )
}

/** «M Ậ T» as stamps are sometimes typed. */
function closeLetterSpacing(text: string): string {
  return /^\p{L}(?: {1,3}\p{L}){2,}$/u.test(text)
    ? text.replace(/ /g, '').replace(/^(TUYỆT|TỐI)(?=MẬT$)/iu, '$1 ')
    : text
}

/** Far from the head a table may list «Mật» (honey); capitals or a full level are a stamp anywhere. */
function isLoud(text: string): boolean {
  return !/\p{Ll}/u.test(text) || /^(?:Tối|Tuyệt)\s/u.test(text)
}

/** A hard wrap can leave the second half of «bí mật» alone on its line. */
function isWrapped(before: string): boolean {
  return /(?:^|\s)(?:bảo|bí|cơ|thân|giải|viết|ong|trăng|tuần trăng)$/iu.test(before)
}
