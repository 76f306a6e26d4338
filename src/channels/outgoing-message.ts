/** Something that is sent to one person, in neutral words; each channel renders it with its own means. JSON-safe, since replies are stored. */
export type Outgoing = OutgoingMessage | OutgoingNotice

/** A full message: text, buttons and files. All texts are plain, NFC, without any markup. */
export type OutgoingMessage = {
  readonly kind: 'message'
  readonly blocks: readonly Block[]
  /** In order of importance; a channel with fewer places makes as few further messages as it needs. */
  readonly buttons: readonly Button[]
  readonly files: readonly CarriedFile[]
}

/**
 * The short approved notice for a person to whom the channel carries no free text now; its tap or its link brings the content.
 * `fields` are what the channel's approved templates may name.
 */
export type OutgoingNotice = {
  readonly kind: 'notice'
  readonly about: 'bulletin' | 'announcement' | 'invitation' | 'reminder' | 'introduction'
  readonly fields: NoticeFields
  /** Comes back as a tap when the person opens the notice. */
  readonly reference: string
  /** The person's signed page: the way for whoever's tap does not reach us. */
  readonly url: string
}

/** Each at most 100 characters (cut by whoever fills it), never empty: "–" stands for what the office left blank. */
export type NoticeFields = {
  readonly recipient: string
  readonly issuer: string
  readonly documentNumber: string
  readonly subject: string
  /** Period of a bulletin, or time of a conference, in words. */
  readonly when: string
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** A line each, with the number that can also be typed. */
  | { readonly kind: 'numbered'; readonly items: readonly { readonly number: number; readonly text: string }[] }
  | { readonly kind: 'points'; readonly items: readonly string[] }
  /** Long text of the issuer; a channel may fold it. */
  | { readonly kind: 'quote'; readonly text: string }
  /** A moment (ISO 8601); `text` says it in office time for channels that cannot convert. */
  | { readonly kind: 'time'; readonly at: string; readonly label: string; readonly text: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  /** How to do by typing what the buttons do; always rendered, last. */
  | { readonly kind: 'hint'; readonly text: string }

export type Button =
  /** Comes back as a tap with `reference`: at most 48 ASCII characters. `closed`: it stands there, but pressing it does nothing any more. */
  | {
      readonly label: string
      readonly reference: string
      readonly style?: 'primary' | 'danger' | 'success'
      readonly closed?: true
    }
  | { readonly label: string; readonly url: string }
  /** Asks the person to share something about themselves, in the platform's own way; a channel without one leaves it out. */
  | { readonly label: string; readonly ask: 'phone' }

/** A stored file; `url` is the person's own signed link for when the channel cannot carry the file itself. */
export type CarriedFile = {
  readonly sha256: string
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
  readonly url: string
}
