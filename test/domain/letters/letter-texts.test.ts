import { expect, test } from 'vitest'
import { letterWarningCodes } from '../../../src/domain/letters/letter.ts'
import { createTexts, locales } from '../../../src/texts.ts'

const { say } = createTexts()

test.each(locales)('every warning and every refusal has its sentence in %s', (locale) => {
  for (const code of letterWarningCodes) {
    expect(say(locale, `letters-warning-${code}`, { detail: 'ngày tháng năm 2025' })).toMatch(/[.]$/)
  }
  for (const reason of ['secret', 'empty', 'too-long']) {
    expect(say(locale, `letters-refused-${reason}`, { limit: 200_000 })).toMatch(/[.]$/)
  }
  for (const reason of ['empty', 'damaged', 'not-docx', 'too-large']) {
    expect(say(locale, `letters-file-refused-${reason}`)).toMatch(/[.]$/)
  }
})
