/** Where the conversation stood: connecting, signing in, naming the sender, naming the recipient, handing over the text. */
export type SmtpStage = 'session' | 'auth' | 'sender' | 'recipient' | 'content'

/** An answer of 4xx or 5xx. `enhanced` is the code of RFC 3463 in it, "5.1.1". */
export type Refusal = {
  readonly stage: SmtpStage
  readonly code: number
  readonly enhanced?: string
  readonly text: string
}

/** How one mail, or one greeting, ended. */
export type SmtpReply = (
  | { readonly kind: 'accepted'; readonly code: number }
  | ({ readonly kind: 'refused' } & Refusal)
  /** No answer of the server's: refused connection, no such host, lost or silent connection. `written`: the dot behind the text had left. */
  | { readonly kind: 'failed'; readonly stage: SmtpStage; readonly code: string; readonly written: boolean }
) & { readonly durationMs: number }
