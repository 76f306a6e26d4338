import type { Choice, ReporterFacts } from './choose-surface.ts'

/** `held`: nothing goes before `heldUntil`; `stopped`: by staff, a refusal or too many failures, until staff resume or cancel it. */
export const broadcastStates = ['held', 'sending', 'stopped', 'finished', 'cancelled'] as const
export type BroadcastState = (typeof broadcastStates)[number]

/** Neither finished nor cancelled. */
export const openStates = ['held', 'sending', 'stopped'] as const satisfies readonly BroadcastState[]

/** Why a broadcast is held, stopped or cancelled; each has a sentence `broadcasts-reason-<reason>`. */
export const broadcastReasons = [
  'abort-window',
  'quiet-hours',
  'day-off',
  'paused',
  'rejected',
  'error-rate',
  'by-staff',
  'recalled',
] as const
export type BroadcastReason = (typeof broadcastReasons)[number]

/** One sending to an audience; how far it is, the ledger of its deliveries says. */
export type Broadcast = {
  readonly id: string
  readonly organisationId: string
  readonly kind: 'publication' | 'reminder' | 'recall'
  readonly state: BroadcastState
  /** Set while it is held or stopped, and when it was cancelled. */
  readonly stateReason: BroadcastReason | null
  /** The platform's or a person's own words for it. */
  readonly stateDetail: string | null
  /** A staff member's id, when a person decided it. */
  readonly stateBy: string | null
  readonly stateAt: Date | null
  /** The moment a held one is looked at again. */
  readonly heldUntil: Date | null
  /** Since when its failures count towards the error rate. */
  readonly countedFrom: Date | null
  readonly scheduleId: string | null
  readonly occurrence: Date | null
  readonly urgentReason: string | null
  readonly urgentBy: string | null
  readonly urgentAt: Date | null
  /** Somebody else than `urgentBy`; with it nothing holds the broadcast any more. */
  readonly urgentAgreedBy: string | null
  readonly urgentAgreedAt: Date | null
  readonly publicationId: string | null
  readonly conferenceId: string | null
  readonly reminderKind: string | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly finishedAt: Date | null
}

/** A reporter of the audience with the surface chosen for them. */
export type Chosen = { readonly reporter: ReporterFacts; readonly choice: Choice }
