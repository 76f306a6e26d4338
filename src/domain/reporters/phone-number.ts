import { type Keyring, seal, sign, unseal } from '../../platform/crypto.ts'

/** Of a number without one: the office and its reporters are in one country. */
const countryCode = '84'

/** A number as typed, in its one spelling: digits with country code; undefined for what is none. */
export function readPhoneNumber(typed: string): string | undefined {
  const text = typed.trim()
  if (!/^\+?\(?\d[\d .()-]{6,20}$/.test(text)) return undefined
  const digits = text.replace(/\D/g, '')
  const number = text.startsWith('+') ? digits : withCountryCode(digits)
  // E.164: at most 15 digits.
  return /^[1-9]\d{8,14}$/.test(number) ? number : undefined
}

function withCountryCode(digits: string): string {
  if (digits.startsWith('00')) return digits.slice(2)
  if (digits.startsWith('0')) return countryCode + digits.slice(1)
  // A spreadsheet drops the zero in front of a mobile number.
  return /^[35789]\d{8}$/.test(digits) ? countryCode + digits : digits
}

/** What is compared instead of the number: worthless without our key, since all numbers could be tried through. */
export const phoneHash = (keyring: Keyring, number: string): string =>
  sign(keyring, 'phone-number', number).toString('hex')

/** With the sign that says that the country code is in it. */
export const sealPhone = (keyring: Keyring, number: string): string => seal(keyring, 'phone', `+${number}`)

/** The number behind what is kept, in its one spelling; undefined when it was sealed with another key. */
export function openPhone(keyring: Keyring, sealed: string): string | undefined {
  const plain = unseal(keyring, 'phone', sealed)
  return plain === undefined ? undefined : (readPhoneNumber(plain) ?? plain)
}

/** For eyes that only need to tell it from another. */
export const maskedPhone = (number: string): string => `••• ${number.slice(-3)}`
