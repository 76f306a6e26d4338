import { expect, test } from 'vitest'
import { auditNouns } from '../../../src/domain/audit/read-audit.repository.ts'
import { createTexts, locales } from '../../../src/texts.ts'
import { sourceFiles } from '../../project/source-files.ts'

const domain = sourceFiles().filter(({ path }) => path.startsWith('src/domain/'))
const found = (pattern: RegExp) =>
  new Set(domain.flatMap(({ text }) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')))

/** What is put together from parts stands in its own test where it is shown. */
test('everything that is recorded can be read in both languages', () => {
  const actions = found(/\baction(?:: string)?(?::| =)[^\n]*?'([a-z]+(?:-[a-z]+)+)'/g)
  const nouns = found(/\bsubject: `([a-z-]+):\$\{/g)
  expect(actions.size).toBeGreaterThan(40)
  expect([...nouns].filter((noun) => !auditNouns.some((each) => each === noun))).toEqual([])
  const texts = createTexts()
  for (const locale of locales) {
    const keys = new Set(texts.keys(locale))
    const wanted = [
      ...[...actions].map((each) => `audit-${each}`),
      ...auditNouns.map((each) => `audit-subject-${each}`),
    ]
    expect(wanted.filter((key) => !keys.has(key))).toEqual([])
  }
})
