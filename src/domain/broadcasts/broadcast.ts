import type { Choice, ReporterFacts } from './choose-surface.ts'

/** One sending to an audience; how far it is, the ledger of its deliveries says. */
export type Broadcast = {
  readonly id: string
  readonly organisationId: string
  readonly kind: 'publication' | 'reminder' | 'recall'
  /** `stopped`: by a refusal of its content; staff may resume or cancel it. */
  readonly state: 'sending' | 'stopped' | 'finished' | 'cancelled'
  readonly stateReason: string | null
  readonly publicationId: string | null
  readonly conferenceId: string | null
  readonly reminderKind: string | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly finishedAt: Date | null
}

/** A reporter of the audience with the surface chosen for them. */
export type Chosen = { readonly reporter: ReporterFacts; readonly choice: Choice }
