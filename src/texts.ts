import { readdirSync, readFileSync } from 'node:fs'
import { FluentBundle, FluentResource } from '@fluent/bundle'

export const locales = ['vi', 'en'] as const
export type Locale = (typeof locales)[number]
export type TextArguments = Readonly<Record<string, string | number>>
/** The sentence of a key in a language. A key that is missing is a bug and throws. */
export type Say = (locale: Locale, key: string, args?: TextArguments) => string
export type Texts = { readonly say: Say; readonly keys: (locale: Locale) => readonly string[] }

/** Loads src/texts/<locale>/*.ftl once; values are inserted as they are: escaping is the business of whoever renders. */
export function createTexts(): Texts {
  const bundles = new Map(locales.map((locale) => [locale, loadBundle(locale)] as const))
  const say: Say = (locale, key, args) => {
    const { bundle } = bundles.get(locale) ?? loadBundle(locale)
    const pattern = bundle.getMessage(key)?.value
    if (!pattern) throw new Error(`No text for "${key}" in ${locale}`)
    const problems: Error[] = []
    const sentence = bundle.formatPattern(pattern, args ?? null, problems)
    if (problems.length > 0) throw new Error(`Text "${key}" in ${locale}: ${problems[0]?.message}`)
    return sentence
  }
  return { say, keys: (locale) => bundles.get(locale)?.keys ?? [] }
}

function loadBundle(locale: Locale): { readonly bundle: FluentBundle; readonly keys: readonly string[] } {
  const folder = new URL(`./texts/${locale}/`, import.meta.url)
  const bundle = new FluentBundle(locale, { useIsolating: false })
  const keys: string[] = []
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ftl'))) {
    const resource = new FluentResource(readFileSync(new URL(file, folder), 'utf8'))
    const clashes = bundle.addResource(resource)
    if (clashes.length > 0) throw new Error(`${locale}/${file}: ${clashes[0]?.message}`)
    keys.push(...resource.body.map((entry) => entry.id))
  }
  return { bundle, keys }
}
