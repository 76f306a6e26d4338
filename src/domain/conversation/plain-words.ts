/** Small letters without accents, "đ" as "d", one space between words, no punctuation at the ends. */
export function plainWords(text: string): string {
  return tidy(text).normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd')
}

/** The same with the accents left, for telling "đúng" from "dừng". */
export function tidy(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u200B-\u200D\u2060\uFEFF]/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/^[\s"'“”«».,!:;–-]+|[\s"'“”«».,!:;…–-]+$/gu, '')
}

export const hasAccents = (text: string): boolean => plainWords(text) !== tidy(text)

const opening = /^(?:dạ|vâng|da|vang|thưa|thua|em|mình|minh|tôi|toi|cho em|cho mình|cho toi|cho tôi)[ ,]+/iu
const closing = /[ ,]+(?:ạ|a|nhé|nhe|nha|nhá|ah|à|anh ạ|chị ạ|anh|chị|ad|bạn|với|voi|please)$/iu

/** "Dạ, em có tham dự ạ" → "có tham dự". */
export function withoutPoliteness(text: string): string {
  let rest = tidy(text)
  for (let before = ''; before !== rest; ) {
    before = rest
    rest = rest.replace(opening, '').replace(closing, '').trim()
  }
  return rest
}
