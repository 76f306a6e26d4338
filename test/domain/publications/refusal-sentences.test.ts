import { expect, test } from 'vitest'
import * as conferences from '../../../src/domain/conferences/conferences.errors.ts'
import { fileRefusalCodes } from '../../../src/domain/files/file.ts'
import * as files from '../../../src/domain/files/files.errors.ts'
import * as organisations from '../../../src/domain/organisations/organisations.errors.ts'
import * as publications from '../../../src/domain/publications/publications.errors.ts'
import * as schedules from '../../../src/domain/schedules/schedules.errors.ts'
import { createTexts, locales } from '../../../src/texts.ts'

const { say } = createTexts()
const errors = Object.values({ ...conferences, ...files, ...organisations, ...publications, ...schedules }).map(
  (make) => make().code,
)

test.each(errors)('the refusal %s has a sentence in both languages', (code) => {
  const args = { missing: 'title', deadline: '08:30 19/11/2026', contact: '', line: 2 }
  for (const locale of locales) expect(say(locale, `error-${code}`, args)).toMatch(/\S.*\.$/s)
})

test.each(fileRefusalCodes)('so has a file that is %s, naming it', (code) => {
  for (const locale of locales) {
    expect(say(locale, `files-refused-${code}`, { name: 'thư.pdf', limitMb: '50', allowed: 'pdf' })).toContain(
      'thư.pdf',
    )
  }
})
