/** What letters and rosters may hold, made fit for a mail: composed, well formed, without signs that steer instead of being read. */
export const readable = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029\u0085]/gu, '\n')
    .replace(steering, '')

/** The same on one line: nothing in it can begin another header. */
export const oneLine = (text: string): string => readable(text).replace(/\s+/gu, ' ').trim()

/** Cut at a word where there is one, never inside a letter and its accents. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const letters = [...segmenter.segment(text)].map(({ segment }) => segment)
  if (letters.length <= most) return text
  const cut = letters.slice(0, most - 1).join('')
  const space = cut.lastIndexOf(' ')
  return `${cut.slice(0, space > most / 2 ? space : cut.length).trimEnd()}…`
}

export const escaped = (text: string): string =>
  readable(text).replace(/[&<>"']/gu, (sign) => entities[sign as keyof typeof entities])

/**
 * The address as it may stand in a link, ASCII; undefined for anything but a page, and for what no header line could hold (998 characters
 * by RFC 5322 §2.1.1).
 */
export function pageAddress(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, href } = new URL(url)
  const page = protocol === 'https:' || protocol === 'http:'
  return page && href.length <= 900 && /^[\x21-\x7e]+$/.test(href) ? href : undefined
}

const segmenter = new Intl.Segmenter('vi', { granularity: 'grapheme' })
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' } as const

/** Controls but the line break and the tab, marks that turn the reading direction, and signs nobody sees. */
const steering = /[\p{Cc}--[\n\t]]|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gv
