import type { Channel, WebhookRequest } from '../../src/channels/channel.ts'
import type { CarriedFile } from '../../src/channels/outgoing-message.ts'
import type { SendResult } from '../../src/channels/send-outcome.ts'

/** One channel beside the stand-in of its platform, as the contract suite sees both. */
export type ChannelStand = AsyncDisposable & {
  readonly channel: Channel
  /** What must never stand in a trace or the log. */
  readonly secrets: readonly string[]
  /** Everything that was logged so far. */
  logged(): string
  /** Somebody who can be written to now. */
  person(): StoodPerson
  carry(name: string, mediaType: string, bytes: Uint8Array): CarriedFile
  /** Calls that reached the platform since the start. */
  calls(): number
}

export type StoodPerson = {
  readonly address: string
  /** What stands on the phone from this account, oldest first. */
  texts(): Promise<readonly string[]>
  files(): Promise<readonly { readonly name: string; readonly bytes: Uint8Array }[]>
}

/** What can go wrong at a platform; the stand-in itself refuses where it can, else a fault answers in its words. */
export type Trouble =
  | ('throttled' | 'blocked' | 'gone' | 'window-closed' | 'rejected' | 'misconfigured')
  | ('dropped-before' | 'dropped-after' | 'proxy-page')

/** What a channel has to say about itself, so that one suite fits all. */
export type ChannelFacts = {
  readonly name: string
  /** Two readings of the limit count the same for plain letters; `count` is how the platform counts. */
  readonly text: { readonly limit: number; count(text: string): number }
  /** Of the largest file per kind, -1 when none is carried; `heavy` ones are only rendered. */
  readonly files: readonly { readonly mediaType: string; readonly limitBytes: number; readonly heavy?: true }[]
  /** A file it takes and its beginning, as the platform looks at it; none for a channel that carries links only. */
  readonly file?: { readonly name: string; readonly mediaType: string; readonly head: readonly number[] }
  readonly troubles: Readonly<Record<Trouble, ExpectedTrouble | 'never happens here'>>
  /** A channel that hears people: how their words come in. */
  readonly hearing?: {
    /** The platform's own call with what this person typed. */
    typed(stand: ChannelStand, person: StoodPerson, text: string): Promise<WebhookRequest>
    /** The same call with a proof that is nearly right. */
    forged(request: WebhookRequest): WebhookRequest
  }
  open(): Promise<ChannelStand>
}

export type ExpectedTrouble = {
  make(stand: ChannelStand, person: StoodPerson): void | Promise<void>
  readonly outcome: Partial<SendResult> & { readonly kind: SendResult['kind'] }
}
