/** What the importer understood of an official letter; every blank of the original stays null or empty. */
export type ReadLetter = {
  readonly documentNumber: string | null
  readonly issuer: string | null
  readonly place: string | null
  /** ISO date; null when the original leaves day or month open. */
  readonly issuedOn: string | null
  readonly subject: string | null
  readonly addressees: readonly string[]
  readonly themes: readonly LetterTheme[]
  /** Points of orientation that belong to no single theme. */
  readonly guidance: readonly string[]
  readonly duties: readonly LetterDuty[]
  /** Material announced for the letter as a whole. */
  readonly attachments: readonly LetterAttachment[]
  readonly signer: LetterSigner
  readonly copies: readonly LetterCopy[]
  readonly warnings: readonly LetterWarning[]
}

/** A numbered part of the letter; the number is the printed one, mistakes included. */
export type LetterTheme = {
  readonly number: number
  readonly title: string
  readonly points: readonly string[]
  readonly attachments: readonly LetterAttachment[]
}

/** Material the letter announces, with the body that supplied it when it is named. */
export type LetterAttachment = { readonly title: string; readonly supplier: string | null }

/** Work the letter assigns; the addressee is null when the sentence names nobody. */
export type LetterDuty = { readonly addressee: string | null; readonly text: string }

/** Who signed: capacity is the KT./TL./TM. line, null when the head signs personally. */
export type LetterSigner = {
  readonly capacity: string | null
  readonly title: string | null
  readonly name: string | null
}

/** One line of «Nơi nhận» with its purpose (để b/c, Lưu …). */
export type LetterCopy = { readonly addressee: string; readonly purpose: string | null }

/** Something the editor should look at; the sentence is `letters-warning-<code>` with `detail`. */
export type LetterWarning = { readonly code: LetterWarningCode; readonly detail: string }

/** Every warning the importer can give. */
export const letterWarningCodes = [
  'no-theme',
  'date-partial',
  'date-impossible',
  'number-blank',
  'issuer-derived',
  'theme-number-repeated',
  'theme-number-order',
  'material-by-qr',
  'appendix-unread',
] as const

/** Code of a warning. */
export type LetterWarningCode = (typeof letterWarningCodes)[number]

/** Why a text is not read at all; the sentence is `letters-refused-<refused>`. A secret text is neither stored nor logged. */
export type LetterRefusal = { readonly refused: 'secret' | 'empty' | 'too-long' }

/** Characters of the longest text that is read. */
export const longestLetterCharacters = 200_000
