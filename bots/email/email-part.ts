/** What one part of this channel holds; only `send` opens it. */
export type EmailPart = {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The same for the same message, so that a mail sent once more carries the same Message-ID. */
  readonly key: string
  /** Where the person stops these mails; absent where the message has no page of theirs. */
  readonly stopUrl?: string
}
