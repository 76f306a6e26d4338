import { escapeHtml, type Passage, type Span } from './spans.ts'

/**
 * https://core.telegram.org/bots/api#sendmessage (read November 2026): code points after parsing. About 100 entities are honoured and
 * 32,768 raw bytes taken, which only the platform's own source says (https://github.com/tdlib/td, read November 2026): we stay below.
 */
const limits = { text: 4096, entities: 90, bytes: 30_000 } as const
/** Shorter passages move to the next message whole. */
const keepTogether = 1000
/** So much of what follows a title stands under it. */
const underTitle = 200

type Page = { html: string; length: number; entities: number; bytes: number }
const emptyPage = (): Page => ({ html: '', length: 0, entities: 0, bytes: 0 })

/** Passages as HTML messages, each within every limit; never cuts a tag, an entity, a grapheme or a word that would fit. */
export function paginate(passages: readonly Passage[]): readonly string[] {
  const pages: Page[] = [emptyPage()]
  const last = () => pages.at(-1) as Page
  for (const [index, { spans, gap, leadsOn }] of passages.entries()) {
    const length = lengthOf(passages[index])
    const needed = length + gap.length + (leadsOn ? Math.min(lengthOf(passages[index + 1]), underTitle) : 0)
    if (last().length > 0 && length <= keepTogether && !spans.every((span) => fits(last(), span, needed)))
      pages.push(emptyPage())
    if (last().length > 0) add(last(), { text: gap, open: '', close: '' })
    for (const span of spans) fill(pages, last, span)
  }
  return pages.map(({ html }) => html.trim()).filter((html) => html !== '')
}

function fill(pages: Page[], last: () => Page, span: Span): void {
  let rest = span.text
  while (rest !== '') {
    const room = roomFor(last(), span)
    const [piece, remainder] = cut(rest, room, last().length === 0)
    if (piece.trim() !== '') add(last(), { ...span, text: piece })
    else if (piece !== '') add(last(), { text: piece, open: '', close: '' })
    rest = remainder
    if (rest !== '') pages.push(emptyPage())
  }
}

/** The longest beginning of at most `room` code points that ends between words; inside one only where nothing else is left. */
function cut(text: string, room: number, pageIsEmpty: boolean): readonly [string, string] {
  const end = unitsOf(text, room)
  if (end >= text.length) return [text, '']
  const at = lastBreak(text, end)
  if (at > 0) return [text.slice(0, at), text.slice(at).replace(leadingSpace, '')]
  if (!pageIsEmpty) return ['', text]
  const whole = graphemeBoundary(text, end)
  return [text.slice(0, whole), text.slice(whole)]
}

/** White space that is a sign of its own: an accent or a joiner after it makes it part of another, as do a few signs before it. */
const space = /(?<![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2])\s(?![\p{Grapheme_Extend}\p{Mc}\u200d])/u
const spaceHere = new RegExp(space.source, 'uy')
const leadingSpace = new RegExp(`^(?:${space.source})+`, 'u')

/** Where the last word ends that fits; the end of a line in the second half is the better place. 0 when there is none. */
function lastBreak(text: string, end: number): number {
  const isBreak = (at: number) => {
    spaceHere.lastIndex = at
    return spaceHere.test(text)
  }
  if (isBreak(end)) return end
  const line = text.lastIndexOf('\n', end)
  if (line > end / 2 && isBreak(line)) return line
  for (let at = end - 1; at > 0; at -= 1) if (isBreak(at)) return at
  return 0
}

const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' })

function graphemeBoundary(text: string, end: number): number {
  const segment = graphemes.segment(text.slice(0, end + 64)).containing(end)
  return segment && segment.index > 0 ? segment.index : end
}

/** What the platform formats by itself and counts with ours: addresses, mentions, tags, commands. Rather too many than too few. */
const detected = /:\/\/|[\w-]\.\p{L}{2}|(?<![\p{L}\d])[@#/][\p{L}\d_]/gu

function add(page: Page, { text, open, close }: Span): void {
  const html = `${open}${escapeHtml(text)}${close}`
  page.html += html
  page.length += count(text)
  page.entities += (open === '' ? 0 : 1) + (text.match(detected)?.length ?? 0)
  page.bytes += Buffer.byteLength(html)
}

/** A sign takes at most 6 bytes when escaped. */
function roomFor(page: Page, { open, close }: Span): number {
  if (open !== '' && page.entities >= limits.entities) return 0
  const bytes = limits.bytes - page.bytes - Buffer.byteLength(open + close)
  return Math.max(0, Math.min(limits.text - page.length, Math.floor(bytes / 6)))
}

const lengthOf = (passage: Passage | undefined) =>
  (passage?.spans ?? []).reduce((sum, { text }) => sum + count(text), 0)

const fits = (page: Page, span: Span, length: number) => roomFor(page, span) >= length

const count = (text: string): number => [...text].length

/** Where the first `points` code points end, in UTF-16 units. */
function unitsOf(text: string, points: number): number {
  let units = 0
  for (let seen = 0; seen < points && units < text.length; seen += 1)
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1
  return units
}
