/** What a person did in a chat, told in neutral words. `address` is who did it, as the platform names them to this account. */
export type IncomingEvent = {
  readonly address: string
  /** When it happened by the platform's word. */
  readonly at: Date
  readonly displayName?: string
  /** Whether it counts as an interaction by the platform's rules (opens a messaging window). */
  readonly interaction: boolean
} & IncomingContent

export type IncomingContent =
  /**
   * Text as typed, NFC; `links` are http(s) addresses found by the platform beyond those written out in the text.
   * `messageId` is the platform's name of the message in this chat; `edited` when it replaces what that message said before.
   */
  | {
      readonly kind: 'text'
      readonly text: string
      readonly links: readonly string[]
      readonly messageId?: string
      readonly edited?: true
    }
  /** A button with a reference; `acknowledgement` is what the channel needs to stop the button's waiting sign. */
  | { readonly kind: 'tap'; readonly reference: string; readonly acknowledgement?: string }
  /** First contact or return, with the parameter of the deep link when there was one. */
  | { readonly kind: 'start'; readonly parameter?: string }
  | { readonly kind: 'file'; readonly name: string; readonly caption?: string }
  /** Something without words that we do not read: sticker, voice, location, ... */
  | { readonly kind: 'wordless'; readonly what: string }
  /** A phone number (digits with country code) that somebody gave; `proven` when the platform says that it is the sender's own. */
  | { readonly kind: 'phone'; readonly number: string; readonly proven: boolean }
  /** The platform says that a message of this account arrived; it settles what stayed unknown and is not kept. */
  | { readonly kind: 'received'; readonly messageId: string }
  /** The chat can be written to again, or no longer. */
  | { readonly kind: 'reachability'; readonly reachable: boolean }
  /** The person withdrew consent at the platform: their data there must go. */
  | { readonly kind: 'withdrawn' }
