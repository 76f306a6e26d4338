import type { ReadLetter } from '../letters/letter.ts'

/** Numbers stay as printed; when one is there twice, all are counted anew in the letter's order. */
export function uniqueNumbers<T extends { readonly number: number }>(themes: readonly T[]): readonly T[] {
  const numbers = new Set(themes.map(({ number }) => number))
  if (numbers.size === themes.length) return themes
  return themes.map((theme, at) => ({ ...theme, number: at + 1 }))
}

/** A part of a sentence of the letter as a line of its own. */
export const asTitle = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Whether the office reads its own letter; a letterhead may leave out the province, then the place must name it. */
export function isOwnLetter(reading: Pick<ReadLetter, 'issuer' | 'place'>, organisationName: string): boolean {
  const own = plain(organisationName)
  const issuer = plain(reading.issuer ?? '')
  const place = plain(reading.place ?? '')
  if (issuer === '' || own === issuer) return issuer !== ''
  return place !== '' && own.startsWith(`${issuer} `) && own.endsWith(place)
}

const plain = (name: string) => name.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim()
