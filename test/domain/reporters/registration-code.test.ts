import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  makeRegistrationCode,
  readRegistrationCode,
  registrationCodeHash,
} from '../../../src/domain/reporters/registration-code.ts'
import { createKeyring } from '../../../src/platform/crypto.ts'

test('a code is read back however it is typed', () => {
  for (let time = 0; time < 50; time++) {
    const code = makeRegistrationCode()
    const loose = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
    for (const typed of [code, loose, ` ${code}. `, `(${code})`, code.replaceAll('-', '–'), code.replaceAll('-', '')])
      expect(readRegistrationCode(typed), typed).toBe(code)
  }
})

const none = ['', 'GB', 'GB-123', 'GB-1234-567', 'ABGB-1234-5678', 'GB-1234-56789', 'ông GB nói', '1234-5678']
test.each(none)('«%s» is no code', (typed) => {
  expect(readRegistrationCode(typed)).toBeUndefined()
})

test('reading never fails, and what is kept depends on our key', () => {
  fc.assert(fc.property(fc.string(), (text) => readRegistrationCode(text) !== ''))
  const code = makeRegistrationCode()
  const [one, other] = [createKeyring('one'), createKeyring('other')]
  expect(registrationCodeHash(one, code)).not.toBe(registrationCodeHash(other, code))
})
