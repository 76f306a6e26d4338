import { randomBytes } from 'node:crypto'
import { type Keyring, sign } from '../../platform/crypto.ts'

/** 32 signs of which no two are mistaken for each other: 8 of them carry 40 bits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A fresh code as it is shown and may be put into a deep link: "GB-7K3M-Q0ZT". */
export function makeRegistrationCode(): string {
  const signs = [...randomBytes(8)].map((byte) => alphabet[byte % 32]).join('')
  return `GB-${signs.slice(0, 4)}-${signs.slice(4)}`
}

/** The code somewhere in what was typed, in its one spelling: small letters, other dashes, and O, I, L for 0, 1 are forgiven. */
export function readRegistrationCode(text: string): string | undefined {
  const plain = text.toUpperCase().replace(/[\u2010-\u2015\u2212_]/gu, '-')
  const match = /(?<![A-Z0-9])GB ?-? ?([A-Z0-9]{4}) ?-? ?([A-Z0-9]{4})(?![A-Z0-9])/u.exec(plain)
  if (!match) return undefined
  return `GB-${oneSpelling(match[1] ?? '')}-${oneSpelling(match[2] ?? '')}`
}

const oneSpelling = (signs: string): string => signs.replaceAll('O', '0').replace(/[IL]/gu, '1').replaceAll('U', 'V')

/** What is kept instead of the code: worthless without our key, since 40 bits alone could be tried through. */
export const registrationCodeHash = (keyring: Keyring, code: string): string =>
  sign(keyring, 'registration-code', code).toString('hex')
