import { romanNumber } from './line-marker.ts'

/** A sentence of the kind «…: (1) …; (2) … và (3) …» taken apart. */
export type Enumeration = {
  readonly lead: string
  readonly items: readonly { readonly number: number; readonly text: string }[]
  /** Sentences after the last item. */
  readonly rest: string
}

/** Takes an inline enumeration apart: figures «(1)», or small Roman numbers «(i)»; null when there are not two in order. */
export function enumeration(paragraph: string, kind: 'figures' | 'roman'): Enumeration | null {
  const pattern = kind === 'figures' ? /\((\d{1,2})\)\s*/g : /\(([ivx]{1,5})\)\s*/g
  const marks: { readonly number: number; readonly from: number; readonly to: number }[] = []
  for (const mark of paragraph.matchAll(pattern)) {
    const number = kind === 'figures' ? Number(mark[1]) : romanNumber(mark[1] ?? '')
    if (marks.length === 0 && number !== 1) continue
    marks.push({ number, from: mark.index, to: mark.index + mark[0].length })
  }
  if (marks.length < 2 || marks[1]?.number !== 2) return null
  const last = marks.at(-1)
  const tail = last ? splitFirstSentence(paragraph.slice(last.to)) : null
  return {
    lead: paragraph.slice(0, marks[0]?.from ?? 0).trim(),
    items: marks.map((mark, at) => ({
      number: mark.number,
      text: mark === last ? trimItem(tail?.[0] ?? '') : trimItem(paragraph.slice(mark.to, marks[at + 1]?.from)),
    })),
    rest: tail?.[1] ?? '',
  }
}

/** First sentence and the rest; a point after a short form (TP., TS.) or a single letter ends none. */
export function splitFirstSentence(text: string): readonly [string, string] {
  for (const stop of text.matchAll(/[.!?…]["”»)]?\s+(?=["“«(]?\p{Lu})/gu)) {
    const word = /(\p{L}*)$/u.exec(text.slice(Math.max(0, stop.index - 12), stop.index))?.[1] ?? ''
    if (
      stop[0].startsWith('.') &&
      (word.length === 1 || /^(?:TP|Tp|TX|TT|ThS|TS|PGS|GS|BS|KT|TL|TM|Tr|tr|ĐT|No|St)$/.test(word))
    )
      continue
    const end = stop.index + stop[0].trimEnd().length
    return [text.slice(0, end).trim(), text.slice(end).trim()]
  }
  return [text.trim(), '']
}

function trimItem(text: string): string {
  return text
    .trim()
    .replace(/[;,]?\s+và$/u, '')
    .replace(/[;,]$/, '')
    .trim()
}
