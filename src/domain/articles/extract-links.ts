import { parse } from 'tldts'

/** The addresses written in a text, in order, each once, with a scheme and without the punctuation around them. Never throws. */
export function extractLinks(text: string): readonly string[] {
  const clean = text.normalize('NFC').replace(invisible, '')
  const found: string[] = []
  for (const piece of clean.split(/[\s<>"“”«»‘’`|]+/u)) {
    for (const candidate of candidatesOf(piece.slice(0, longestPiece))) {
      const link = asLink(candidate)
      if (link && !found.includes(link)) found.push(link)
    }
  }
  return found
}

/** Zero-width characters and soft hyphens that chats put into long words. */
const invisible = /[\u200B-\u200D\u2060\uFEFF\u00AD]/gu
/** More than any address the desk takes, so that a pasted wall of letters costs nothing. */
const longestPiece = 4_000
const scheme = /^[a-z][a-z0-9+.-]{1,15}:\/\//i

/** One word of the text may hold several addresses glued together, or one in the middle: "xem:https://…". */
function candidatesOf(piece: string): readonly string[] {
  const starts = [...piece.matchAll(/(?:https?|ftp|file):\/\//gi)].map((match) => match.index)
  // An address inside the query of another one belongs to it: sharing services write it so.
  const first = starts[0]
  if (first === undefined) return piece.split(/[,;()[\]{}]+/u)
  const own = starts.filter((at, index) => index === 0 || /[,;)\]}]/u.test(piece[at - 1] ?? ''))
  return own.map((at, index) => piece.slice(at, own[index + 1]))
}

function asLink(candidate: string): string | undefined {
  const trimmed = trimPunctuation(candidate)
  if (scheme.test(trimmed)) return trimmed.length > trimmed.indexOf('://') + 3 ? trimmed : undefined
  return looksLikeDomain(trimmed) ? `https://${trimmed}` : undefined
}

/** A bare "toasoan.vn/bai" counts only under a registered top level, so that "v.v", "1.2" and "xin.cam.on" stay words. */
function looksLikeDomain(text: string): boolean {
  const match = /^((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,})(?::\d{1,5})?(?:[/?#].*)?$/u.exec(text)
  const host = match?.[1]
  if (!host) return false
  if (!/^www\./iu.test(host) && host.length === text.length && sentenceEnd.test(host)) return false
  const facts = parse(host)
  return facts.isIcann === true && facts.domain !== null && !documentName.test(text)
}

/** "xong.Ai" and "được.ai" are two sentences without a space between them. */
const sentenceEnd = /[^\p{ASCII}]|\p{Ll}\.\p{Lu}\p{Ll}+$/u

/** "Quy-che.doc" is a file on somebody's desk even where its ending were a country. */
const documentName = /^[^/?#]*\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|jpe?g|png|mp[34]|mov)$/iu

/** Takes off what a sentence puts behind an address; a closing bracket stays when its opening is part of the address. */
function trimPunctuation(text: string): string {
  let rest = text.replace(/^[("'[{<*_~•–—-]+/u, '')
  for (;;) {
    const last = rest.at(-1)
    if (last === undefined) return rest
    const opening = brackets[last]
    const loose = opening === undefined ? /[.,;:!?'"…*~]/u.test(last) : count(rest, last) > count(rest, opening)
    if (!loose) return rest
    rest = rest.slice(0, -last.length)
  }
}

const brackets: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }
const count = (text: string, letter: string): number => text.split(letter).length - 1
