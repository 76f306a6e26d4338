import { z } from 'zod'

/** What a consent is for; one so far: to be written to in the chat it was given in, and to have the answers kept for that. */
export const consentPurpose = 'bulletins'

/** A consent as it was given: the very words that were shown, how it was said, and when. */
const givenConsentSchema = z.object({
  text: z.string(),
  /** "<channel>:button" or "<channel>:typed". */
  way: z.string(),
  at: z.iso.datetime(),
})
export type GivenConsent = z.infer<typeof givenConsentSchema>

/** Of somebody who is not on the roster yet: it waits in the conversation for the desk's decision. */
export const pendingConsentSchema = givenConsentSchema.extend({ requestId: z.uuid() })
export type PendingConsent = z.infer<typeof pendingConsentSchema>
