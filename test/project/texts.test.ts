import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createTexts, locales } from '../../src/texts.ts'

const folder = (locale: string) => new URL(`../../src/texts/${locale}/`, import.meta.url)
const filesOf = (locale: string) => readdirSync(folder(locale)).filter((name) => name.endsWith('.ftl'))
const entriesOf = (locale: string) =>
  new Map(
    filesOf(locale)
      .map((name) => readFileSync(new URL(name, folder(locale)), 'utf8'))
      .flatMap((text) => [...text.matchAll(/^([a-z][\w-]*) *=((?:.*\n?)(?:[ }].*\n?|\n(?= ))*)/gm)])
      .map((match) => [match[1] ?? '', match[2] ?? ''] as const),
  )
const variablesOf = (text: string) =>
  [...new Set([...text.matchAll(/\{\s*\$(\w+)|NUMBER\(\$(\w+)/g)].map((match) => match[1] ?? match[2]))].toSorted()

describe('the texts', () => {
  it('load without a clash', () => {
    const texts = createTexts()
    for (const locale of locales) expect(texts.keys(locale).length).toBeGreaterThan(10)
  })

  it('say everything in Vietnamese and in English', () => {
    expect([...entriesOf('en').keys()].toSorted()).toEqual([...entriesOf('vi').keys()].toSorted())
    expect(filesOf('en')).toEqual(filesOf('vi'))
  })

  it('name the same variables in both languages', () => {
    const en = entriesOf('en')
    const uneven = [...entriesOf('vi')].filter(
      ([key, text]) => variablesOf(text).join() !== variablesOf(en.get(key) ?? '').join(),
    )
    expect(uneven.map(([key]) => key)).toEqual([])
  })

  it('use composed accents', () => {
    for (const name of filesOf('vi')) {
      const text = readFileSync(new URL(name, folder('vi')), 'utf8')
      expect(text, name).toBe(text.normalize('NFC'))
    }
  })
})
