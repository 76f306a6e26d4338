import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import type { IncomingEvent } from './incoming-event.ts'
import type { CarriedFile, Outgoing, OutgoingNotice } from './outgoing-message.ts'
import type { SendOutcome, SendTrace } from './send-outcome.ts'

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
  send(address: string, part: Part, how?: SendManner): Promise<SendOutcome>
  /** Changes or takes away one message that this account sent; absent where the platform lets nobody do that. Doing it twice does no harm. */
  revise?(address: string, sent: SentMessage, change: Revision): Promise<RevisionOutcome>
  /** For so long after the sending `revise` takes a message away; what is older it can only replace. */
  readonly deletableForMs?: number
  /**
   * Looks into the chat itself whether this part arrived at or after `since`: its message id, or undefined when it is not there. For
   * parts that stayed unknown; `known` are messages that are accounted for, the same words or file perhaps, and not this one.
   */
  findSent?(address: string, part: Part, since: Date, known?: ReadonlySet<string>): Promise<string | undefined>
  /** When this person last interacted by the platform's own word: null for never, undefined when it cannot be told now. One call; asked where `reach` is doubtful. */
  lastInteraction?(address: string): Promise<Date | null | undefined>
  /** How many of the messages that `reach` gives a price the account's package still pays for, as far as the platform tells. One call. */
  prepaid?(): Promise<number>
  /** The name this person goes by at the platform, where updates bring none; undefined when it cannot be told now. At most one call, and none while the account is busy. */
  nameOf?(address: string): Promise<string | undefined>
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
  /**
   * What was said in the chats at or after `since`, for after a downtime; updates that are known already are recognised by their id.
   * It takes as long as the account's limit makes it, and ends early once `signal` aborts.
   */
  catchUp?(keep: (update: RawUpdate) => Promise<void>, since: Date, signal?: AbortSignal): Promise<void>
  /**
   * Regular care (token refresh, commands and descriptions at start); called at start and about every minute. `failing` when only
   * the administrator can mend what was found: the account then stands in alarm until a later care says `ok`.
   */
  care?(): Promise<ChannelHealth | undefined>
  /** Whether this account could send right now, in words for /healthz: code only, no secret. */
  check(): Promise<ChannelHealth>
  /** The doctor's table: all that must be in place for this account to send and hear, asked from the platform itself. Costs calls. */
  examine(): Promise<readonly Finding[]>
  /** How the account's owner lets this house write in its name, where that is done in a browser. */
  readonly consent?: ConsentFlow
  /** The templates that the platform has approved or is looking at, with their prices; undefined when it cannot be asked now. */
  templates?(): Promise<readonly ChannelTemplate[] | undefined>
}

/** What one platform call carries; opaque to everyone but the channel that rendered it. */
export type Part = { readonly channel: string; readonly body: unknown }

/** `inAnswer`: somebody waits for this at their phone, so it may use what the account's limit keeps back from bulk. */
export type SendManner = { readonly inAnswer?: true }

/** `about` is what a notice would be about: its templates may differ in price. Without it the dearest is told. */
export type ContactFacts = {
  readonly address: string
  readonly lastInteractionAt: Date | null
  readonly now: Date
  readonly about?: OutgoingNotice['about']
}

/** `doubtful`: so near the edge of a window that the platform's own word (`lastInteraction`) should be asked. */
export type Reach = ReachKind & { readonly doubtful?: true }

type ReachKind =
  /** Free text goes; `costVnd` per message, 0 when free. */
  | { readonly kind: 'message'; readonly costVnd: number }
  /** Only the approved notice goes, then the tap opens the rest. */
  | { readonly kind: 'notice'; readonly costVnd: number }
  /** Never wrote: a small number of first messages is allowed, so it goes as a notice in plain text. */
  | { readonly kind: 'introduction'; readonly costVnd: number }
  | { readonly kind: 'closed'; readonly reason: string }

/** One message at the platform (a part may have made several) and when it was sent. */
export type SentMessage = { readonly messageId: string; readonly sentAt: Date }

export type Revision =
  /** The text and buttons of `part`, which rendered to one call, in place of what stands there. */
  | { readonly kind: 'replace'; readonly part: Part }
  /** The text stays, the buttons become those of `part` (closed ones stand there but answer nothing). */
  | { readonly kind: 'buttons'; readonly part: Part }
  /** It disappears from the phone. */
  | { readonly kind: 'delete' }

export type RevisionOutcome = (
  | { readonly kind: 'revised' }
  /** Never on this message: too old, of another kind, or gone from the phone. */
  | { readonly kind: 'cannot'; readonly code: string }
  /** Nobody is there any more to see it. */
  | { readonly kind: 'recipient-gone'; readonly code: string }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  /** Not done, or nobody knows: worth another try, since a second time does no harm. */
  | { readonly kind: 'again'; readonly code: string }
  | { readonly kind: 'misconfigured'; readonly code: string; readonly detail: string }
) & { readonly trace: SendTrace }

/** One line of the doctor's table. Texts: `doctor-<channel>-<code>` says what was found, `doctor-<channel>-<code>-do` what to do unless it is ok. */
export type Finding = {
  readonly code: string
  /** `note` is worth knowing, `warning` will become a failure, `failing` keeps the account from sending or hearing. */
  readonly state: 'ok' | 'note' | 'warning' | 'failing'
  /** For the sentence; redacted by the channel. */
  readonly values?: Readonly<Record<string, string | number>>
}

/** OAuth by the owner's browser; `verifier` and `state` are ours, and only the caller knows who began. */
export type ConsentFlow = {
  /** Where the browser goes; it comes back to `redirectUri` with a code. */
  address(given: { readonly redirectUri: string; readonly state: string; readonly verifier: string }): string
  /** Exchanges the code and stores the tokens before it resolves. `owner` is whose account it turned out to be, by the platform's query. */
  finish(given: { readonly code: string; readonly verifier: string; readonly owner?: string }): Promise<
    | { readonly kind: 'granted' }
    /** Somebody else's account was chosen; nothing was stored. */
    | { readonly kind: 'other-account' }
    | { readonly kind: 'refused'; readonly code: string }
    | { readonly kind: 'unreachable'; readonly code: string }
  >
}

/** An approved template; `fields` are the parameters it wants, prices in VND where the platform tells them. */
export type ChannelTemplate = {
  readonly id: string
  readonly name: string
  readonly approved: boolean
  readonly fields: readonly string[]
  readonly priceVnd?: number
  /** When sent to a phone number; absent when this template cannot go that way. */
  readonly priceByPhoneVnd?: number
}

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
  /** `warnings`: what will keep the account from sending one day, unless somebody acts. */
  | { readonly kind: 'ok'; readonly detail?: string; readonly warnings?: readonly Finding[] }
  | { readonly kind: 'failing'; readonly code: string; readonly detail: string }

/** What a channel may use of the house. */
export type ChannelPorts = {
  readonly accountId: string
  readonly clock: Clock
  readonly log: Logger
  readonly files: ChannelFiles
  /**
   * Secrets of the account, decrypted. `change` is one step that nobody else's change falls into, committed before it resolves:
   * `update` (pure, perhaps called again) gets what is stored at that moment and gives what shall stand there, undefined for no change.
   */
  readonly secrets: { read(): Promise<unknown>; change(update: (stored: unknown) => unknown): Promise<void> }
  /** What must be remembered between calls and is no secret (JSON); `write` replaces the named keys, and forgets those given as null. */
  readonly memory: {
    read(): Promise<Readonly<Record<string, unknown>>>
    write(values: Record<string, unknown>): Promise<void>
  }
  /** The phone number (digits with country code) behind an address of the form `phone:<id>`, while its owner's consent stands. */
  phoneOf(address: string): Promise<string | undefined>
  /** Runs `work` while nobody else on any process runs under the same name; waits for its turn. `lost` aborts when a stall cost us the turn. */
  exclusively<T>(name: string, work: (lost: AbortSignal) => Promise<T>): Promise<T>
}

export type ChannelFiles = {
  bytes(sha256: string): Promise<Uint8Array>
  /** The platform's handle kept for this file and account, when it is still valid by our clock. */
  handleOf(file: Pick<CarriedFile, 'sha256'>, kind: string): Promise<string | undefined>
  keepHandle(file: Pick<CarriedFile, 'sha256'>, kind: string, handle: string, expiresAt?: Date): Promise<void>
  forgetHandle(file: Pick<CarriedFile, 'sha256'>, kind: string): Promise<void>
}
