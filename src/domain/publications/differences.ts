import type { Attachment, Publication, Theme } from './publication.ts'

/** One part of the content that is not what it was; "" where there is none on that side. */
export type Difference = {
  readonly part: 'title' | 'period' | 'issuer' | 'text' | 'theme' | 'documents'
  /** Of a theme. */
  readonly number?: number
  readonly before: string
  readonly after: string
}

/** What a correction changes of what it corrects, part by part in reading order. Pure. */
export function differencesBetween(before: Publication, after: Publication): readonly Difference[] {
  const lines = (['title', 'period', 'issuer', 'text'] as const).map((part) => ({
    part,
    before: before[part],
    after: after[part],
  }))
  const numbers = [...new Set([...before.themes, ...after.themes].map(({ number }) => number))].sort(
    (one, other) => one - other,
  )
  const themes = numbers.map((number) => ({
    part: 'theme' as const,
    number,
    before: themeText(before.themes.find((theme) => theme.number === number)),
    after: themeText(after.themes.find((theme) => theme.number === number)),
  }))
  const documents = { part: 'documents' as const, before: documentsOf(before), after: documentsOf(after) }
  const changed = [...lines, ...themes, documents].filter((each) => each.before !== each.after)
  // The same name with another content is a change that the names alone would hide.
  const swapped = !changed.includes(documents) && filesOf(before) !== filesOf(after)
  return swapped ? [...changed, documents] : changed
}

/** Where two texts part: what they begin and end with alike, by whole words. */
export function markChange(
  before: string,
  after: string,
): { readonly head: string; readonly before: string; readonly after: string; readonly tail: string } {
  const [old, fresh] = [before.split(/(?<=\s)/), after.split(/(?<=\s)/)]
  let head = 0
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head += 1
  let tail = 0
  while (tail < old.length - head && tail < fresh.length - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1
  return {
    head: old.slice(0, head).join(''),
    before: old.slice(head, old.length - tail).join(''),
    after: fresh.slice(head, fresh.length - tail).join(''),
    tail: old.slice(old.length - tail).join(''),
  }
}

const themeText = (theme: Theme | undefined): string => (theme ? [theme.title, ...theme.points].join('\n') : '')

const all = ({ attachments, themes }: Publication): readonly Attachment[] => [
  ...attachments,
  ...themes.flatMap((theme) => theme.attachments),
]
const documentsOf = (publication: Publication): string =>
  all(publication)
    .map(({ title, documentNumber, supplier, file }) =>
      [title, documentNumber, supplier, file?.name].filter(Boolean).join(' · '),
    )
    .join('\n')
const filesOf = (publication: Publication): string =>
  all(publication)
    .map(({ file }) => file?.sha256 ?? '')
    .join()
