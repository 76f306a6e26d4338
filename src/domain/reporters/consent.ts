/** What a consent is for; one so far: to be written to in the chat it was given in, and to have the answers kept for that. */
export const consentPurpose = 'bulletins'

/** A consent as it was given: the very words that were shown, how it was said, and when. */
export type GivenConsent = {
  readonly text: string
  /** "<channel>:button" or "<channel>:typed". */
  readonly way: string
  /** ISO 8601. */
  readonly at: string
}
