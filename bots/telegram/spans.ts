/** A piece of visible text under at most one tag pair, which is closed and opened again wherever a message ends inside it. */
export type Span = { readonly text: string; readonly open: string; readonly close: string }
/** What belongs together: kept in one message when it is short, filled into the rest of one when it is long. */
export type Passage = {
  readonly spans: readonly Span[]
  readonly gap: string
  /** Never stands alone at the end of a message: the title of what follows. */
  readonly leadsOn?: true
}

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export const plain = (text: string): Span => ({ text: clean(text), open: '', close: '' })
export const tagged = (tag: string, text: string, attributes = ''): Span => ({
  text: clean(text),
  open: `<${tag}${attributes}>`,
  close: `</${tag}>`,
})

/** What no phone shows: control characters and halves of characters. */
function clean(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\u2028\u2029]/gu, (sign) => (sign === '\n' || sign === '\t' ? sign : ' '))
}

/**
 * As the platform sees it: a scheme it opens, and a host with a dot; anything else loses the link or is refused. Its longest is nowhere
 * said (November 2026): ours is 2,048.
 */
export function isFollowable(url: string): boolean {
  if (url.length > 2048 || !URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return (protocol === 'https:' || protocol === 'http:') && /\.|^\[/.test(hostname)
}
