import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import type { IncomingEvent } from './incoming-event.ts'
import type { CarriedFile, Outgoing } from './outgoing-message.ts'
import type { SendOutcome } from './send-outcome.ts'

/** One account of one platform, ready to use. Adapters translate; the domain decides. */
export type Channel = {
  readonly accountId: string
  /** The folder's name under bots/. */
  readonly name: string
  /** How fast bulk and replies together may go: `messages` per `perMs`. */
  readonly pace: { readonly messages: number; readonly perMs: number }
  /** Which message kind would reach this person now, and what it would cost. Pure. */
  reach(contact: ContactFacts): Reach
  /** Splits into what one platform call can carry, limits respected. Pure; the parts are sent in order. */
  render(outgoing: Outgoing): readonly Part[]
  /** One platform call (plus an upload where the file has no handle yet). Never throws for what a platform or network does. */
  send(address: string, part: Part): Promise<SendOutcome>
  /** Neutral events of one stored raw update; [] for what does not concern us. Never throws on junk. */
  read(payload: unknown): readonly IncomingEvent[]
  /** Stops the waiting sign of a tapped button; `notice` is a short text shown over the chat where the platform can. Failures are ignored. */
  acknowledge?(acknowledgement: string, notice?: string): Promise<void>
  /** A link that opens the chat and brings `parameter` with its first event, where the platform has one. */
  startLink?(parameter: string): string
  /** A link that just opens the chat, for platforms whose links bring nothing along; undefined while the account's address is not known. */
  chatLink?(): string | undefined
  /** Checks a webhook call by the platform's own proof. */
  verifyWebhook?(request: WebhookRequest): WebhookVerdict
  /** Pulls updates until `signal` aborts; every update is given to `keep` and counts as received when that resolves. */
  poll?(keep: (update: RawUpdate) => Promise<void>, signal: AbortSignal): Promise<void>
  /** Regular care (token refresh, commands and descriptions at start); called at start and about every minute. */
  care?(): Promise<void>
  /** Whether this account could send right now, in words for /healthz: code only, no secret. */
  check(): Promise<ChannelHealth>
}

/** What one platform call carries; opaque to everyone but the channel that rendered it. */
export type Part = { readonly channel: string; readonly body: unknown }

export type ContactFacts = { readonly lastInteractionAt: Date | null; readonly now: Date }

export type Reach =
  /** Free text goes; `costVnd` per message, 0 when free. */
  | { readonly kind: 'message'; readonly costVnd: number }
  /** Only the approved notice goes, then the tap opens the rest. */
  | { readonly kind: 'notice'; readonly costVnd: number }
  /** Never wrote: a small number of first messages is allowed, so it goes as a notice in plain text. */
  | { readonly kind: 'introduction'; readonly costVnd: number }
  | { readonly kind: 'closed'; readonly reason: string }

/** As it came over HTTP; header names are lower case. */
export type WebhookRequest = {
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

export type WebhookVerdict =
  | { readonly kind: 'accepted'; readonly updates: readonly RawUpdate[] }
  /** Answer 200 and forget: a console probe, an echo of our own message, an event we did not ask for. */
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string }

/** `externalId` is what makes a repeat recognisable (update id, message id, or a hash). */
export type RawUpdate = { readonly externalId: string; readonly payload: unknown }

export type ChannelHealth =
  | { readonly kind: 'ok'; readonly detail?: string }
  | { readonly kind: 'failing'; readonly code: string; readonly detail: string }

/** What a channel may use of the house. */
export type ChannelPorts = {
  readonly accountId: string
  readonly clock: Clock
  readonly log: Logger
  readonly files: ChannelFiles
  /** Secrets of the account, decrypted; `write` commits before it resolves. */
  readonly secrets: { read(): Promise<unknown>; write(secrets: unknown): Promise<void> }
  /** What must be remembered between calls and is no secret (JSON); `write` replaces the named keys. */
  readonly memory: {
    read(): Promise<Readonly<Record<string, unknown>>>
    write(values: Record<string, unknown>): Promise<void>
  }
  /** Runs `work` while nobody else on any process runs under the same name; waits for its turn. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>
}

export type ChannelFiles = {
  bytes(sha256: string): Promise<Uint8Array>
  /** The platform's handle kept for this file and account, when it is still valid by our clock. */
  handleOf(file: Pick<CarriedFile, 'sha256'>, kind: string): Promise<string | undefined>
  keepHandle(file: Pick<CarriedFile, 'sha256'>, kind: string, handle: string, expiresAt?: Date): Promise<void>
  forgetHandle(file: Pick<CarriedFile, 'sha256'>, kind: string): Promise<void>
}
