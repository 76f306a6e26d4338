import { extractLinks } from '../articles/extract-links.ts'
import { typedAnswers } from '../conferences/conference.ts'
import { readRegistrationCode } from '../reporters/registration-code.ts'
import { plainWords, withoutPoliteness } from './plain-words.ts'
import { type Word, wordOf } from './words.ts'

/** What somebody most likely means by what they typed, before it is known what they were asked. */
export type Meaning =
  | { readonly kind: 'code'; readonly code: string }
  /** 0–99: a theme, or none of them. */
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'start'; readonly parameter?: string }
  | { readonly kind: 'name-other'; readonly named?: string }
  | { readonly kind: 'links' }
  | Bare
  | { readonly kind: 'unknown' }

type Bare = { [W in Exclude<Word, 'start' | 'name-other'>]: { readonly kind: W } }[Exclude<
  Word,
  'start' | 'name-other'
>]

/** Reads Vietnamese with or without accents, and English; small and capital letters alike. Never throws. */
export function understand(text: string): Meaning {
  const typed = text.normalize('NFC').trim()
  const short = typed.length <= 200
  const start = short ? /^\/start(?:@\w+)?(?:\s+(\S+))?$/iu.exec(typed) : null
  if (start) return start[1] === undefined ? { kind: 'start' } : { kind: 'start', parameter: start[1] }
  const number = short ? numberOf(typed) : undefined
  if (number !== undefined) return { kind: 'number', number }
  const word = short ? (wordOf(withoutPoliteness(typed)) ?? wordOf(typed)) : undefined
  if (word) return { kind: word }
  if (extractLinks(typed).length > 0) return { kind: 'links' }
  const code = short ? readRegistrationCode(typed) : undefined
  if (code !== undefined) return { kind: 'code', code }
  const named = short ? namedOther(typed) : undefined
  return named === undefined ? { kind: 'unknown' } : { kind: 'name-other', named }
}

function numberOf(typed: string): number | undefined {
  const match = /^(?:(?:so|muc|chuyen de|noi dung|theme|no)\.? ?)?(\d{1,2}) ?[.)]?$/u.exec(plainWords(typed))
  return match ? Number(match[1]) : undefined
}

const namingLetter = typedAnswers['name-other']
const naming = new RegExp(
  `^(?:${namingLetter}(?:\\s*[:.-]\\s*|\\s+)|(?:cử|cu)(?: người khác| nguoi khac)?\\s*:\\s*)(\\S.*)$`,
  'isu',
)

/** "N Nguyễn Văn An, quay phim Trần Bình": the letter of the button, then the names. */
function namedOther(typed: string): string | undefined {
  return naming.exec(typed)?.[1]?.trim()
}
