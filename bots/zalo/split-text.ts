const segmenter = new Intl.Segmenter('vi', { granularity: 'grapheme' })

/**
 * Pieces of at most `limit` UTF-16 units (whichever way Zalo counts, that is never more): cut between paragraphs where a
 * piece stays at least half full, else between lines, words, and at worst between the letters a person sees.
 */
export function splitText(text: string, limit: number): readonly string[] {
  const pieces: string[] = []
  let rest = text.trim()
  while (rest.length > limit) {
    const cut = cutOf(rest, limit)
    pieces.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  return rest === '' ? pieces : [...pieces, rest]
}

/** The text cut to `limit` units with an ellipsis, never inside a letter. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  return `${text.slice(0, cutOf(text, limit - 1, { anywhere: true })).trimEnd()}…`
}

// A letter with many marks at the edge must be seen whole to know where it begins.
const margin = 64

function cutOf(text: string, limit: number, { anywhere = false } = {}): number {
  const cuts = { paragraph: 0, line: 0, word: 0, letter: 0 }
  let before = ''
  for (const { segment, index } of segmenter.segment(text.slice(0, limit + margin))) {
    if (index > limit) break
    const isBreak = segment.includes('\n')
    if (isBreak && before.includes('\n')) cuts.paragraph = index
    if (isBreak) cuts.line = index
    if (/^\s+$/.test(segment)) cuts.word = index
    if (index + segment.length <= limit) cuts.letter = index + segment.length
    before = segment
  }
  const tidy = anywhere ? [] : [cuts.paragraph, cuts.line, cuts.word]
  return tidy.find((cut) => cut >= limit / 2) ?? (cuts.letter || wholeCharacters(text, limit))
}

/** One letter longer than a message: at least no half of a surrogate pair. */
const wholeCharacters = (text: string, limit: number): number =>
  /[\uD800-\uDBFF]/.test(text[limit - 1] ?? '') ? limit - 1 : limit
