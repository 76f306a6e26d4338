import { bodyFirstWord } from './body-names.ts'

/** Where the issuer's name comes from when no letterhead is left, best evidence first. */
export type IssuerEvidence = {
  readonly letterhead: string | null
  readonly numberSymbol: string | null
  /** Paragraphs of the body, in order. */
  readonly body: readonly string[]
  readonly signerTitle: string | null
}

/** Names the issuing body; `derived` says that it was not printed as a letterhead. */
export function readIssuer(evidence: IssuerEvidence): { readonly issuer: string | null; readonly derived: boolean } {
  const text = evidence.body.join('\n')
  if (evidence.letterhead !== null) return { issuer: asWrittenInText(evidence.letterhead, text), derived: false }
  const issuer =
    bodyBehindSymbol(evidence.numberSymbol, text) ??
    bodyThatSends(evidence.body) ??
    bodyOfSigner(evidence.signerTitle, text)
  return { issuer, derived: issuer !== null }
}

/** A letterhead is in capitals; the text usually writes the same name in the ordinary way. */
function asWrittenInText(letterhead: string, text: string): string {
  const name = letterhead.replace(/\s+/g, ' ')
  const at = text.toLowerCase().indexOf(name.toLowerCase())
  const written = at >= 0 ? text.slice(at, at + name.length) : ''
  return /\p{Ll}/u.test(written) && written.toLowerCase() === name.toLowerCase() ? capitalised(written) : name
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** «BTTTT» of a number is a body of the text whose initials spell it. */
function bodyBehindSymbol(symbol: string | null, text: string): string | null {
  if (symbol === null) return null
  for (const part of symbol.split(/[-–/]/)) {
    const letters = part.replace(/[^\p{L}]/gu, '').toUpperCase()
    if (letters.length < 2 || letters.length > 12 || !/^\p{Lu}+$/u.test(part.replace(/[.&\d]/g, ''))) continue
    const found = bodyWithInitials(letters, text)
    if (found) return found
  }
  return null
}

function bodyWithInitials(letters: string, text: string): string | null {
  for (const start of text.matchAll(new RegExp(`(?<![\\p{L}])${bodyFirstWord}(?![\\p{L}])`, 'gu'))) {
    const words =
      text
        .slice(start.index, start.index + 160)
        .split(/[\n;:()“”".]/, 1)[0]
        ?.split(' ') ?? []
    let spelt = ''
    for (const [count, word] of words.entries()) {
      const bare = word.replace(/[^\p{L}]/gu, '')
      if (bare !== 'và' && bare !== '') spelt += /^\p{Lu}{2,}$/u.test(bare) ? bare : bare.slice(0, 1).toUpperCase()
      if (spelt === letters && count > 0)
        return words
          .slice(0, count + 1)
          .join(' ')
          .replace(/,$/, '')
      if (!letters.startsWith(spelt)) break
    }
  }
  return null
}

const sends =
  /^([^.:;()]{3,90}?)\s(?:xin\s)?(?:trân trọng\s|kính\s)?(?:gửi|đề nghị|thông báo|yêu cầu|mời|cung cấp|định hướng|ban hành|thông tin(?= một| về| đến| tới))(?=[\s:])/u

/** «X gửi …» at the end of a letter, else «…, X định hướng …» in its opening. */
function bodyThatSends(body: readonly string[]): string | null {
  const opening = body.slice(0, 3).flatMap((paragraph) =>
    paragraph
      .slice(0, 3000)
      .replace(/\s*\([^()]*\)/g, '')
      .split(/,\s(?=\p{Lu})/u),
  )
  const closing = body.slice(-4).map((paragraph) => paragraph.slice(0, 400))
  const whole = new RegExp(`^${bodyFirstWord}(?=\\s)`, 'u')
  for (const candidate of [...closing, ...opening.reverse()]) {
    const name = sends.exec(candidate)?.[1]?.trim()
    if (name && whole.test(name) && name.split(' ').length <= 14 && !/\s(?:đã|được|sẽ)(?:\s|$)/u.test(name)) return name
  }
  return null
}

/** «CỤC TRƯỞNG» signs for the first Cục the text names. */
function bodyOfSigner(title: string | null, text: string): string | null {
  const kind = /(BỘ|CỤC|VỤ|SỞ)(?=\s+TRƯỞNG)/u.exec(title ?? '')?.[1]
  if (!kind) return null
  const word = kind.slice(0, 1) + kind.slice(1).toLowerCase()
  return (
    new RegExp(`(?<![\\p{L}])${word}(?:\\s\\p{Lu}\\p{Ll}{0,12}(?:\\s(?:và\\s)?\\p{L}{1,7}){0,5})`, 'u').exec(
      text,
    )?.[0] ?? null
  )
}
