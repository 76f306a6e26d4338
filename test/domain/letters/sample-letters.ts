import { readFileSync } from 'node:fs'
import type { ReadLetter } from '../../../src/domain/letters/letter.ts'
import { isRefused, readLetter } from '../../../src/domain/letters/read-letter.ts'

/** Text of an invented letter of the samples folder. */
export function sampleText(name: string): string {
  return readFileSync(new URL(`./samples/${name}.txt`, import.meta.url), 'utf8')
}

/** Reads a text that must not be refused. */
export function read(text: string): ReadLetter {
  const letter = readLetter(text)
  if (isRefused(letter)) throw new Error(`refused: ${letter.refused}`)
  return letter
}
