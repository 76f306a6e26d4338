/** What became of one part handed to a platform. A closed list: `nextStep` in the domain decides what follows from each. */
export type SendOutcome = SendResult & { readonly trace: SendTrace }

export type SendResult =
  /** Accepted by the platform. `costVnd` is what it bills, 0 when free. */
  | { readonly kind: 'sent'; readonly messageIds: readonly string[]; readonly costVnd: number }
  /** Refused for speed: nothing of this account may go before `retryAfterMs` has passed. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  /** Certainly not delivered, worth another try: refused connection, no such host, connect timeout, an explicit transient refusal. */
  /** `retryAfterMs`: no sooner than that, by the platform's word (its night, its daily limit). */
  | { readonly kind: 'not-written'; readonly code: string; readonly retryAfterMs?: number }
  /** This person cannot be written to on this account. */
  | { readonly kind: 'recipient-gone'; readonly code: string; readonly state: 'blocked' | 'gone' }
  /** The platform's messaging window is closed: another message kind or surface is needed. */
  | { readonly kind: 'window-closed'; readonly code: string }
  /** The content is at fault: the same for everybody, so the broadcast stops. */
  | { readonly kind: 'rejected'; readonly code: string; readonly detail: string }
  /** The account is at fault (token, package, consent, balance): it stops until the administrator mends it. */
  | { readonly kind: 'misconfigured'; readonly code: string; readonly detail: string }
  /** Written, but no usable answer: it may or may not have arrived. */
  | { readonly kind: 'unknown'; readonly code: string }

/** Evidence for staff, redacted by the channel: no token, no message text, no phone number. */
export type SendTrace = {
  readonly method: string
  readonly status?: number
  readonly code?: string
  readonly description?: string
  readonly durationMs: number
  /** How many messages of the account's pace it took, when it was not one. */
  readonly weight?: number
}
