import type { LetterAttachment } from './letter.ts'
import { collapse } from './letter-lines.ts'

/** The materials a paragraph announces, and what is left of the paragraph without those notes. */
export type MaterialNotes = { readonly attachments: readonly LetterAttachment[]; readonly rest: string }

const kinds =
  '(?:Tài liệu|Tư liệu|Đề cương|Thông tin|Nội dung|Bộ tài liệu|Hồ sơ|Phụ lục|Bản tin|Sổ tay|Infographic|Video|Clip|Kế hoạch|Danh sách)'
const comesAlong = /gửi kèm|đính kèm|kèm theo|gửi cùng|phụ lục|mã QR/iu
const supplied =
  /^(.{2,120}?)\s+do\s+(.{2,200}?)\s+(?:cung cấp|biên soạn|chuẩn bị|xây dựng|phát hành|thực hiện|soạn thảo)(?=$|[\s.,;)])/iu

/** Takes «(Tài liệu … do X cung cấp được gửi kèm theo)» out of a paragraph. */
export function takeMaterialNotes(paragraph: string): MaterialNotes {
  const attachments: LetterAttachment[] = []
  const rest = paragraph.replace(/\(([^()]{4,500})\)[.;]?/gu, (note, inside: string) => {
    const read = materialOf(inside)
    if (read) attachments.push(read)
    return read ? ' ' : note
  })
  const bare = collapse(rest)
  const whole =
    attachments.length === 0 && bare.length < 400 && new RegExp(`^${kinds}\\s`, 'u').test(bare)
      ? materialOf(bare)
      : null
  if (whole) return { attachments: [whole], rest: '' }
  return { attachments, rest: /^[.;,\s]*$/.test(bare) ? '' : bare.replace(/\s+([.;,:])/g, '$1') }
}

/** Material announced for the whole letter, and whether it is reached by a QR code only. */
export function wholeLetterMaterials(paragraphs: readonly string[]): {
  readonly attachments: readonly LetterAttachment[]
  readonly byQr: string | null
} {
  const attachments: LetterAttachment[] = []
  let byQr: string | null = null
  for (const paragraph of paragraphs) {
    const listed = /^(?:Xin |Tài liệu |Hồ sơ )?(?:[Gg]ửi kèm|[Đđ]ính kèm|[Kk]èm theo)(?: theo)?\s*:\s*/u.exec(paragraph)
    if (listed) {
      const titles = paragraph
        .slice(listed[0].length)
        .split(';')
        .map((title) => collapse(title).replace(/\.$/, ''))
      attachments.push(
        ...titles.filter((title) => title !== '').map((title) => ({ title: capitalised(title), supplier: null })),
      )
      continue
    }
    const taken = takeMaterialNotes(paragraph)
    attachments.push(...taken.attachments)
    if (taken.attachments.length === 0) {
      const named =
        /(?:[Gg]ửi kèm(?: theo)?|[Đđ]ính kèm|[Kk]èm theo)\s*:?\s+((?:Phụ lục|Kế hoạch|Danh sách|Đề cương|Tài liệu|Công văn|Chương trình|Giấy mời)[^.;()]{0,160})/u.exec(
          paragraph,
        )
      if (named?.[1]) attachments.push({ title: collapse(named[1]), supplier: null })
      const beside =
        /(?<!\p{L})(phụ lục|danh sách|kế hoạch|đề cương|tài liệu)\s+(?:được\s+)?(?:gửi kèm|đính kèm|kèm theo)/iu.exec(
          paragraph,
        )
      if (beside?.[1] && !named) attachments.push({ title: capitalised(beside[1]), supplier: null })
    }
    byQr ??= /[^.;()]{0,80}mã QR[^.;()]{0,80}/iu.exec(paragraph)?.[0].trim() ?? null
  }
  return { attachments: unique(attachments), byQr }
}

function materialOf(inside: string): LetterAttachment | null {
  const note = collapse(inside)
  const found = supplied.exec(note)
  if (found && new RegExp(`^(?:(?:Có|Xem|Theo|Chi tiết tại)\\s+)?${kinds}`, 'iu').test(note)) {
    return { title: capitalised(withoutOpening(found[1] ?? note)), supplier: found[2] ?? null }
  }
  if (!comesAlong.test(note)) return null
  const opening = new RegExp(
    `^(?:(?:xin|vui lòng|chi tiết|có|xem|theo|gửi|tại|đính|kèm|theo|nội dung|:|,)\\s*){0,6}(${kinds}.*)$`,
    'iu',
  ).exec(note)
  const title = opening?.[1] ?? (/^(?:gửi|đính|có|kèm)/iu.test(note) ? note : null)
  if (title === null) return null
  const named = title
    .split(';', 1)[0]
    ?.replace(
      /\s*(?:được\s+)?(?:(?:xin\s+)?gửi\s+kèm(?:\s+theo)?|gửi\s+cùng|đính\s+kèm|kèm\s+theo)(?:\s+(?:công văn|văn bản|thư)\s+này)?[\s.:]*$/iu,
      '',
    )
  return { title: capitalised(named?.trim() || title), supplier: null }
}

function withoutOpening(title: string): string {
  return title.replace(/^(?:(?:có|xem|theo|chi tiết tại)\s+)+/iu, '')
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function unique(attachments: readonly LetterAttachment[]): LetterAttachment[] {
  const seen = new Set<string>()
  return attachments.filter(({ title, supplier }) => {
    const key = `${title.toLowerCase()} ${supplier ?? ''}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
